import type { BookDatabase } from '../database/schema.ts';
import type { RecordId } from '../domain/ids.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Refusal } from '../protocol/admission.ts';
import { toHex } from '../protocol/bytes.ts';
import { fingerprintOf } from '../protocol/entry.ts';
import type { RelayRefusal, ToDevice, ToRelay } from '../protocol/frames.ts';
import { encodeInvitation, inviteKeys } from '../protocol/invitation.ts';
import { maxInviteMs } from '../protocol/limits.ts';
import type { Membership, OperationRefusal } from '../protocol/membership.ts';
import type { Names } from '../protocol/names.ts';
import type { Hex, Role } from '../protocol/operations.ts';
import { recoveryKeys, recoveryProof } from '../protocol/recoveryPhrase.ts';
import { randomBytes } from '../protocol/seal.ts';
import { JoinDesk } from './joinRequests.ts';
import type { KeyRing } from './keyRing.ts';
import {
  addDevice,
  changeRole,
  inviteDevice,
  leaveTeam,
  removeDevices,
  renameBook,
  renameDevice,
  revokeInvite,
  rotateKey,
  workspaceBytes,
  type FlowError,
  type OperationBuilder,
} from './operationFlows.ts';

/** Why an operation of ours is not in the log. */
export type SubmitError =
  FlowError | Refusal | RelayRefusal | { readonly type: 'offline' } | { readonly type: 'timeout' };

/** What the flows of people need of a session with the relay. */
export interface TeamSession {
  /** As far as the log has been read; undefined before its first entry. */
  readonly membership: Membership | undefined;
  /** Signs and sends; resolves once it is in the log and read. */
  readonly submit: (build: OperationBuilder) => Promise<Result<{ readonly position: number }, SubmitError>>;
  readonly sendControl: (message: ToRelay) => void;
  /** The relay's time, in ms. */
  readonly now: () => number;
}

/** Why something was not done; nothing has changed then. */
export type TeamProblem =
  | { readonly type: 'offline' }
  | { readonly type: 'timeout' }
  | { readonly type: 'not-allowed' }
  | { readonly type: 'last-owner' }
  | { readonly type: 'expired' }
  | { readonly type: 'limit' }
  | { readonly type: 'quota' }
  | { readonly type: 'refused'; readonly detail: string };

type Answer<T> = Promise<Result<T, TeamProblem>>;

export interface TeamPorts {
  readonly db: BookDatabase;
  readonly ring: KeyRing;
  readonly device: number;
  readonly session: TeamSession;
  /** Something that people see is different. */
  readonly changed: () => void;
}

/** Whom an owner lets in, and as whom. */
export interface Approval {
  readonly role: Role;
  readonly member: RecordId;
  readonly memberName: string;
}

/** What people do with the members of a book, each as one operation or a few in the log. */
export class Team {
  readonly joins: JoinDesk;
  readonly #ports: TeamPorts;
  readonly #links = new Map<Hex, string>();
  #isRotating = false;

  constructor(ports: TeamPorts) {
    this.#ports = ports;
    const { db, ring, device, session, changed } = ports;
    this.joins = new JoinDesk({
      ...{ keys: db.keys, signer: ring.device.signer, device, changed },
      send: session.sendControl,
      now: session.now,
    });
  }

  /** What the relay says that concerns people. */
  async hear(message: ToDevice): Promise<void> {
    if (message.t === 'joins') await this.joins.hear(message.joins, this.#ports.session.membership);
  }

  /** The members are others than before, or the connection is back. */
  async review(): Promise<void> {
    const { membership } = this.#ports.session;
    if (membership === undefined) return;
    await this.joins.review(membership);
    await this.#forgetClosedInvites(membership);
    await this.#rotateIfDue(membership);
  }

  async invite(role: Role): Answer<{ link: string; invite: Hex; until: number }> {
    const { db, session } = this.#ports;
    const seed = randomBytes(32);
    const { invite } = inviteKeys(seed);
    const until = session.now() + maxInviteMs;
    const id = `invite:${invite}`;
    await db.keys.put({ id, key: seed });
    const sent = await this.#submit(inviteDevice(seed, role, until));
    if (!sent.ok) {
      await db.keys.delete(id);
      return sent;
    }
    return ok({ link: (await this.linkOf(invite)) ?? '', invite, until });
  }

  /** The text after `#join=` of an open invitation of this device; the same for as long as the engine runs. */
  async linkOf(invite: Hex): Promise<string | undefined> {
    const { db, ring, session } = this.#ports;
    const known = this.#links.get(invite);
    const { membership } = session;
    if (known !== undefined || membership?.invites.get(invite)?.state !== 'open') return known;
    const seed = (await db.keys.get(`invite:${invite}`))?.key;
    if (!(seed instanceof Uint8Array)) return undefined;
    const workspace = workspaceBytes(membership.workspace);
    const owner = fingerprintOf(ring.device.signer.publicKey);
    const link = encodeInvitation({ workspace, seed, owner, head: membership.head.slice(0, 32) });
    this.#links.set(invite, link);
    return link;
  }

  revokeInvite(invite: Hex): Answer<null> {
    return this.#submit(revokeInvite(invite));
  }

  refuse(invite: Hex): void {
    this.joins.refuse(invite);
  }

  /** Lets a device in whose code was compared. The invitation names its role; another one is given right after. */
  async approve(invite: Hex, { role, member, memberName }: Approval): Answer<{ device: number }> {
    const { ring, session } = this.#ports;
    const asking = this.joins.approved(invite);
    if (!asking.ok) return err({ type: 'expired' });
    const { request, names: asked, invite: invited } = asking.value;
    const names: Names = {
      member: memberName,
      ...(asked.device === undefined ? {} : { device: asked.device }),
    };
    const { sign, box } = request;
    const added = { sign, box, role: invited.role, member, names, invite };
    const sent = await this.#submit(addDevice(ring, added));
    if (!sent.ok) return sent;
    const devices = [...(session.membership?.devices.values() ?? [])];
    const device = devices.find((each) => each.sign === sign)?.device;
    if (device === undefined) return err({ type: 'refused', detail: 'not added' });
    const changed = role === invited.role ? ok(null) : await this.setRole(device, role);
    return changed.ok ? ok({ device }) : changed;
  }

  setRole(device: number, role: Role): Answer<null> {
    return this.#submit(changeRole(device, role));
  }

  renameDevice(device: number, names: Names): Answer<null> {
    return this.#submit(renameDevice(this.#ports.ring, device, names));
  }

  renameBook(name: string): Answer<null> {
    return this.#submit(renameBook(this.#ports.ring, name));
  }

  removeDevices(devices: readonly number[]): Answer<null> {
    return this.#submit(removeDevices(this.#ports.ring, devices));
  }

  leave(): Answer<null> {
    return this.#submit(leaveTeam());
  }

  /** Makes a phrase an owner on paper, then takes out the one before it, so that one phrase counts. */
  async enrolPhrase(seed: Uint8Array): Answer<null> {
    const { ring, device } = this.#ports;
    const { membership } = this.#ports.session;
    const before = phrasesOf(membership);
    const member = membership?.devices.get(device)?.member;
    if (membership === undefined || member === undefined) return err({ type: 'not-allowed' });
    const keys = recoveryKeys(seed);
    const [sign, box] = [toHex(keys.signer.publicKey), toHex(keys.box.publicKey)];
    if (before.some((each) => each.sign === sign)) return ok(null);
    const names = { proof: recoveryProof(seed, workspaceBytes(membership.workspace)) };
    const added = { sign, box, role: 'owner', member, names, isRecovery: true } as const;
    const sent = await this.#submit(addDevice(ring, added));
    if (!sent.ok || before.length === 0) return sent;
    return this.removeDevices(before.map((each) => each.device));
  }

  /** True if the phrase is the one that counts. */
  isPhrase(seed: Uint8Array): boolean {
    const sign = toHex(recoveryKeys(seed).signer.publicKey);
    return phrasesOf(this.#ports.session.membership).some((each) => each.sign === sign);
  }

  /** An owner's device changes the key after somebody has left, by itself. */
  async #rotateIfDue(membership: Membership): Promise<void> {
    const own = membership.devices.get(this.#ports.device);
    const isOwner = own?.role === 'owner' && own.state === 'active';
    if (!membership.isRotationDue || !isOwner || this.#isRotating) return;
    this.#isRotating = true;
    try {
      // Another owner may come first, or the relay be away: the next change of the members asks again.
      await this.#ports.session.submit(rotateKey(this.#ports.ring));
    } finally {
      this.#isRotating = false;
    }
  }

  /** Seeds of invitations that nobody can use any more. */
  async #forgetClosedInvites({ invites }: Membership): Promise<void> {
    const { db, session } = this.#ports;
    const rows = await db.keys.where('id').startsWithAnyOf('invite:', 'challenge:').primaryKeys();
    const closed = rows.filter((id) => {
      const invite = invites.get(id.split(':')[1] ?? '');
      const isOpen = invite?.state === 'open' && invite.until > session.now();
      return invite !== undefined && !isOpen;
    });
    await db.keys.bulkDelete(closed);
    for (const id of closed) this.#links.delete(id.split(':')[1] ?? '');
  }

  async #submit(build: OperationBuilder): Answer<null> {
    const sent = await this.#ports.session.submit(build);
    return sent.ok ? ok(null) : err(teamProblemOf(sent.error));
  }
}

/** The phrases on paper that count. */
export function phrasesOf(membership: Membership | undefined) {
  return [...(membership?.devices.values() ?? [])].filter(
    (each) => each.isRecovery && each.state === 'active',
  );
}

export function teamProblemOf(error: SubmitError): TeamProblem {
  switch (error.type) {
    case 'offline':
    case 'timeout':
    case 'quota':
      return { type: error.type };
    case 'operation':
      return problemOfRule(error.rule);
    case 'role':
    case 'no-key':
    case 'removed-device':
      return { type: 'not-allowed' };
    default:
      return { type: 'refused', detail: error.type };
  }
}

function problemOfRule(rule: OperationRefusal['rule']): TeamProblem {
  switch (rule) {
    case 'last-owner':
    case 'limit':
      return { type: rule };
    case 'role':
      return { type: 'not-allowed' };
    case 'invite':
    case 'expired':
      return { type: 'expired' };
    default:
      return { type: 'refused', detail: rule };
  }
}
