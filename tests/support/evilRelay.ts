import { decodeEntry, entryKind } from '../../src/protocol/entry.ts';
import type { PlacedEntry } from '../../src/protocol/frames.ts';
import type { Appended, MemoryRelay, Relay, RelayLast } from './memoryRelay.ts';

/** What an evil relay shows in place of its log. It may keep the positions, or number anew so that no hole shows. */
export type Tamper = (log: readonly PlacedEntry[]) => readonly PlacedEntry[];

/** A relay that is honest to all but one device. */
export class EvilRelay implements Relay {
  readonly #relay: MemoryRelay;
  readonly #victim: number;
  readonly #tamper: Tamper;

  constructor(relay: MemoryRelay, victim: number, tamper: Tamper) {
    this.#relay = relay;
    this.#victim = victim;
    this.#tamper = tamper;
  }

  append(bytes: Uint8Array, now: number): Promise<Appended> {
    return this.#relay.append(bytes, now);
  }

  last(device: number): RelayLast {
    return this.#relay.last(device);
  }

  after(position: number, device: number): readonly PlacedEntry[] {
    if (device !== this.#victim) return this.#relay.after(position, device);
    return this.#tamper(this.#relay.log).filter((entry) => entry.position > position);
  }
}

function numbered(log: readonly PlacedEntry[]): PlacedEntry[] {
  return log.map((entry, i) => ({ ...entry, position: i + 1 }));
}

function isOperation({ bytes }: PlacedEntry): boolean {
  const entry = decodeEntry(bytes);
  return entry.ok && entry.value.header.kind === entryKind.membership;
}

/** Everything that a relay may try against one device from a position on; `stranger` is an entry of another workspace. */
export const tamperings: readonly (readonly [
  name: string,
  make: (from: number, stranger: Uint8Array) => Tamper,
])[] = [
  ['drops an entry', (from) => (log) => log.filter((entry) => entry.position !== from + 1)],
  [
    'drops an entry and hides the hole',
    (from) => (log) => numbered(log.filter((each) => each.position !== from + 1)),
  ],
  ['shows an entry twice', (from) => (log) => numbered([...log.slice(0, from + 1), ...log.slice(from)])],
  [
    'swaps two entries',
    (from) => (log) => {
      const [first, second] = [log[from], log[from + 1]];
      if (first === undefined || second === undefined) return log;
      return numbered([...log.slice(0, from), second, first, ...log.slice(from + 2)]);
    },
  ],
  [
    'replays an entry from before',
    (from) => (log) => numbered([...log.slice(0, from), ...log.slice(from - 1)]),
  ],
  [
    'changes a bit of an entry',
    (from) => (log) =>
      log.map((entry, i) => {
        if (i !== from) return entry;
        const bytes = entry.bytes.slice();
        bytes[140] = (bytes[140] ?? 0) ^ 1;
        return { ...entry, bytes };
      }),
  ],
  [
    'puts in an entry of another book',
    (from, stranger) => (log) => {
      const receivedAt = log[from - 1]?.receivedAt ?? 0;
      const put = { position: 0, receivedAt, bytes: stranger };
      return numbered([...log.slice(0, from), put, ...log.slice(from)]);
    },
  ],
  [
    'puts in noise',
    (from) => (log) => {
      const put = { position: 0, receivedAt: 0, bytes: new Uint8Array(300).fill(1) };
      return numbered([...log.slice(0, from), put, ...log.slice(from)]);
    },
  ],
  ['shows nothing new any more', (from) => (log) => log.slice(0, from)],
  [
    'withholds operations on the members',
    (from) => (log) => numbered(log.filter((entry, i) => i < from || !isOperation(entry))),
  ],
  [
    'says other times',
    (from) => (log) =>
      log.map((entry, i) => (i < from ? entry : { ...entry, receivedAt: entry.receivedAt + 1 })),
  ],
];
