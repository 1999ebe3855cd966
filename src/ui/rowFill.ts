import type { DrawnRow } from './rowSlots.ts';

/** Rows that get their content in one frame: a whole window of them blocks a slow phone for a fifth of a second. */
export const rowsPerFrame = 8;

/** Gives rows that come into an element their content a few at a time. What an element holds stays until it gets another row. */
export class RowFill {
  /** The index whose content each element holds. */
  readonly #held = new Map<number, number>();

  /** Whether the element of a row holds that row. */
  holds({ slot, index }: DrawnRow): boolean {
    return this.#held.get(slot) === index;
  }

  /** Fills the first rows that wait, by `order` from below, of those whose content is there. */
  fill(
    drawn: readonly DrawnRow[],
    isThere: (index: number) => boolean,
    order: (index: number) => number,
  ): void {
    const waiting = drawn.filter((row) => !this.holds(row) && isThere(row.index));
    waiting.sort((a, b) => order(a.index) - order(b.index));
    for (const { slot, index } of waiting.slice(0, rowsPerFrame)) this.#held.set(slot, index);
  }
}
