import { randomBytes, timingSafeEqual } from 'node:crypto';
import { err, ok, type Result } from '../../src/domain/result.ts';
import { admit, signingKey } from '../../src/protocol/admission.ts';
import { fromHex, toHex } from '../../src/protocol/bytes.ts';
import { decodeEntry, signedPart } from '../../src/protocol/entry.ts';
import { closeCode, subjectText, type RelayError, type Subject } from '../../src/protocol/frames.ts';
import type { Membership } from '../../src/protocol/membership.ts';
import type { Hex } from '../../src/protocol/operations.ts';
import { authSigned } from '../../src/protocol/statements.ts';
import type { RelayStore } from '../store/relayStore.ts';
import { noLedger } from './logState.ts';
import type { Seat } from './peer.ts';
import type { RelayOptions } from './relayOptions.ts';
import { isSigned, sha256 } from './signatures.ts';
import type { Workspace } from './workspace.ts';

/** Somebody who has said who they are, and has not shown it yet. */
export interface Knock {
  readonly workspace: Hex;
  readonly subject: Subject;
  /** 32 random bytes, for this connection only. */
  readonly challenge: Uint8Array;
  /** The first entry of a workspace that is not there yet. */
  readonly genesis?: Uint8Array;
}

export interface Ending {
  readonly error: RelayError;
  readonly code: number;
}

/** The workspaces as a newcomer may touch them. */
export interface Door {
  readonly store: RelayStore;
  readonly options: RelayOptions;
  readonly find: (workspace: Hex) => Promise<Workspace | undefined>;
  /** False where this address has made too many. */
  readonly mayMake: () => boolean;
  /** What the client has from opening the address with the token, as it stands in the cookie. */
  readonly token: string;
}

export async function knock(subject: Subject, door: Door): Promise<Result<Knock, Ending>> {
  const challenge = new Uint8Array(randomBytes(32));
  if ('recovery' in subject) {
    const workspace = await door.store.workspaceOfPhrase(subject.recovery);
    return workspace === undefined ? unknown : ok({ workspace, subject, challenge });
  }
  const { workspace } = subject;
  if ((await door.find(workspace)) !== undefined) return ok({ workspace, subject, challenge });
  if (!('genesis' in subject)) return unknown;
  if (!mayCreate(door)) return err({ error: { type: 'closed-to-new' }, code: closeCode.unknown });
  const genesis = fromHex(subject.genesis);
  if (genesis === undefined || !isGenesis(genesis, workspace)) {
    return err({ error: { type: 'malformed', detail: 'genesis' }, code: closeCode.malformed });
  }
  return ok({ workspace, subject, challenge, genesis });
}

/** The place of somebody whose signature is right; undefined where it is not, or where they have no place here. */
export function seatOf(
  { subject, challenge, workspace }: Knock,
  membership: Membership,
  signature: Hex,
): Seat | undefined {
  const found = claimOf(subject, membership);
  const signed = fromHex(signature, 64);
  if (found === undefined || signed === undefined) return undefined;
  const message = authSigned(challenge, subjectText(subject, workspace));
  return isSigned(fromHex(found.key, 32) ?? new Uint8Array(0), message, signed) ? found.seat : undefined;
}

/** The members of a workspace that is about to be made. */
export function membershipOfGenesis(genesis: Uint8Array): Membership | undefined {
  const entry = decodeEntry(genesis);
  if (!entry.ok) return undefined;
  const admitted = admit(noLedger, entry.value, sha256(genesis), Date.now());
  return admitted.ok ? admitted.value.membership : undefined;
}

function claimOf(subject: Subject, { devices, invites }: Membership): { key: Hex; seat: Seat } | undefined {
  if ('recovery' in subject) {
    const found = [...devices.values()].find(
      ({ sign, isRecovery }) => isRecovery && sign === subject.recovery,
    );
    if (found?.state !== 'active') return undefined;
    return { key: found.sign, seat: { type: 'phrase', device: found.device } };
  }
  if ('invite' in subject) {
    const found = invites.get(subject.invite);
    return found && { key: found.seed, seat: { type: 'invite', invite: found.invite } };
  }
  const found = devices.get(subject.device);
  if (found === undefined) return undefined;
  return { key: found.sign, seat: { type: found.isRecovery ? 'phrase' : 'device', device: found.device } };
}

function isGenesis(bytes: Uint8Array, workspace: Hex): boolean {
  const entry = decodeEntry(bytes);
  if (!entry.ok || toHex(entry.value.header.workspace) !== workspace) return false;
  const key = signingKey(noLedger, entry.value);
  const { header, body, signature } = entry.value;
  if (key === undefined || !isSigned(key, signedPart(header, body), signature)) return false;
  return membershipOfGenesis(bytes) !== undefined;
}

function mayCreate({ options, token, mayMake }: Door): boolean {
  switch (options.workspaces) {
    case 'closed':
      return false;
    case 'open':
      return mayMake();
    case 'token': {
      const [given, right] = [token, encodeURIComponent(options.createToken)].map((each) =>
        sha256(Buffer.from(each)),
      );
      return given !== undefined && right !== undefined && timingSafeEqual(given, right) && mayMake();
    }
  }
}

const unknown: Result<never, Ending> = err({ error: { type: 'unknown-workspace' }, code: closeCode.unknown });
