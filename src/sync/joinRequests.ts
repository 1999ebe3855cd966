import { sha256 } from '@noble/hashes/sha2.js';
import { err, ok, type Result } from '../domain/result.ts';
import { fromHex, toHex } from '../protocol/bytes.ts';
import type { PendingJoin, ToRelay } from '../protocol/frames.ts';
import {
  challengeSigned,
  isCommittedSecret,
  isJoinRequestSigned,
  joinCode,
  joinNames,
  newChallenge,
  type JoinRequest,
} from '../protocol/invitation.ts';
import { verifySignature, type Signer, type Verify } from '../protocol/keys.ts';
import type { InviteState, Membership } from '../protocol/membership.ts';
import type { Names } from '../protocol/names.ts';
import type { Hex } from '../protocol/operations.ts';
import type { KeyTable } from './deviceKeys.ts';
import { workspaceBytes } from './operationFlows.ts';

/** Somebody who asks to be let in, as an owner sees it. */
export interface JoinAsking {
  readonly invite: InviteState;
  readonly request: JoinRequest;
  /** Nothing on a device that did not make the invitation: it cannot read them. */
  readonly names: Names;
  /** Six digits, once both sides are bound. */
  readonly code?: string;
}

export interface JoinDeskPorts {
  /** Seeds of own invitations and challenges given, under `invite:` and `challenge:`. */
  readonly keys: KeyTable;
  readonly signer: Signer;
  readonly device: number;
  readonly send: (message: ToRelay) => void;
  readonly changed: () => void;
  /** The relay's time, in ms. */
  readonly now: () => number;
  readonly verify?: Verify;
}

/**
 * Requests that one invitation may bring, each with a challenge of its own: every one is a guess at the code for somebody
 * who stands between the two devices.
 */
const maxChallenges = 5;

/** The owner's side of joining: checks who asks, challenges once, and shows the code that both people compare. */
export class JoinDesk {
  readonly #ports: JoinDeskPorts;
  #pending: readonly PendingJoin[] = [];
  #asking: readonly JoinAsking[] = [];
  #last: Promise<void> = Promise.resolve();

  constructor(ports: JoinDeskPorts) {
    this.#ports = ports;
  }

  /** Those who hold an open invitation and have signed what they ask. */
  get asking(): readonly JoinAsking[] {
    return this.#asking;
  }

  /** What the relay says is pending; believed only as far as it is signed. */
  hear(pending: readonly PendingJoin[], membership: Membership | undefined): Promise<void> {
    this.#pending = pending;
    return this.review(membership);
  }

  /** Judges what is pending anew: the members have changed. Before they are known, nobody is shown. */
  review(membership: Membership | undefined): Promise<void> {
    if (membership === undefined) return this.#last;
    this.#last = this.#last.then(() => this.#review(membership));
    return this.#last;
  }

  /** The request to approve: only one whose code both people could compare. */
  approved(invite: Hex): Result<JoinAsking, { readonly type: 'expired' | 'not-compared' }> {
    const found = this.#asking.find((each) => each.invite.invite === invite);
    if (found === undefined) return err({ type: 'expired' });
    return found.code === undefined ? err({ type: 'not-compared' }) : ok(found);
  }

  refuse(invite: Hex): void {
    this.#ports.send({ t: 'refuse-join', invite });
    this.#pending = this.#pending.filter(({ request }) => request.invite !== invite);
    this.#asking = this.#asking.filter((each) => each.invite.invite !== invite);
    this.#ports.changed();
  }

  async #review(membership: Membership): Promise<void> {
    const asking: JoinAsking[] = [];
    for (const pending of this.#pending) {
      const found = await this.#judge(pending, membership);
      if (found !== undefined) asking.push(found);
    }
    this.#asking = asking;
    this.#ports.changed();
  }

  async #judge(pending: PendingJoin, membership: Membership): Promise<JoinAsking | undefined> {
    const { keys, now, verify = verifySignature } = this.#ports;
    const { request } = pending;
    const workspace = workspaceBytes(membership.workspace);
    const invite = membership.invites.get(request.invite);
    const seedKey = fromHex(invite?.seed, 32);
    if (invite?.state !== 'open' || invite.until < now() || seedKey === undefined) return undefined;
    if (!(await isJoinRequestSigned(request, workspace, seedKey, verify))) return undefined;
    const seed = (await keys.get(`invite:${invite.invite}`))?.key;
    const names = seed instanceof Uint8Array ? joinNames(request, workspace, seed) : {};
    const challenge = await this.#challengeOf(pending, membership, workspace);
    const secret = fromHex(pending.secret, 32);
    const isBound = challenge !== undefined && secret !== undefined && isCommittedSecret(request, secret);
    return {
      ...{ invite, request, names },
      ...(isBound ? { code: joinCode(workspace, request, challenge, secret) } : {}),
    };
  }

  /** The challenge that an owner's device has signed for this request; gives one where there is none. */
  async #challengeOf(
    { request, challenge }: PendingJoin,
    membership: Membership,
    workspace: Uint8Array,
  ): Promise<Uint8Array | undefined> {
    if (challenge === undefined) return this.#challenge(request, workspace);
    const { verify = verifySignature } = this.#ports;
    return verifiedChallenge(request, challenge, membership, workspace, verify);
  }

  async #challenge(request: JoinRequest, workspace: Uint8Array): Promise<undefined> {
    const { keys, signer, send } = this.#ports;
    const given = await this.#given(request, workspace);
    if (given === undefined) return;
    await keys.bulkPut([{ id: given.id, key: given.challenge }]);
    const signature = toHex(await signer.sign(challengeSigned(workspace, request, given.challenge)));
    send({ t: 'challenge-join', invite: request.invite, challenge: toHex(given.challenge), signature });
  }

  /** The challenge of a request, the same when it is asked again; undefined once an invitation has brought too many. */
  async #given(
    request: JoinRequest,
    workspace: Uint8Array,
  ): Promise<{ id: string; challenge: Uint8Array } | undefined> {
    const prefix = `challenge:${request.invite}:`;
    // The whole request: with another under the same challenge, somebody could try codes at leisure.
    const id = `${prefix}${toHex(sha256(challengeSigned(workspace, request, new Uint8Array(0))))}`;
    const all = (await this.#ports.keys.toArray()).filter((row) => row.id.startsWith(prefix));
    const same = all.find((row) => row.id === id)?.key;
    if (same instanceof Uint8Array) return { id, challenge: same };
    return all.length < maxChallenges ? { id, challenge: newChallenge() } : undefined;
  }
}

/** The bytes of a challenge, if a device that is an owner has signed it for this request. */
export async function verifiedChallenge(
  request: JoinRequest,
  { device, challenge, signature }: NonNullable<PendingJoin['challenge']>,
  membership: Membership,
  workspace: Uint8Array,
  verify: Verify,
): Promise<Uint8Array | undefined> {
  const owner = membership.devices.get(device);
  if (owner?.state !== 'active' || owner.role !== 'owner') return undefined;
  const [key, bytes, signed] = [fromHex(owner.sign, 32), fromHex(challenge, 32), fromHex(signature, 64)];
  if (key === undefined || bytes === undefined || signed === undefined) return undefined;
  return (await verify(key, challengeSigned(workspace, request, bytes), signed)) ? bytes : undefined;
}
