/** Where a column's cell stands when the grid is narrow and each row has two lines; columns without a place are left out there. */
export type NarrowPlace = 'name' | 'level' | 'num' | 'meta' | 'next';

export interface GridColumn {
  readonly key: string;
  readonly label: string;
  /** A CSS grid track, such as `96px` or `minmax(180px, 1fr)`. */
  readonly width: string;
  readonly place?: NarrowPlace | undefined;
  readonly isNumeric?: boolean | undefined;
  readonly isSortable?: boolean | undefined;
  /** Left out while the grid is wide. */
  readonly isNarrowOnly?: boolean | undefined;
}

/** What a cell says. */
export interface CellText {
  readonly text: string;
  /** Digits of one width, as in dates and phone numbers. */
  readonly isNumeric?: boolean;
  readonly isMuted?: boolean;
  readonly title?: string;
  /** The language of a person's own words where it is not the one on screen. */
  readonly lang?: 'zh-CN' | 'en' | undefined;
}

export interface GridSort {
  readonly key: string;
  readonly descending: boolean;
}

export type Density = 'normal' | 'compact';

/** Row heights of DESIGN: 36 px on desktop, 32 compact, 52 on two lines and on tablets, 60 on phones and under a finger. */
export function rowHeightOf(layout: {
  isPhone: boolean;
  isNarrow: boolean;
  isTouch: boolean;
  density: Density;
}): number {
  if (layout.isPhone) return 60;
  if (layout.isNarrow || layout.isTouch) return 52;
  return layout.density === 'compact' ? 32 : 36;
}

/** The column tracks of the wide grid, after the 44 px of the checkboxes. */
export function tracksOf(columns: readonly GridColumn[], hasChecks: boolean): string {
  return [hasChecks ? '44px' : '16px', ...columns.map((column) => column.width)].join(' ');
}

/** The columns that fit the grid's width: those without a place on two lines go first, from the end, then the placed ones except
 *  the name and the figure. */
export function fittingColumns(
  columns: readonly GridColumn[],
  widthPx: number,
  isNarrow: boolean,
): readonly GridColumn[] {
  if (isNarrow) return columns.filter((column) => column.place !== undefined);
  const kept = columns.filter((column) => column.isNarrowOnly !== true);
  const spare = [
    ...kept.filter((column) => column.place === undefined).reverse(),
    ...kept.filter((column) => column.place === 'meta' || column.place === 'next').reverse(),
  ];
  let neededPx = checksPx + edgePx + kept.reduce((sum, column) => sum + leastPx(column), 0);
  for (const column of spare) {
    if (widthPx === 0 || neededPx <= widthPx) break;
    kept.splice(kept.indexOf(column), 1);
    neededPx -= leastPx(column);
  }
  return kept;
}

const checksPx = 44;
const edgePx = 16;

/** The first length of a track, its least width. */
function leastPx(column: GridColumn): number {
  return Number(/\d+/.exec(column.width)?.[0] ?? 96);
}
