import { err, ok, type Result } from '../domain/result.ts';
import { fromHex, utf8, type Malformed } from './bytes.ts';

export type Role = 'owner' | 'editor' | 'viewer';

/** Byte strings in operations are lower-case hexadecimal digits. */
export type Hex = string;

/** An epoch's key, wrapped to each device that may read, by the device's number. */
export type WrappedKeys = Readonly<Record<string, Hex>>;

/**
 * What an owner can say about the members. Every operation but the first names the one before it in `parent`, by the hash
 * of its entry. `names` is sealed: a person's and a device's name are nobody else's business.
 */
export type Operation =
  | {
      readonly op: 'genesis';
      /** 32 random bytes, so that no two workspaces have the same name. */
      readonly random: Hex;
      readonly sign: Hex;
      readonly box: Hex;
      readonly member: string;
      readonly wrapped: WrappedKeys;
      readonly names: Hex;
    }
  | {
      readonly op: 'invite';
      readonly parent: Hex;
      /** 16 bytes; see `invitation.ts`. */
      readonly invite: Hex;
      /** The public half of the one-time seed. */
      readonly seed: Hex;
      readonly role: Role;
      /** In ms since 1970, by the owner's clock. */
      readonly until: number;
    }
  | { readonly op: 'revoke'; readonly parent: Hex; readonly invite: Hex }
  | {
      readonly op: 'add';
      readonly parent: Hex;
      /** One more than the last, for ever. */
      readonly device: number;
      readonly sign: Hex;
      readonly box: Hex;
      readonly role: Role;
      /** The record of the person, `m1.0.0`. */
      readonly member: string;
      /** The invitation that this uses up; absent for a recovery device and what it adds. */
      readonly invite?: Hex;
      /** A phrase on paper: it signs operations on members only. */
      readonly recovery?: true;
      readonly wrapped: WrappedKeys;
      readonly names: Hex;
    }
  | {
      readonly op: 'remove';
      readonly parent: Hex;
      readonly devices: readonly number[];
      /** The next epoch, whose key those devices do not get. */
      readonly epoch: number;
      readonly wrapped: WrappedKeys;
      /** The key of the epoch before, sealed under the new one. */
      readonly sealedPrevious: Hex;
    }
  | {
      readonly op: 'rotate';
      readonly parent: Hex;
      readonly epoch: number;
      readonly wrapped: WrappedKeys;
      readonly sealedPrevious: Hex;
    }
  | { readonly op: 'role'; readonly parent: Hex; readonly device: number; readonly role: Role }
  /** Device 0 stands for the book. */
  | { readonly op: 'name'; readonly parent: Hex; readonly device: number; readonly names: Hex }
  /** Signed by the device that leaves; an owner changes the key when one is next there. */
  | { readonly op: 'leave'; readonly parent: Hex };

/** The clear text of an operation, as it stands in an entry's body. */
export function encodeOperation(operation: Operation): Uint8Array {
  return utf8(JSON.stringify(operation));
}

/** Reads an operation of anybody's: unknown or missing parts are an error, further ones are ignored. */
export function decodeOperation(body: Uint8Array): Result<Operation, Malformed> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return malformed('operation is not JSON');
  }
  if (typeof parsed !== 'object' || parsed === null) return malformed('operation is not an object');
  const operation = readOperation(new Map(Object.entries(parsed)));
  return operation === undefined ? malformed('operation lacks a part') : ok(operation);
}

type Parts = ReadonlyMap<string, unknown>;

function readOperation(parts: Parts): Operation | undefined {
  const op = parts.get('op');
  switch (op) {
    case 'genesis':
      return whole({ op, random: hex(parts, 'random', 32), member: member(parts), ...newDevice(parts) });
    case 'invite':
      return whole({
        op,
        parent: hex(parts, 'parent', 32),
        invite: hex(parts, 'invite', 16),
        seed: hex(parts, 'seed', 32),
        role: role(parts),
        until: count(parts, 'until'),
      });
    case 'revoke':
      return whole({ op, parent: hex(parts, 'parent', 32), invite: hex(parts, 'invite', 16) });
    case 'add':
      return readAdd(op, parts);
    case 'remove':
      return whole({
        op,
        parent: hex(parts, 'parent', 32),
        devices: devices(parts),
        ...newEpoch(parts),
      });
    case 'rotate':
      return whole({ op, parent: hex(parts, 'parent', 32), ...newEpoch(parts) });
    case 'role':
      return whole({
        op,
        parent: hex(parts, 'parent', 32),
        device: count(parts, 'device'),
        role: role(parts),
      });
    case 'name':
      return whole({
        op,
        parent: hex(parts, 'parent', 32),
        device: count(parts, 'device'),
        names: hex(parts, 'names'),
      });
    case 'leave':
      return whole({ op, parent: hex(parts, 'parent', 32) });
    default:
      return undefined;
  }
}

function readAdd(op: 'add', parts: Parts): Operation | undefined {
  const invite = parts.has('invite') ? { invite: hex(parts, 'invite', 16) } : {};
  const recovery = parts.get('recovery') === true ? { recovery: true as const } : {};
  return whole({
    op,
    parent: hex(parts, 'parent', 32),
    device: count(parts, 'device'),
    role: role(parts),
    member: member(parts),
    ...newDevice(parts),
    ...invite,
    ...recovery,
  });
}

/** What each operation that brings a device must say. */
function newDevice(parts: Parts) {
  return {
    sign: hex(parts, 'sign', 32),
    box: hex(parts, 'box', 32),
    wrapped: wrapped(parts),
    names: hex(parts, 'names'),
  };
}

function newEpoch(parts: Parts) {
  return {
    epoch: count(parts, 'epoch'),
    wrapped: wrapped(parts),
    sealedPrevious: hex(parts, 'sealedPrevious'),
  };
}

type Whole<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** The same object if nothing in it is missing. */
function whole<T extends object>(parts: T): Whole<T> | undefined {
  return Object.values(parts).includes(undefined) ? undefined : (parts as Whole<T>);
}

const maxNameBytes = 4_096;
const wrappedBytes = 32 + 24 + 64 + 16;

function hex(parts: Parts, name: string, length?: number): Hex | undefined {
  const text = parts.get(name);
  if (typeof text !== 'string' || text.length > maxNameBytes * 2) return undefined;
  return fromHex(text, length) === undefined ? undefined : text;
}

function count(parts: Parts, name: string): number | undefined {
  const value = parts.get(name);
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined;
}

function role(parts: Parts): Role | undefined {
  const value = parts.get('role');
  return value === 'owner' || value === 'editor' || value === 'viewer' ? value : undefined;
}

function member(parts: Parts): string | undefined {
  const value = parts.get('member');
  return typeof value === 'string' && /^m[0-9a-z]{1,8}\.[0-9a-z]{1,8}\.[0-9a-z]{1,8}$/.test(value)
    ? value
    : undefined;
}

function devices(parts: Parts): readonly number[] | undefined {
  const value = parts.get('devices');
  if (!Array.isArray(value) || value.length === 0) return undefined;
  return value.every((each) => Number.isSafeInteger(each) && each > 0) ? (value as number[]) : undefined;
}

function wrapped(parts: Parts): WrappedKeys | undefined {
  const value = parts.get('wrapped');
  if (typeof value !== 'object' || value === null) return undefined;
  const entries = Object.entries(value);
  const isRight = entries.every(
    ([device, key]) => /^[1-9]\d{0,6}$/.test(device) && fromHex(key, wrappedBytes) !== undefined,
  );
  return isRight ? Object.fromEntries(entries) : undefined;
}

function malformed(detail: string): Result<never, Malformed> {
  return err({ type: 'malformed', detail });
}
