/** Times in ms, in steps of a tenth of one, up to a minute: small however many there are. */
export class Histogram {
  readonly #counts = new Uint32Array(600_000);
  #total = 0;

  add(ms: number): void {
    const at = Math.min(this.#counts.length - 1, Math.max(0, Math.round(ms * 10)));
    this.#counts[at] = (this.#counts[at] ?? 0) + 1;
    this.#total++;
  }

  get total(): number {
    return this.#total;
  }

  /** The smallest time that so large a share does not exceed; NaN of none. */
  quantile(share: number): number {
    const wanted = Math.ceil(this.#total * share);
    let below = 0;
    for (const [at, count] of this.#counts.entries()) {
      below += count;
      if (count > 0 && below >= wanted) return at / 10;
    }
    return NaN;
  }
}
