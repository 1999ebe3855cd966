/** Which rows of a list are chosen: single rows by key, or "all in this view" with exceptions, which needs no keys of unseen rows. */
export class GridSelection {
  #all = $state(false);
  #keys = $state.raw<ReadonlySet<string>>(new Set());
  /** Where a range with Shift starts. */
  #anchor: number | undefined;

  /** Everything in the view is chosen but the exceptions in `keys`. */
  get isAll(): boolean {
    return this.#all;
  }

  /** The chosen keys, or the exceptions while `isAll`. */
  get keys(): ReadonlySet<string> {
    return this.#keys;
  }

  isChosen(key: string): boolean {
    return this.#keys.has(key) !== this.#all;
  }

  /** How many of the view's `count` rows are chosen. */
  size(count: number): number {
    return this.#all ? Math.max(0, count - this.#keys.size) : this.#keys.size;
  }

  toggle(key: string, index: number): void {
    const next = new Set(this.#keys);
    if (!next.delete(key)) next.add(key);
    this.#keys = next;
    this.#anchor = index;
  }

  /** Chooses `keys`, the rows from the anchor to a row that was clicked with Shift. */
  addRange(keys: readonly string[]): void {
    const next = new Set(this.#keys);
    for (const key of keys) {
      if (this.#all) next.delete(key);
      else next.add(key);
    }
    this.#keys = next;
  }

  /** First and last index of a range that ends at `index`. */
  rangeTo(index: number): readonly [number, number] {
    const from = this.#anchor ?? index;
    return from < index ? [from, index] : [index, from];
  }

  setAnchor(index: number): void {
    this.#anchor = index;
  }

  chooseAll(): void {
    this.#all = true;
    this.#keys = new Set();
  }

  clear(): void {
    this.#all = false;
    this.#keys = new Set();
    this.#anchor = undefined;
  }
}
