import { err, ok, type Result } from '../domain/result.ts';
import { equalBytes, fromHex, type Malformed } from './bytes.ts';
import { entryKind, noHash, type Entry } from './entry.ts';
import {
  applyOperation,
  beginMembership,
  type DeviceState,
  type Membership,
  type OperationRefusal,
} from './membership.ts';
import { decodeOperation } from './operations.ts';

/** The last entry of a device. */
export interface DeviceHead {
  readonly sequence: number;
  /** 32 bytes. */
  readonly hash: Uint8Array;
}

/** What is known of a log without any key: who may write, and where each device stands. */
export interface Ledger {
  readonly membership: Membership | undefined;
  readonly heads: ReadonlyMap<number, DeviceHead>;
}

/** Why an entry does not belong at the end of a log. The relay refuses by it, and every device checks the relay by it. */
export type Refusal =
  | Malformed
  | OperationRefusal
  | { readonly type: 'workspace' }
  | { readonly type: 'unknown-kind'; readonly kind: number }
  | { readonly type: 'unknown-device' }
  | { readonly type: 'removed-device' }
  /** The role of the device does not allow entries of this kind. */
  | { readonly type: 'role' }
  /** Sealed under a key that is not the current one: to be sealed again. */
  | { readonly type: 'epoch'; readonly current: number }
  /** Entries between are missing; the device's next is `expected`. */
  | { readonly type: 'gap'; readonly expected: number }
  /** It stands at or before the device's last: the same again, or a fork. */
  | { readonly type: 'not-next'; readonly last: number }
  | { readonly type: 'previous-hash' }
  | { readonly type: 'signature' };

/** The 32 bytes of the key that must have signed an entry; undefined where nobody has that number. */
export function signingKey(ledger: Ledger, entry: Entry): Uint8Array | undefined {
  if (ledger.membership === undefined) {
    const operation = decodeOperation(entry.body);
    return operation.ok && operation.value.op === 'genesis' ? fromHex(operation.value.sign, 32) : undefined;
  }
  return fromHex(ledger.membership.devices.get(entry.header.device)?.sign, 32);
}

/**
 * The ledger after one more entry, whose signature the caller has verified. Role, epoch and order are judged as they are
 * at this point of the log. `receivedAt` is the relay's time in ms.
 */
export function admit(
  ledger: Ledger,
  entry: Entry,
  hash: Uint8Array,
  receivedAt: number,
): Result<Ledger, Refusal> {
  const { header, body } = entry;
  const { membership, heads } = ledger;
  const place = { header, body, hash, receivedAt };
  if (membership === undefined) {
    if (header.kind !== entryKind.membership) return err({ type: 'unknown-device' });
    const operation = decodeOperation(body);
    if (!operation.ok) return operation;
    const begun = beginMembership(operation.value, place);
    return begun.ok
      ? ok({ membership: begun.value, heads: new Map([[header.device, { sequence: 1, hash }]]) })
      : begun;
  }
  const device = membership.devices.get(header.device);
  const refusal = refusalOf(membership, device, heads.get(header.device), entry);
  if (refusal !== undefined) return err(refusal);
  const after = new Map(heads).set(header.device, { sequence: header.sequence, hash });
  if (header.kind !== entryKind.membership) return ok({ membership, heads: after });
  const operation = decodeOperation(body);
  if (!operation.ok) return operation;
  const changed = applyOperation(membership, operation.value, place);
  return changed.ok ? ok({ membership: changed.value, heads: after }) : changed;
}

function refusalOf(
  membership: Membership,
  device: DeviceState | undefined,
  head: DeviceHead | undefined,
  { header }: Entry,
): Refusal | undefined {
  if (!equalBytes(header.workspace, fromHex(membership.workspace) ?? noHash)) return { type: 'workspace' };
  if (device === undefined) return { type: 'unknown-device' };
  if (device.state !== 'active') return { type: 'removed-device' };
  const last = head ?? { sequence: 0, hash: noHash };
  if (header.sequence <= last.sequence) return { type: 'not-next', last: last.sequence };
  if (header.sequence > last.sequence + 1) return { type: 'gap', expected: last.sequence + 1 };
  if (!equalBytes(header.previous, last.hash)) return { type: 'previous-hash' };
  if (header.epoch !== membership.epoch) return { type: 'epoch', current: membership.epoch };
  if (header.kind === entryKind.membership) return undefined;
  if (header.kind !== entryKind.records) return { type: 'unknown-kind', kind: header.kind };
  if (device.role === 'viewer' || device.isRecovery) return { type: 'role' };
  return undefined;
}
