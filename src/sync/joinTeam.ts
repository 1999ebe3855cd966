import { err, ok, type Result } from '../domain/result.ts';
import { fromHex, toHex } from '../protocol/bytes.ts';
import { fingerprintOf } from '../protocol/entry.ts';
import type { PendingJoin, ToDevice } from '../protocol/frames.ts';
import {
  inviteKeys,
  joinCode,
  makeJoinRequest,
  type Invitation,
  type JoinRequest,
  type Newcomer,
} from '../protocol/invitation.ts';
import { verifySignature, type Verify } from '../protocol/keys.ts';
import { clockToleranceMs } from '../protocol/limits.ts';
import type { DeviceState, Membership } from '../protocol/membership.ts';
import type { Welcome } from './connection.ts';
import { Guest, type GuestFailure } from './guest.ts';
import { verifiedChallenge } from './joinRequests.ts';
import type { OperationChain } from './operationChain.ts';
import type { RelayPorts } from './shareTeam.ts';

/** Where a newcomer stands. */
export type JoinProgress =
  | { readonly type: 'connecting' }
  /** The request has arrived; an owner's device has to answer. */
  | { readonly type: 'waiting' }
  /** Six digits that both devices must show. */
  | { readonly type: 'compare'; readonly code: string };

/** A device that an owner has let in, in the team that has let it in. */
export interface Admitted {
  readonly membership: Membership;
  readonly device: DeviceState;
}

export interface JoinRun {
  readonly outcome: Promise<Result<Admitted, GuestFailure>>;
  readonly cancel: () => void;
}

/**
 * Asks to be let in by an invitation, until an owner has answered. What the relay says is believed only as far as it is
 * signed: by the chain of operations from the genesis that the link names, through the head that the link names.
 */
export function joinTeam(
  invitation: Invitation,
  newcomer: Newcomer,
  ports: RelayPorts & { readonly verify?: Verify },
  onProgress: (progress: JoinProgress) => void,
): JoinRun {
  const { signer, invite } = inviteKeys(invitation.seed);
  const workspace = toHex(invitation.workspace);
  const verify = ports.verify ?? verifySignature;
  let finish: (outcome: Result<Admitted, GuestFailure>) => void = () => undefined;
  const outcome = new Promise<Result<Admitted, GuestFailure>>((resolve) => (finish = resolve));
  let request: JoinRequest | undefined;
  let chain: OperationChain | undefined;
  let code: string | undefined;

  const end = (result: Result<Admitted, GuestFailure>): void => {
    guest.close();
    finish(result);
  };
  const ask = async (): Promise<void> => {
    request ??= await makeJoinRequest(invitation, newcomer);
    guest.connection?.sendControl({ t: 'join', request });
  };
  const read = async (now: OperationChain, welcome: Welcome): Promise<void> => {
    chain = now;
    const judged = judgeTeam(now, invitation, newcomer, welcome.now);
    if (!judged.ok) return end(judged);
    if (judged.value !== undefined) return end(ok(judged.value));
    await ask();
  };
  const reveal = async (challenge: NonNullable<PendingJoin['challenge']>): Promise<void> => {
    if (chain === undefined || request === undefined) return;
    const bytes = await verifiedChallenge(
      ...([request, challenge, chain.membership, invitation.workspace, verify] as const),
    );
    if (bytes === undefined) return end(err({ type: 'mismatch' }));
    // The first challenge binds: with another one after the secret is known, somebody could choose the code.
    code ??= joinCode(invitation.workspace, request, bytes, newcomer.secret);
    guest.connection?.sendControl({ t: 'reveal', secret: toHex(newcomer.secret) });
    onProgress({ type: 'compare', code });
  };
  const hear = async (message: ToDevice): Promise<void> => {
    if (message.t !== 'join-state') return;
    switch (message.state) {
      case 'waiting':
        if (code === undefined) onProgress({ type: 'waiting' });
        return message.challenge === undefined ? undefined : reveal(message.challenge);
      case 'joined':
        return guest.readOn();
      case 'refused':
        return end(err({ type: 'refused' }));
      case 'invalid':
        return end(err({ type: 'expired' }));
    }
  };
  const guest = new Guest(ports, { subject: { workspace, invite }, sign: signer.sign }, workspace, {
    connecting: () => onProgress({ type: 'connecting' }),
    read,
    hear,
    failed: (failure) => finish(err(failure)),
  });
  return { outcome, cancel: () => guest.close() };
}

/** Our device if it is in; undefined if we may ask; an error if the invitation does not hold in this team. */
function judgeTeam(
  { membership, hashes }: OperationChain,
  { seed, head, owner }: Invitation,
  newcomer: Newcomer,
  now: number,
): Result<Admitted | undefined, GuestFailure> {
  if (!hashes.some((hash) => hash.startsWith(head))) return err({ type: 'mismatch' });
  const admitted = admittedWith(membership, newcomer.sign);
  if (admitted !== undefined) return ok(admitted);
  const { signer, invite } = inviteKeys(seed);
  const found = membership.invites.get(invite);
  if (found?.seed !== toHex(signer.publicKey)) return err({ type: 'mismatch' });
  const inviter = membership.devices.get(found.by);
  const key = fromHex(inviter?.sign, 32);
  if (key === undefined || fingerprintOf(key) !== owner) return err({ type: 'mismatch' });
  const isOpen = found.state === 'open' && now <= found.until + clockToleranceMs;
  return isOpen ? ok(undefined) : err({ type: 'expired' });
}

/** The device of a key, if it is in. */
export function admittedWith(membership: Membership, sign: Uint8Array): Admitted | undefined {
  const key = toHex(sign);
  const device = [...membership.devices.values()].find((each) => each.sign === key);
  return device?.state === 'active' ? { membership, device } : undefined;
}
