import { err, ok, type Result } from '../domain/result.ts';
import type { RecordId } from '../domain/ids.ts';
import { fromHex, toHex } from '../protocol/bytes.ts';
import { workspaceOf } from '../protocol/entry.ts';
import { sealPrevious, wrapForAll, type Reader } from '../protocol/epochKeys.ts';
import { inviteKeys } from '../protocol/invitation.ts';
import type { DeviceKeys } from '../protocol/keys.ts';
import { nextDeviceNumber, type Membership, type OperationRefusal } from '../protocol/membership.ts';
import { openNames, sealNames, type Names } from '../protocol/names.ts';
import type { Hex, Operation, Role } from '../protocol/operations.ts';
import { randomBytes } from '../protocol/seal.ts';

/** Why an operation cannot be made: it would not hold, or this device cannot read the current epoch. */
export type FlowError = OperationRefusal | { readonly type: 'no-key'; readonly epoch: number };

/** Makes an operation for the members as they are now; asked again when somebody else's came first. */
export type OperationBuilder = (membership: Membership) => Promise<Result<Operation, FlowError>>;

/** Where the keys of epochs come from: a `KeyRing`. */
export interface EpochKeys {
  readonly epochKey: (epoch: number) => Uint8Array | undefined;
}

/** The first device of a team: the number that its book has already given it, and the record of its person. */
export interface Founder {
  readonly keys: DeviceKeys;
  readonly device: number;
  readonly member: RecordId;
  readonly names: Names;
}

export interface Genesis {
  readonly operation: Extract<Operation, { op: 'genesis' }>;
  /** 16 bytes. */
  readonly workspace: Uint8Array;
  /** The key of epoch 1, 32 bytes. */
  readonly epochKey: Uint8Array;
}

/** The operation that makes a team of one device. */
export async function beginTeam({ keys, device, member, names }: Founder): Promise<Genesis> {
  const founder = {
    random: toHex(randomBytes(32)),
    sign: toHex(keys.signer.publicKey),
    box: toHex(keys.box.publicKey),
  };
  const workspace = workspaceOf(founder);
  const epochKey = randomBytes(32);
  const wrapped = await wrapForAll(epochKey, [{ device, box: founder.box }], workspace);
  const sealed = sealNames(epochKey, workspace, names);
  return { operation: { op: 'genesis', ...founder, member, wrapped, names: sealed }, workspace, epochKey };
}

/** `until` in ms; `seed` stays with this device and in the link. */
export function inviteDevice(seed: Uint8Array, role: Role, until: number): OperationBuilder {
  const { signer, invite } = inviteKeys(seed);
  return ({ head }) =>
    made({ op: 'invite', parent: head, invite, seed: toHex(signer.publicKey), role, until });
}

export function revokeInvite(invite: Hex): OperationBuilder {
  return ({ head, invites }) =>
    invites.get(invite)?.state === 'open' ? made({ op: 'revoke', parent: head, invite }) : refused('invite');
}

/** Whom an owner takes in: the keys of the request, and who and what the owner says it is. */
export interface NewDevice {
  readonly sign: Hex;
  readonly box: Hex;
  readonly role: Role;
  readonly member: RecordId;
  readonly names: Names;
  /** The invitation that it uses up; absent where a phrase signs. */
  readonly invite?: Hex;
  readonly isRecovery?: true;
}

export function addDevice(keys: EpochKeys, added: NewDevice): OperationBuilder {
  return withKey(keys, async (membership, key, workspace) => {
    const { sign, box, role, member, names, invite, isRecovery } = added;
    const device = nextDeviceNumber(membership);
    return {
      op: 'add',
      parent: membership.head,
      ...{ device, sign, box, role, member },
      ...(invite === undefined ? {} : { invite }),
      ...(isRecovery === true ? { recovery: true as const } : {}),
      wrapped: await wrapForAll(key, [{ device, box }], workspace),
      names: sealNames(key, workspace, names),
    };
  });
}

/** Takes devices out and changes the key, so that what is written from now on is not theirs to read. */
export function removeDevices(keys: EpochKeys, devices: readonly number[]): OperationBuilder {
  return withKey(keys, async (membership, key, workspace) => {
    const readers = readersOf(membership).filter(({ device }) => !devices.includes(device));
    const rotation = await nextEpoch(membership, key, workspace, readers);
    return { op: 'remove', parent: membership.head, devices, ...rotation };
  });
}

/** A new key for those who are still there; refused where none is due, so that two owners change it once. */
export function rotateKey(keys: EpochKeys): OperationBuilder {
  const rotate = withKey(keys, async (membership, key, workspace) => {
    const rotation = await nextEpoch(membership, key, workspace, readersOf(membership));
    return { op: 'rotate', parent: membership.head, ...rotation };
  });
  return (membership) => (membership.isRotationDue ? rotate(membership) : refused('epoch'));
}

export function changeRole(device: number, role: Role): OperationBuilder {
  return ({ head }) => made({ op: 'role', parent: head, device, role });
}

/** Other names of the device stay. */
export function renameDevice(keys: EpochKeys, device: number, names: Names): OperationBuilder {
  return withKey(keys, (membership, key, workspace) => {
    const all = { ...namesOfDevice(keys, membership, device), ...names };
    return settled({ op: 'name', parent: membership.head, device, names: sealNames(key, workspace, all) });
  });
}

export function renameBook(keys: EpochKeys, book: string): OperationBuilder {
  return withKey(keys, (membership, key, workspace) =>
    settled({ op: 'name', parent: membership.head, device: 0, names: sealNames(key, workspace, { book }) }),
  );
}

export function leaveTeam(): OperationBuilder {
  return ({ head }) => made({ op: 'leave', parent: head });
}

/** What a device and its person are called; nothing where this device cannot read it. */
export function namesOfDevice(keys: EpochKeys, { workspace, devices }: Membership, device: number): Names {
  const found = devices.get(device);
  const key = found && keys.epochKey(found.namesEpoch);
  return key === undefined ? {} : openNames(key, workspaceBytes(workspace), found?.names ?? '');
}

export function nameOfBook(keys: EpochKeys, { workspace, bookNames }: Membership): string | undefined {
  const key = keys.epochKey(bookNames.epoch);
  return key === undefined ? undefined : openNames(key, workspaceBytes(workspace), bookNames.names).book;
}

/** Throws on a text that no membership holds. */
export function workspaceBytes(workspace: Hex): Uint8Array {
  const bytes = fromHex(workspace, 16);
  if (bytes === undefined) throw new Error('not a workspace');
  return bytes;
}

function readersOf({ devices }: Membership): readonly Reader[] {
  return [...devices.values()].filter(({ state }) => state === 'active');
}

async function nextEpoch(
  { epoch }: Membership,
  previous: Uint8Array,
  workspace: Uint8Array,
  readers: readonly Reader[],
): Promise<Pick<Extract<Operation, { op: 'rotate' }>, 'epoch' | 'wrapped' | 'sealedPrevious'>> {
  const key = randomBytes(32);
  return {
    epoch: epoch + 1,
    wrapped: await wrapForAll(key, readers, workspace),
    sealedPrevious: sealPrevious(key, epoch + 1, previous, workspace),
  };
}

/** A builder that needs the key of the current epoch. */
function withKey(
  keys: EpochKeys,
  build: (membership: Membership, key: Uint8Array, workspace: Uint8Array) => Promise<Operation>,
): OperationBuilder {
  return async (membership) => {
    const { epoch } = membership;
    const key = keys.epochKey(epoch);
    if (key === undefined) return err({ type: 'no-key', epoch });
    return ok(await build(membership, key, workspaceBytes(membership.workspace)));
  };
}

function made(operation: Operation): Promise<Result<Operation, FlowError>> {
  return Promise.resolve(ok(operation));
}

function settled(operation: Operation): Promise<Operation> {
  return Promise.resolve(operation);
}

function refused(rule: OperationRefusal['rule']): Promise<Result<Operation, FlowError>> {
  return Promise.resolve(err({ type: 'operation', rule }));
}
