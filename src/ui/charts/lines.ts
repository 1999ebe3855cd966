import type { CsvCell } from './chartFiles.ts';
import type { ChartPoint } from './drawChart.svelte.ts';

/** One line of a chart. */
export interface Line {
  readonly name: string;
  readonly points: readonly ChartPoint[];
  /** Around the line, such as an interval: as many places as the line has. */
  readonly band?: readonly { readonly low: number; readonly high: number }[];
  /** Stays level until the next point, as shares of those who stay do. */
  readonly isStepped?: boolean;
  /** In the grey of what others are compared with. */
  readonly isQuiet?: boolean;
  readonly isDashed?: boolean;
  /** Only its points are drawn. */
  readonly isDotted?: boolean;
}

export interface LineAxis {
  readonly title: string;
  readonly format: (value: number) => string;
  readonly min?: number;
  readonly max?: number;
  readonly isLog?: boolean;
}

/** Every x with what each line has there, for the table and the file. */
export function rowsOfLines(lines: readonly Line[]): readonly (readonly [x: number, ...(number | null)[]])[] {
  const places = [...new Set(lines.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b);
  const byLine = lines.map(({ points }) => new Map(points.map(({ x, y }) => [x, y])));
  return places.map((x) => [x, ...byLine.map((values) => values.get(x) ?? null)]);
}

/** The columns of a file of lines: their places, their values and the ends of their bands. */
export function csvOfLines(lines: readonly Line[], xTitle: string): readonly (readonly CsvCell[])[] {
  const header = [
    xTitle,
    ...lines.flatMap(({ name, band }) => (band === undefined ? [name] : [name, `${name} −`, `${name} +`])),
  ];
  const places = [...new Set(lines.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b);
  const cells = lines.map(
    ({ points, band }) =>
      new Map(
        points.map(({ x, y }, i) => [
          x,
          band === undefined ? [y] : [y, band[i]?.low ?? '', band[i]?.high ?? ''],
        ]),
      ),
  );
  return [
    header,
    ...places.map((x) => [
      x,
      ...cells.flatMap((values, i) => values.get(x) ?? (lines[i]?.band === undefined ? [''] : ['', '', ''])),
    ]),
  ];
}
