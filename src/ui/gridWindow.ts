/** Browsers draw no element taller than about 17 million pixels; a longer list is scrolled at a larger step. */
const tallestPx = 12_000_000;

export interface GridGeometry {
  readonly count: number;
  readonly rowHeightPx: number;
  readonly viewportPx: number;
}

/** Height of the scrolled area, at most `tallestPx`. */
export function scrolledHeight({ count, rowHeightPx }: GridGeometry): number {
  return Math.min(count * rowHeightPx, tallestPx);
}

/** Rows to draw at a scroll position: `first` to `last` exclusive, with `spare` rows on either side of those in view, and the
 *  pixel offset of the first: as many wherever it is scrolled to. With no rows all are 0. */
export function windowAt(
  geometry: GridGeometry,
  scrollTopPx: number,
  spare: number,
): { first: number; firstInView: number; last: number; offsetPx: number } {
  const { count, rowHeightPx, viewportPx } = geometry;
  if (count === 0) return { first: 0, firstInView: 0, last: 0, offsetPx: 0 };
  const trueTop = toTrueTop(geometry, scrollTopPx);
  const firstInView = Math.max(0, Math.min(count - 1, Math.floor(trueTop / rowHeightPx)));
  const first = Math.max(0, firstInView - spare);
  const inView = Math.ceil(viewportPx / rowHeightPx) + 1;
  const last = Math.min(count, first + inView + 2 * spare);
  return { first, firstInView, last, offsetPx: first * rowHeightPx - trueTop + scrollTopPx };
}

/** The scroll position that brings a row wholly into view, or the present one when it is already. */
export function scrollTopFor(geometry: GridGeometry, index: number, scrollTopPx: number): number {
  const trueTop = toTrueTop(geometry, scrollTopPx);
  const rowTop = index * geometry.rowHeightPx;
  const least = rowTop + geometry.rowHeightPx - geometry.viewportPx;
  if (rowTop < trueTop) return fromTrueTop(geometry, rowTop);
  if (least > trueTop) return fromTrueTop(geometry, least);
  return scrollTopPx;
}

function toTrueTop(geometry: GridGeometry, scrollTopPx: number): number {
  return scrollTopPx * stretch(geometry);
}

function fromTrueTop(geometry: GridGeometry, trueTopPx: number): number {
  return trueTopPx / stretch(geometry);
}

/** How many pixels of list one pixel of scrolling moves: 1 unless the list is taller than a browser can draw. */
function stretch(geometry: GridGeometry): number {
  const whole = geometry.count * geometry.rowHeightPx - geometry.viewportPx;
  const scrolled = scrolledHeight(geometry) - geometry.viewportPx;
  return whole <= scrolled || scrolled <= 0 ? 1 : whole / scrolled;
}
