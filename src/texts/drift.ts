/** Letters that came live are in the book a second or two later. Beyond this, ms, they are not taken to come any more. */
const patienceMs = 10_000;

/** What a session shows and what the book has, at one moment. */
export interface ShownAndKept {
  readonly isConnected: boolean;
  /** Something written here stands beside letters that the book does not have. */
  readonly isLeaning: boolean;
  /** Something written here is on its way into the book. */
  readonly isUnkept: boolean;
  /** The clocks, as shown, of clients that are not this session's. */
  readonly others: readonly (readonly [client: number, clock: number])[];
  readonly kept: ReadonlyMap<number, number>;
  /** The same letters are shown as are kept. */
  readonly isSame: () => boolean;
}

interface Late {
  readonly shown: number;
  readonly kept: number;
  readonly since: number;
}

/** Notices, looked at about every second, what is shown of a text and does not come into the book. */
export class Drift {
  #leaningSince: number | undefined;
  #differentSince: number | undefined;
  #late = new Map<number, Late>();

  isStale(now: number, { isConnected, isLeaning, isUnkept, others, kept, isSame }: ShownAndKept): boolean {
    this.#leaningSince = isLeaning ? (this.#leaningSince ?? now) : undefined;
    // Without a connection nothing can come into the book: what somebody has read may stay, but nothing waits for it.
    const late = isConnected ? others.filter(([client, clock]) => clock > (kept.get(client) ?? 0)) : [];
    this.#late = new Map(late.map(([client, shown]) => [client, this.#lateOf(now, client, shown, kept)]));
    const mayDiffer = !isConnected || isUnkept || isLeaning || late.length > 0;
    this.#differentSince = mayDiffer || isSame() ? undefined : (this.#differentSince ?? now);
    const since = [
      this.#leaningSince,
      this.#differentSince,
      ...[...this.#late.values()].map((each) => each.since),
    ];
    return since.some((at) => at !== undefined && now - at > patienceMs);
  }

  /** A client from which something comes, live or kept, is waited for anew. */
  #lateOf(now: number, client: number, shown: number, kept: ReadonlyMap<number, number>): Late {
    const before = this.#late.get(client);
    const clock = kept.get(client) ?? 0;
    return before?.shown === shown && before.kept === clock ? before : { shown, kept: clock, since: now };
  }
}
