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
  const wide = columns.filter((column) => column.isNarrowOnly !== true).map((column) => column.width);
  return [...(hasChecks ? ['44px'] : ['16px']), ...wide].join(' ');
}
