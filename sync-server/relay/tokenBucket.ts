/** Lets so much through in a second, and a burst beyond that. Times in ms, of a clock that never goes back. */
export class TokenBucket {
  readonly #perSecond: number;
  readonly #burst: number;
  #tokens: number;
  #at: number;

  constructor(perSecond: number, burst: number, now: number) {
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#tokens = burst;
    this.#at = now;
  }

  /** 0 if it went through; else how long to wait, in ms. What is larger than the burst goes through a full bucket. */
  take(amount: number, now: number): number {
    this.#tokens = Math.min(this.#burst, this.#tokens + ((now - this.#at) / 1_000) * this.#perSecond);
    this.#at = now;
    const needed = Math.min(amount, this.#burst);
    if (this.#tokens >= needed) {
      this.#tokens -= amount;
      return 0;
    }
    return Math.ceil(((needed - this.#tokens) / this.#perSecond) * 1_000);
  }
}
