import { ok, type Result } from '../domain/result.ts';
import { fromHex, utf8, type Malformed } from './bytes.ts';
import { maxDevices } from './limits.ts';
import {
  countPart,
  flagPart,
  hexPart,
  listPart,
  longHexPart,
  malformed,
  parseJson,
  partsOf,
  textPart,
  whole,
  wordPart,
  type Parts,
} from './parts.ts';

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
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return malformed('operation is not UTF-8');
  }
  const parsed = parseJson(text);
  if (!parsed.ok) return parsed;
  const parts = partsOf(parsed.value);
  if (parts === undefined) return malformed('operation is not an object');
  const operation = readOperation(parts);
  return operation === undefined ? malformed('operation lacks a part') : ok(operation);
}

function readOperation(parts: Parts): Operation | undefined {
  const op = parts.get('op');
  const parent = hexPart(parts, 'parent', 32);
  switch (op) {
    case 'genesis':
      return whole({ op, random: hexPart(parts, 'random', 32), ...newDevice(parts) });
    case 'invite':
      return whole({
        op,
        parent,
        invite: hexPart(parts, 'invite', 16),
        seed: hexPart(parts, 'seed', 32),
        role: role(parts),
        until: countPart(parts, 'until'),
      });
    case 'revoke':
      return whole({ op, parent, invite: hexPart(parts, 'invite', 16) });
    case 'add':
      return readAdd(op, parts);
    case 'remove':
      return whole({
        op,
        parent,
        devices: removedDevices(parts),
        ...newEpoch(parts),
      });
    case 'rotate':
      return whole({ op, parent, ...newEpoch(parts) });
    case 'role':
      return whole({ op, parent, device: devicePart(parts), role: role(parts) });
    case 'name':
      return whole({
        op,
        parent,
        device: countPart(parts, 'device', maxDevices),
        names: sealedPart(parts, 'names'),
      });
    case 'leave':
      return whole({ op, parent });
    default:
      return undefined;
  }
}

function readAdd(op: 'add', parts: Parts): Operation | undefined {
  return whole({
    op,
    parent: hexPart(parts, 'parent', 32),
    device: devicePart(parts),
    role: role(parts),
    ...newDevice(parts),
    ...(parts.has('invite') ? { invite: hexPart(parts, 'invite', 16) } : {}),
    ...(parts.has('recovery') ? { recovery: flagPart(parts, 'recovery') || undefined } : {}),
  });
}

/** What each operation that brings a device must say. */
function newDevice(parts: Parts) {
  return {
    sign: hexPart(parts, 'sign', 32),
    box: hexPart(parts, 'box', 32),
    member: member(parts),
    wrapped: wrapped(parts),
    names: sealedPart(parts, 'names'),
  };
}

function newEpoch(parts: Parts) {
  return {
    epoch: countPart(parts, 'epoch', maxEpoch),
    wrapped: wrapped(parts),
    sealedPrevious: sealedPart(parts, 'sealedPrevious'),
  };
}

const maxSealedBytes = 4_096;
const maxEpoch = 0xffff_ffff;
const wrappedBytes = 32 + 24 + 64 + 16;

function sealedPart(parts: Parts, name: string): Hex | undefined {
  return longHexPart(parts, name, maxSealedBytes);
}

function role(parts: Parts): Role | undefined {
  return wordPart(parts, 'role', ['owner', 'editor', 'viewer']);
}

function member(parts: Parts): string | undefined {
  const value = textPart(parts, 'member', 32);
  return value !== undefined && /^m[0-9a-z]{1,8}\.[0-9a-z]{1,8}\.[0-9a-z]{1,8}$/.test(value)
    ? value
    : undefined;
}

function removedDevices(parts: Parts): readonly number[] | undefined {
  const devices = listPart(parts, 'devices', maxDevices, deviceOf);
  return devices?.length === 0 ? undefined : devices;
}

function devicePart(parts: Parts): number | undefined {
  return deviceOf(parts.get('device'));
}

function deviceOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= maxDevices
    ? value
    : undefined;
}

function wrapped(parts: Parts): WrappedKeys | undefined {
  const keys = partsOf(parts.get('wrapped'));
  if (keys === undefined || keys.size > maxDevices) return undefined;
  const isRight = [...keys].every(
    ([device, key]) => /^[1-9]\d{0,6}$/.test(device) && fromHex(key, wrappedBytes) !== undefined,
  );
  return isRight ? (Object.fromEntries(keys) as WrappedKeys) : undefined;
}
