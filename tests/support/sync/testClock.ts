import type { Clock } from '../../../src/sync/clock.ts';

/** A clock that stands still until a test lets time pass. */
export class TestClock implements Clock {
  #now = Date.now();
  readonly #waiting = new Set<{ readonly at: number; readonly work: () => void }>();

  readonly now = (): number => this.#now;

  readonly after = (ms: number, work: () => void): (() => void) => {
    const timer = { at: this.#now + ms, work };
    this.#waiting.add(timer);
    return () => this.#waiting.delete(timer);
  };

  /** What falls due is done in the order of its time. */
  pass(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const [next] = [...this.#waiting].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#waiting.delete(next);
      this.#now = next.at;
      next.work();
    }
    this.#now = end;
  }
}
