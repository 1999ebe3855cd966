/** Values made from what an index holds, each with the stamp of what it was made from; the least used go first. */
export class Kept {
  readonly #limit: number;
  readonly #values = new Map<string, { readonly stamp: string; readonly value: unknown }>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The value of a key while its stamp is the same; otherwise a new one. A key always names values of one type. */
  get<T>(key: string, stamp: string, make: () => T): T {
    const kept = this.#values.get(key);
    if (kept?.stamp === stamp) {
      this.#values.delete(key);
      this.#values.set(key, kept);
      return kept.value as T;
    }
    const value = make();
    this.#values.delete(key);
    this.#values.set(key, { stamp, value });
    const [oldest] = this.#values.keys();
    if (this.#values.size > this.#limit && oldest !== undefined) this.#values.delete(oldest);
    return value;
  }
}
