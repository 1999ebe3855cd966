/** A group of rows under a header that can be folded away. */
export interface GridGroup {
  readonly key: string;
  readonly label: string;
  readonly lang?: string | undefined;
  readonly count: number;
  readonly isFolded: boolean;
}

/** What stands at a place of a grouped grid: the header of a group, or a row by its position among all rows. */
export type GridItem = { readonly group: GridGroup } | { readonly row: number };

/** Places of headers and rows. Rows are counted as if nothing were folded; groups stand in the order of their rows. */
export class GroupLayout {
  readonly #groups: readonly GridGroup[];
  /** Of each group, and past the last: the place of its header, and the position of its first row. */
  readonly #headerAt: Float64Array;
  readonly #firstRow: Float64Array;

  constructor(groups: readonly GridGroup[]) {
    this.#groups = groups;
    this.#headerAt = new Float64Array(groups.length + 1);
    this.#firstRow = new Float64Array(groups.length + 1);
    groups.forEach(({ count, isFolded }, i) => {
      this.#headerAt[i + 1] = (this.#headerAt[i] ?? 0) + 1 + (isFolded ? 0 : count);
      this.#firstRow[i + 1] = (this.#firstRow[i] ?? 0) + count;
    });
  }

  /** How many headers and rows there are to scroll through. */
  get size(): number {
    return this.#headerAt[this.#groups.length] ?? 0;
  }

  itemAt(place: number): GridItem | undefined {
    const at = lastAtMost(this.#headerAt, this.#groups.length, place);
    const group = this.#groups[at];
    if (group === undefined || place >= this.size) return undefined;
    const within = place - (this.#headerAt[at] ?? 0);
    return within === 0 ? { group } : { row: (this.#firstRow[at] ?? 0) + within - 1 };
  }

  /** The place of a row, or of the header of the folded group that holds it. */
  placeOf(row: number): number {
    const at = lastAtMost(this.#firstRow, this.#groups.length, row);
    const header = this.#headerAt[at] ?? 0;
    return this.#groups[at]?.isFolded === true ? header : header + 1 + row - (this.#firstRow[at] ?? 0);
  }

  /** The place of the header above a row or of a header itself. */
  headerOf(place: number): number {
    return this.#headerAt[lastAtMost(this.#headerAt, this.#groups.length, place)] ?? 0;
  }

  /** The first row of the group whose header stands at a place, or the row there. */
  rowFrom(place: number): number {
    const item = this.itemAt(place);
    if (item !== undefined && 'row' in item) return item.row;
    return this.#firstRow[lastAtMost(this.#headerAt, this.#groups.length, place)] ?? 0;
  }

  /** The rows between two places, the last excluded, as ranges of positions: `[first, last)` each. */
  rowsBetween(first: number, last: number): readonly (readonly [first: number, last: number])[] {
    const ranges: [number, number][] = [];
    for (let place = first; place < last; place++) {
      const item = this.itemAt(place);
      if (item === undefined || !('row' in item)) continue;
      const open = ranges.at(-1);
      if (open?.[1] === item.row) open[1]++;
      else ranges.push([item.row, item.row + 1]);
    }
    return ranges;
  }
}

/** The greatest index below `count` whose value is at most `value`; where several are equal, the last. 0 where none is. */
function lastAtMost(values: Float64Array, count: number, value: number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((values[middle] ?? Infinity) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
