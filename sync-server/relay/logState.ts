import { admit, signingKey, type Ledger, type Refusal } from '../../src/protocol/admission.ts';
import { equalBytes } from '../../src/protocol/bytes.ts';
import { decodeEntry, entryKind, signedPart, type Entry } from '../../src/protocol/entry.ts';
import type { RelayRefusal } from '../../src/protocol/frames.ts';
import { applyOperation, beginMembership, type Membership } from '../../src/protocol/membership.ts';
import { decodeOperation, type Hex } from '../../src/protocol/operations.ts';
import type { NewEntry, StoredWorkspace } from '../store/relayStore.ts';
import { isSigned, sha256 } from './signatures.ts';

/** Beyond its quota a workspace may still remove a member. */
const operationReserveBytes = 16 << 20;

/** What became of an entry that a device brought. */
export type Judgement =
  | { readonly type: 'accepted'; readonly entry: NewEntry }
  /** It is on its way to the disk already. */
  | { readonly type: 'pending' }
  /** At or before the device's last: to be compared with what is stored. */
  | { readonly type: 'old'; readonly hash: Uint8Array }
  | { readonly type: 'refused'; readonly refusal: Refusal | RelayRefusal };

interface Point {
  readonly ledger: Ledger;
  readonly position: number;
  readonly usedBytes: number;
}

/** How far a log has come: what is on disk, and what is on its way there. */
export class LogState {
  readonly workspace: Hex;
  #stored: Point;
  #ahead: { readonly entry: NewEntry; readonly after: Point }[] = [];

  constructor(workspace: Hex, stored: Point) {
    this.workspace = workspace;
    this.#stored = stored;
  }

  /** The last entry on disk. */
  get position(): number {
    return this.#stored.position;
  }

  get usedBytes(): number {
    return this.#stored.usedBytes;
  }

  /** What is on disk decides who may read; undefined only before the genesis is stored. */
  get membership(): Membership | undefined {
    return this.#stored.ledger.membership;
  }

  /** The device's last entry on disk. */
  head(device: number) {
    return this.#stored.ledger.heads.get(device);
  }

  get isSettled(): boolean {
    return this.#ahead.length === 0;
  }

  /** Judges an entry as the next one after all that has been accepted, whether it is on disk yet or not. */
  judge(entry: Entry, bytes: Uint8Array, now: number, quotaBytes: number): Judgement {
    const { ledger, position, usedBytes } = this.#ahead.at(-1)?.after ?? this.#stored;
    const { device, sequence, kind } = entry.header;
    const key = signingKey(ledger, entry);
    if (key === undefined) return refused({ type: 'unknown-device' });
    if (!isSigned(key, signedPart(entry.header, entry.body), entry.signature))
      return refused({ type: 'signature' });
    const hash = sha256(bytes);
    const admitted = admit(ledger, entry, hash, now);
    if (!admitted.ok) {
      return admitted.error.type === 'not-next' ? this.#compare(entry, hash) : refused(admitted.error);
    }
    const grown = usedBytes + bytes.length;
    const isOperation = kind === entryKind.membership;
    if (quotaBytes > 0 && grown > quotaBytes + (isOperation ? operationReserveBytes : 0)) {
      return refused({ type: 'quota', usedBytes, quotaBytes });
    }
    const phrase = isOperation ? phraseOf(entry) : undefined;
    const placed: NewEntry = {
      ...{ type: 'entry', workspace: this.workspace, position: position + 1, receivedAt: now },
      ...{ device, sequence, kind, hash, bytes },
      ...(phrase === undefined ? {} : { phrase }),
    };
    const after = { ledger: admitted.value, position: position + 1, usedBytes: grown };
    this.#ahead.push({ entry: placed, after });
    return { type: 'accepted', entry: placed };
  }

  /** The next entries that were accepted are on disk. Gives the members as they are after each of them. */
  settle(entries: readonly NewEntry[]): (Membership | undefined)[] {
    const settled = this.#ahead.splice(0, entries.length);
    const last = settled.at(-1);
    if (last?.entry !== entries.at(-1)) throw new Error('Entries were stored in another order than accepted');
    if (last !== undefined) this.#stored = last.after;
    return settled.map(({ after }) => after.ledger.membership);
  }

  /** None of what was accepted and is not on disk ever will be. */
  rollBack(): void {
    this.#ahead = [];
  }

  #compare({ header }: Entry, hash: Uint8Array): Judgement {
    const pending = this.#ahead.find(
      ({ entry }) => entry.device === header.device && entry.sequence === header.sequence,
    );
    if (pending === undefined) return { type: 'old', hash };
    return equalBytes(pending.entry.hash, hash) ? { type: 'pending' } : refused({ type: 'fork' });
  }
}

export const noLedger: Ledger = { membership: undefined, heads: new Map() };

/** The state that a store remembers. Throws where its operations do not follow from each other: the file is damaged. */
export function stateOf(workspace: Hex, stored: StoredWorkspace): LogState {
  let membership: Membership | undefined;
  for (const { bytes, receivedAt } of stored.operations) {
    const entry = decodeEntry(bytes);
    const operation = entry.ok ? decodeOperation(entry.value.body) : entry;
    if (!entry.ok || !operation.ok) throw new Error('A stored operation cannot be read');
    const { header, body } = entry.value;
    const place = { header, body, hash: sha256(bytes), receivedAt };
    const changed =
      membership === undefined
        ? beginMembership(operation.value, place)
        : applyOperation(membership, operation.value, place);
    if (!changed.ok) throw new Error(`A stored operation does not hold: ${changed.error.rule}`);
    membership = changed.value;
  }
  const heads = new Map(stored.heads.map(({ device, sequence, hash }) => [device, { sequence, hash }]));
  return new LogState(workspace, {
    ledger: { membership, heads },
    position: stored.position,
    usedBytes: stored.usedBytes,
  });
}

function phraseOf(entry: Entry): Hex | undefined {
  const operation = decodeOperation(entry.body);
  if (!operation.ok || operation.value.op !== 'add' || operation.value.recovery !== true) return undefined;
  return operation.value.sign;
}

function refused(refusal: Refusal | RelayRefusal): Judgement {
  return { type: 'refused', refusal };
}
