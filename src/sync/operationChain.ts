import { err, ok, type Result } from '../domain/result.ts';
import { signingKey } from '../protocol/admission.ts';
import { toHex } from '../protocol/bytes.ts';
import { decodeEntry, entryHash, entryKind, signedPart } from '../protocol/entry.ts';
import type { PlacedEntry } from '../protocol/frames.ts';
import type { Verify } from '../protocol/keys.ts';
import { applyOperation, beginMembership, type Membership } from '../protocol/membership.ts';
import { decodeOperation, type Hex } from '../protocol/operations.ts';

/** The operations of a team from its genesis on, without the records between them: what a newcomer may read. */
export interface OperationChain {
  readonly membership: Membership;
  /** The hash of every operation's entry, in order. */
  readonly hashes: readonly Hex[];
  /** Position of the last in the log. */
  readonly position: number;
}

/** The operations are not an unbroken, signed chain of the workspace that was asked for. */
export interface BrokenChain {
  readonly type: 'broken-chain';
  readonly position: number;
}

/**
 * Reads on from `before`, or from a genesis. Every operation names the one before it by its hash and is signed by a device
 * that was there, so that nobody but an owner can have added one; what a relay can do is leave out the last ones.
 */
export async function followOperations(
  before: OperationChain | undefined,
  operations: readonly PlacedEntry[],
  workspace: Hex,
  verify: Verify,
): Promise<Result<OperationChain | undefined, BrokenChain>> {
  let chain = before;
  for (const placed of operations) {
    if (placed.position <= (chain?.position ?? 0)) continue;
    const membership = await nextMembership(chain?.membership, placed, verify);
    const isRight = membership?.workspace === workspace;
    if (membership === undefined || !isRight) {
      return err({ type: 'broken-chain', position: placed.position });
    }
    const hashes = [...(chain?.hashes ?? []), membership.head];
    chain = { membership, hashes, position: placed.position };
  }
  return ok(chain);
}

async function nextMembership(
  before: Membership | undefined,
  { bytes, receivedAt }: PlacedEntry,
  verify: Verify,
): Promise<Membership | undefined> {
  const decoded = decodeEntry(bytes);
  if (!decoded.ok || decoded.value.header.kind !== entryKind.membership) return undefined;
  const { header, body, signature } = decoded.value;
  if (before !== undefined && toHex(header.workspace) !== before.workspace) return undefined;
  const key = signingKey({ membership: before, heads: new Map() }, decoded.value);
  const isSigned = key !== undefined && (await verify(key, signedPart(header, body), signature));
  const operation = isSigned ? decodeOperation(body) : undefined;
  if (operation?.ok !== true) return undefined;
  const place = { header, body, hash: entryHash(bytes), receivedAt };
  const after =
    before === undefined
      ? beginMembership(operation.value, place)
      : applyOperation(before, operation.value, place);
  return after.ok ? after.value : undefined;
}
