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

/** Where a line's name stands: at the point that is farthest from the other lines, on the side away from them; the latest of equals. */
export function namePlace(
  line: Line,
  lines: readonly Line[],
): { readonly at: ChartPoint; readonly isAbove: boolean } | undefined {
  const others = lines.filter((each) => each !== line && each.points.length > 0);
  const height = heightOf(lines);
  let best: { at: ChartPoint; isAbove: boolean; gap: number } | undefined;
  for (const at of line.points) {
    const gaps = others.map(({ points }) => at.y - nearest(points, at.x).y);
    const gap = Math.min(height, ...gaps.map(Math.abs));
    if (best !== undefined && gap < best.gap) continue;
    best = { at, gap, isAbove: gaps.reduce((sum, each) => sum + each, 0) >= 0 };
  }
  return best;
}

function heightOf(lines: readonly Line[]): number {
  const all = lines.flatMap(({ points }) => points.map(({ y }) => y));
  return (
    all.reduce((most, y) => Math.max(most, y), -Infinity) -
    all.reduce((least, y) => Math.min(least, y), Infinity)
  );
}

function nearest(points: readonly ChartPoint[], x: number): ChartPoint {
  return points.reduce((best, point) => (Math.abs(point.x - x) < Math.abs(best.x - x) ? point : best));
}
