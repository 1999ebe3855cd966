import { admit, signingKey, type Ledger, type Refusal } from '../../src/protocol/admission.ts';
import { equalBytes, toHex } from '../../src/protocol/bytes.ts';
import { decodeEntry, entryHash, signedPart } from '../../src/protocol/entry.ts';
import type { PlacedEntry, RelayRefusal, ToDevice } from '../../src/protocol/frames.ts';
import type { Verify } from '../../src/protocol/keys.ts';

export type Appended =
  | { readonly type: 'stored'; readonly sequence: number; readonly position: number }
  | { readonly type: 'refused'; readonly refusal: Refusal | RelayRefusal };

export type RelayLast = Extract<ToDevice, { t: 'welcome' }>['last'];

/** What a device needs of a relay. */
export interface Relay {
  append(bytes: Uint8Array, now: number): Promise<Appended>;
  last(device: number): RelayLast;
  /** Entries after a position, as they are shown to this device. */
  after(position: number, device: number): readonly PlacedEntry[];
}

interface Stored {
  readonly hash: Uint8Array;
  readonly position: number;
}

/** A relay in memory for one workspace: it verifies, admits, stores and then answers, and holds no key. */
export class MemoryRelay implements Relay {
  readonly log: PlacedEntry[] = [];
  ledger: Ledger = { membership: undefined, heads: new Map() };
  readonly #verify: Verify;
  readonly #stored = new Map<string, Stored>();

  constructor(verify: Verify) {
    this.#verify = verify;
  }

  async append(bytes: Uint8Array, now: number): Promise<Appended> {
    const decoded = decodeEntry(bytes);
    if (!decoded.ok) return { type: 'refused', refusal: decoded.error };
    const entry = decoded.value;
    const { device, sequence } = entry.header;
    const key = signingKey(this.ledger, entry);
    if (key === undefined) return { type: 'refused', refusal: { type: 'unknown-device' } };
    const isSigned = await this.#verify(key, signedPart(entry.header, entry.body), entry.signature);
    if (!isSigned) return { type: 'refused', refusal: { type: 'signature' } };
    const hash = entryHash(bytes);
    const stored = this.#stored.get(`${device} ${sequence}`);
    if (stored !== undefined) {
      if (equalBytes(stored.hash, hash)) return { type: 'stored', sequence, position: stored.position };
      return { type: 'refused', refusal: { type: 'fork' } };
    }
    const admitted = admit(this.ledger, entry, hash, now);
    if (!admitted.ok) return { type: 'refused', refusal: admitted.error };
    this.ledger = admitted.value;
    const position = this.log.length + 1;
    this.log.push({ position, receivedAt: now, bytes });
    this.#stored.set(`${device} ${sequence}`, { hash, position });
    return { type: 'stored', sequence, position };
  }

  last(device: number): RelayLast {
    const head = this.ledger.heads.get(device);
    return head === undefined ? null : { sequence: head.sequence, hash: toHex(head.hash) };
  }

  /** A device that is not of the workspace, or no longer, reads nothing. */
  after(position: number, device: number): readonly PlacedEntry[] {
    const isActive = this.ledger.membership?.devices.get(device)?.state === 'active';
    return isActive ? this.log.slice(position) : [];
  }
}
