import { err, ok, type Result } from '../domain/result.ts';
import { equalBytes, fromHex, toHex } from './bytes.ts';
import { noHash, workspaceOf, type EntryHeader } from './entry.ts';
import { isBoxKey, isSigningKey } from './keys.ts';
import { maxDevices, maxInviteMs, maxOpenInvites, clockToleranceMs } from './limits.ts';
import type { Hex, Operation, Role, WrappedKeys } from './operations.ts';

export interface DeviceState {
  readonly device: number;
  readonly sign: Hex;
  readonly box: Hex;
  readonly role: Role;
  /** The record of the person, `m1.0.0`. */
  readonly member: string;
  readonly state: 'active' | 'removed' | 'left';
  /** A phrase on paper. */
  readonly isRecovery: boolean;
  /** Sealed; see `names.ts`. */
  readonly names: Hex;
  /** The epoch whose key seals `names`. */
  readonly namesEpoch: number;
  /** The device whose entry brought it. */
  readonly addedBy: number;
  readonly addedAt: number;
}

export interface InviteState {
  readonly invite: Hex;
  readonly seed: Hex;
  readonly role: Role;
  readonly until: number;
  readonly state: 'open' | 'used' | 'revoked';
  readonly by: number;
}

export interface EpochState {
  readonly wrapped: WrappedKeys;
  /** The key before it, sealed under this one; absent for the first. */
  readonly sealedPrevious?: Hex;
}

/** Who may do what, after all operations up to `head`. The same for everybody who has read the same operations. */
export interface Membership {
  readonly workspace: Hex;
  /** The hash of the last operation's entry. */
  readonly head: Hex;
  readonly epoch: number;
  /** A device has left: the next owner changes the key. */
  readonly isRotationDue: boolean;
  readonly devices: ReadonlyMap<number, DeviceState>;
  readonly invites: ReadonlyMap<Hex, InviteState>;
  readonly epochs: ReadonlyMap<number, EpochState>;
  /** The sealed name of the book, and the epoch whose key seals it. */
  readonly bookNames: { readonly names: Hex; readonly epoch: number };
}

/** What an operation can offend against. */
export const operationRules = [
  'parent',
  'workspace',
  'role',
  'device',
  'epoch',
  'wrapped',
  'invite',
  'expired',
  'last-owner',
  'limit',
] as const;

/** Why an operation does not hold. */
export interface OperationRefusal {
  readonly type: 'operation';
  readonly rule: (typeof operationRules)[number];
}

/** Where an operation stands: its entry, and when the relay says that it came, in ms. */
export interface OperationPlace {
  readonly header: EntryHeader;
  readonly body: Uint8Array;
  readonly hash: Uint8Array;
  readonly receivedAt: number;
}

type Change = Result<Membership, OperationRefusal>;

/**
 * The first operation makes the workspace and gives it its name, under whatever number its device has. The caller verifies
 * signatures.
 */
export function beginMembership(operation: Operation, place: OperationPlace): Change {
  const { header, hash, receivedAt } = place;
  if (operation.op !== 'genesis') return refuse('parent');
  const workspace = toHex(workspaceOf(operation));
  if (toHex(header.workspace) !== workspace) return refuse('workspace');
  const { device, sequence, previous, seen, epoch } = header;
  if (device < 1 || device > maxDevices || sequence !== 1) return refuse('device');
  if (!equalBytes(previous, noHash) || seen.position !== 0) return refuse('parent');
  if (epoch !== 1) return refuse('epoch');
  if (!hasUsableKeys(operation)) return refuse('device');
  if (!wrapsExactly(operation.wrapped, [device])) return refuse('wrapped');
  const { sign, box, member, names } = operation;
  const first: DeviceState = {
    ...{ device, sign, box, member, names, namesEpoch: 1, role: 'owner', state: 'active' },
    ...{ isRecovery: false, addedBy: device, addedAt: receivedAt },
  };
  return ok({
    workspace,
    head: toHex(hash),
    epoch: 1,
    isRotationDue: false,
    devices: new Map([[device, first]]),
    invites: new Map(),
    epochs: new Map([[1, { wrapped: operation.wrapped }]]),
    bookNames: { names, epoch: 1 },
  });
}

/** The members after one more operation; the caller verifies that the signature is of the device in the header. */
export function applyOperation(before: Membership, operation: Operation, place: OperationPlace): Change {
  const { header, hash } = place;
  if (operation.op === 'genesis' || operation.parent !== before.head) return refuse('parent');
  if (header.epoch !== before.epoch) return refuse('epoch');
  const signer = before.devices.get(header.device);
  if (signer?.state !== 'active') return refuse('device');
  if (signer.role !== 'owner' && operation.op !== 'leave') return refuse('role');
  const changed = changeOf(before, operation, place);
  return changed.ok ? ok({ ...changed.value, head: toHex(hash) }) : changed;
}

function changeOf(
  before: Membership,
  operation: Exclude<Operation, { op: 'genesis' }>,
  place: OperationPlace,
): Change {
  switch (operation.op) {
    case 'invite':
      return invite(before, operation, place);
    case 'revoke':
      return revoke(before, operation.invite);
    case 'add':
      return add(before, operation, place);
    case 'remove':
      return remove(before, operation);
    case 'rotate':
      return rotate(before, operation, activeDevices(before));
    case 'role':
      return changeRole(before, operation.device, operation.role);
    case 'name':
      return rename(before, operation.device, operation.names);
    case 'leave':
      return leave(before, place.header.device);
  }
}

function invite(
  before: Membership,
  { invite: id, seed, role, until }: Extract<Operation, { op: 'invite' }>,
  { header, receivedAt }: OperationPlace,
): Change {
  if (before.invites.has(id)) return refuse('invite');
  if (until > receivedAt + maxInviteMs + clockToleranceMs) return refuse('expired');
  const open = [...before.invites.values()].filter(
    (each) => each.state === 'open' && each.until > receivedAt,
  );
  if (open.length >= maxOpenInvites) return refuse('limit');
  const added: InviteState = { invite: id, seed, role, until, state: 'open', by: header.device };
  return ok({ ...before, invites: new Map(before.invites).set(id, added) });
}

function revoke(before: Membership, id: Hex): Change {
  const found = before.invites.get(id);
  if (found?.state !== 'open') return refuse('invite');
  return ok({ ...before, invites: new Map(before.invites).set(id, { ...found, state: 'revoked' }) });
}

function add(
  before: Membership,
  operation: Extract<Operation, { op: 'add' }>,
  { header, receivedAt }: OperationPlace,
): Change {
  const { device, sign, box, role, member, names, wrapped, invite: id } = operation;
  if (device !== nextDeviceNumber(before)) return refuse('device');
  if (device > maxDevices) return refuse('limit');
  if ([...before.devices.values()].some((each) => each.sign === sign)) return refuse('device');
  if (!hasUsableKeys(operation)) return refuse('device');
  if (!wrapsExactly(wrapped, [device])) return refuse('wrapped');
  const isRecovery = operation.recovery === true;
  const signer = before.devices.get(header.device);
  if (isRecovery && role !== 'owner') return refuse('role');
  if (isRecovery && id !== undefined) return refuse('invite');
  if (id === undefined && !isRecovery && signer?.isRecovery !== true) return refuse('invite');
  const invites = new Map(before.invites);
  if (id !== undefined) {
    const used = invites.get(id);
    if (used?.state !== 'open' || used.role !== role) return refuse('invite');
    if (receivedAt > used.until + clockToleranceMs) return refuse('expired');
    invites.set(id, { ...used, state: 'used' });
  }
  const added: DeviceState = {
    ...{ device, sign, box, role, member, names, namesEpoch: before.epoch, state: 'active' },
    ...{ isRecovery, addedBy: header.device, addedAt: receivedAt },
  };
  const epoch = before.epochs.get(before.epoch);
  const epochs = new Map(before.epochs).set(before.epoch, {
    ...epoch,
    wrapped: { ...epoch?.wrapped, ...wrapped },
  });
  return ok({ ...before, invites, epochs, devices: new Map(before.devices).set(device, added) });
}

function remove(before: Membership, operation: Extract<Operation, { op: 'remove' }>): Change {
  const devices = new Map(before.devices);
  for (const number of operation.devices) {
    const found = devices.get(number);
    if (found?.state !== 'active') return refuse('device');
    devices.set(number, { ...found, state: 'removed' });
  }
  if (!hasOwner(devices)) return refuse('last-owner');
  const left = { ...before, devices, invites: withoutThoseOf(before.invites, operation.devices) };
  return rotate(left, operation, activeDevices(left));
}

function rotate(
  before: Membership,
  {
    epoch,
    wrapped,
    sealedPrevious,
  }: Pick<Extract<Operation, { op: 'rotate' }>, 'epoch' | 'wrapped' | 'sealedPrevious'>,
  readers: readonly number[],
): Change {
  if (epoch !== before.epoch + 1) return refuse('epoch');
  if (!wrapsExactly(wrapped, readers)) return refuse('wrapped');
  const epochs = new Map(before.epochs).set(epoch, { wrapped, sealedPrevious });
  return ok({ ...before, epoch, epochs, isRotationDue: false });
}

function changeRole(before: Membership, number: number, role: Role): Change {
  const found = before.devices.get(number);
  if (found?.state !== 'active') return refuse('device');
  if (found.isRecovery) return refuse('role');
  const devices = new Map(before.devices).set(number, { ...found, role });
  const invites = role === 'owner' ? before.invites : withoutThoseOf(before.invites, [number]);
  return hasOwner(devices) ? ok({ ...before, devices, invites }) : refuse('last-owner');
}

function rename(before: Membership, number: number, names: Hex): Change {
  if (number === 0) return ok({ ...before, bookNames: { names, epoch: before.epoch } });
  const found = before.devices.get(number);
  if (found?.state !== 'active') return refuse('device');
  const renamed = { ...found, names, namesEpoch: before.epoch };
  return ok({ ...before, devices: new Map(before.devices).set(number, renamed) });
}

function leave(before: Membership, number: number): Change {
  const found = before.devices.get(number);
  if (found === undefined) return refuse('device');
  const devices = new Map(before.devices).set(number, { ...found, state: 'left' });
  const invites = withoutThoseOf(before.invites, [number]);
  return hasOwner(devices) ? ok({ ...before, devices, invites, isRotationDue: true }) : refuse('last-owner');
}

/** Whoever stops being an owner takes their open invitations along: nobody else could answer those who come with them. */
function withoutThoseOf(
  invites: Membership['invites'],
  devices: readonly number[],
): ReadonlyMap<Hex, InviteState> {
  return new Map(
    [...invites].map(([id, invite]) => {
      const isClosed = invite.state === 'open' && devices.includes(invite.by);
      return [id, isClosed ? { ...invite, state: 'revoked' } : invite];
    }),
  );
}

/** Keys with which one could sign for anybody, or agree with anybody on nothing, are no device's. */
function hasUsableKeys({ sign, box }: { readonly sign: Hex; readonly box: Hex }): boolean {
  const [signKey, boxKey] = [fromHex(sign, 32), fromHex(box, 32)];
  return signKey !== undefined && boxKey !== undefined && isSigningKey(signKey) && isBoxKey(boxKey);
}

/** The number of the next new device: one more than any before it. A restored book begins with a number above 1. */
export function nextDeviceNumber({ devices }: Membership): number {
  return Math.max(...devices.keys()) + 1;
}

/** Numbers of the devices that may read, the phrase on paper among them. */
export function activeDevices({ devices }: Membership): readonly number[] {
  return [...devices.values()].flatMap(({ device, state }) => (state === 'active' ? [device] : []));
}

/** A phrase on paper alone keeps no book: an owner with a screen must remain. */
function hasOwner(devices: ReadonlyMap<number, DeviceState>): boolean {
  return [...devices.values()].some(
    ({ role, state, isRecovery }) => role === 'owner' && state === 'active' && !isRecovery,
  );
}

function wrapsExactly(wrapped: WrappedKeys, devices: readonly number[]): boolean {
  const named = Object.keys(wrapped);
  return named.length === devices.length && devices.every((device) => Object.hasOwn(wrapped, String(device)));
}

function refuse(rule: OperationRefusal['rule']): Result<never, OperationRefusal> {
  return err({ type: 'operation', rule });
}
