import type { PendingJoin, ToDevice } from '../../src/protocol/frames.ts';
import {
  challengeSigned,
  isCommittedSecret,
  isJoinRequestSigned,
  type JoinRequest,
} from '../../src/protocol/invitation.ts';
import { fromHex } from '../../src/protocol/bytes.ts';
import { clockToleranceMs } from '../../src/protocol/limits.ts';
import type { InviteState, Membership } from '../../src/protocol/membership.ts';
import type { Hex } from '../../src/protocol/operations.ts';
import { isSigned } from './signatures.ts';

/** What a newcomer hears about its request. */
export type JoinState = Extract<ToDevice, { t: 'join-state' }>;

/** One link asks so often at most: each request after an answer gives somebody another guess at the code. */
const mostRequests = 20;

/** The requests to join one workspace: one for each invitation, the newest. */
export class Joins {
  readonly #workspace: Uint8Array;
  readonly #membership: () => Membership;
  readonly #pending: Map<Hex, PendingJoin>;
  readonly #asked = new Map<Hex, number>();

  constructor(workspace: Uint8Array, membership: () => Membership, stored: readonly PendingJoin[]) {
    this.#workspace = workspace;
    this.#membership = membership;
    this.#pending = new Map(stored.map((join) => [join.request.invite, join]));
  }

  /** What owners are to answer. */
  open(now: number): PendingJoin[] {
    return [...this.#pending.values()].filter(({ request }) => this.#isOpen(request.invite, now));
  }

  /** Requests whose invitation is over, and which nobody needs any more once it has expired. */
  expired(now: number): Hex[] {
    const over = [...this.#pending.keys()].filter((invite) => {
      const until = this.#membership().invites.get(invite)?.until ?? 0;
      return now > until + clockToleranceMs;
    });
    for (const invite of over) this.#pending.delete(invite);
    return over;
  }

  pending(invite: Hex): PendingJoin | undefined {
    return this.#pending.get(invite);
  }

  /** True if the request stands now; the same one again changes nothing. */
  async ask(request: JoinRequest, now: number): Promise<boolean> {
    const found = this.#invite(request.invite);
    if (found === undefined || !this.#isOpen(request.invite, now)) return false;
    if (this.#pending.get(request.invite)?.request.signature === request.signature) return true;
    const asked = (this.#asked.get(request.invite) ?? 0) + 1;
    const seed = fromHex(found.seed, 32);
    if (asked > mostRequests || seed === undefined) return false;
    const verify = (key: Uint8Array, message: Uint8Array, signature: Uint8Array) =>
      Promise.resolve(isSigned(key, message, signature));
    if (!(await isJoinRequestSigned(request, this.#workspace, seed, verify))) return false;
    this.#asked.set(request.invite, asked);
    this.#pending.set(request.invite, { request });
    return true;
  }

  /** The first owner's challenge stands. Undefined where it changes nothing. */
  challenge(
    device: number,
    { invite, challenge, signature }: { invite: Hex; challenge: Hex; signature: Hex },
  ): PendingJoin | undefined {
    const found = this.#pending.get(invite);
    const key = fromHex(this.#membership().devices.get(device)?.sign, 32);
    const [bytes, signed] = [fromHex(challenge, 32), fromHex(signature, 64)];
    if (found === undefined || found.challenge !== undefined) return undefined;
    if (key === undefined || bytes === undefined || signed === undefined) return undefined;
    if (!isSigned(key, challengeSigned(this.#workspace, found.request, bytes), signed)) return undefined;
    return this.#put({ ...found, challenge: { device, challenge, signature } });
  }

  /** Undefined where it is not the secret that the newcomer was bound to, or comes before the challenge. */
  reveal(invite: Hex, secret: Hex): PendingJoin | undefined {
    const found = this.#pending.get(invite);
    const bytes = fromHex(secret, 32);
    if (found?.challenge === undefined || found.secret !== undefined || bytes === undefined) return undefined;
    return isCommittedSecret(found.request, bytes) ? this.#put({ ...found, secret }) : undefined;
  }

  refuse(invite: Hex): boolean {
    return this.#pending.delete(invite);
  }

  /** Undefined where nobody has asked yet. */
  stateOf(invite: Hex, now: number): JoinState | undefined {
    const pending = this.#pending.get(invite);
    const found = this.#invite(invite);
    if (found?.state === 'used') return this.#joined(pending);
    if (!this.#isOpen(invite, now)) return { t: 'join-state', state: 'invalid' };
    if (pending === undefined) return undefined;
    const { challenge } = pending;
    return { t: 'join-state', state: 'waiting', ...(challenge === undefined ? {} : { challenge }) };
  }

  /** The link has been used: by the device of this request, or by somebody else. */
  #joined(pending: PendingJoin | undefined): JoinState {
    const devices = [...this.#membership().devices.values()];
    const device = devices.find(({ sign }) => sign === pending?.request.sign)?.device;
    return device === undefined
      ? { t: 'join-state', state: 'invalid' }
      : { t: 'join-state', state: 'joined', device };
  }

  #invite(invite: Hex): InviteState | undefined {
    return this.#membership().invites.get(invite);
  }

  #isOpen(invite: Hex, now: number): boolean {
    const found = this.#invite(invite);
    return found?.state === 'open' && now <= found.until + clockToleranceMs;
  }

  #put(join: PendingJoin): PendingJoin {
    this.#pending.set(join.request.invite, join);
    return join;
  }
}
