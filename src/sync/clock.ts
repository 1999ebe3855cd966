/** Time as this code sees it; a simulation has its own. */
export interface Clock {
  /** Ms since 1970. */
  readonly now: () => number;
  /** Calls once after so many ms. Returns what cancels it. */
  readonly after: (ms: number, work: () => void) => () => void;
}

export const wallClock: Clock = {
  now: () => Date.now(),
  after: (ms, work) => {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
};
