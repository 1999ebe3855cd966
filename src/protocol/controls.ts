import { ok, type Result } from '../domain/result.ts';
import { utf8, type Malformed } from './bytes.ts';
import type { PendingJoin, RelayError, Subject, ToDevice, ToRelay } from './frames.ts';
import type { JoinRequest } from './invitation.ts';
import {
  maxControlBytes,
  maxDevices,
  maxJoinNamesBytes,
  maxOpenInvites,
  maxRelayControlBytes,
} from './limits.ts';
import type { Hex } from './operations.ts';
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
import { readRefusal } from './refusals.ts';

/** What a device says in a text frame, of anybody's making. Parts that are not asked for are left out. */
export function decodeToRelay(text: string): Result<ToRelay, Malformed> {
  return decode(text, maxControlBytes, readToRelay);
}

/** What the relay says in a text frame; a device believes it no more than any stranger. */
export function decodeToDevice(text: string): Result<ToDevice, Malformed> {
  return decode(text, maxRelayControlBytes, readToDevice);
}

function decode<T>(
  text: string,
  maxBytes: number,
  read: (parts: Parts) => T | undefined,
): Result<T, Malformed> {
  if (text.length > maxBytes || utf8(text).length > maxBytes) return malformed('message too large');
  const parsed = parseJson(text);
  if (!parsed.ok) return parsed;
  const parts = partsOf(parsed.value);
  if (parts === undefined) return malformed('not a message');
  const message = read(parts);
  return message === undefined ? malformed('message lacks a part') : ok(message);
}

function readToRelay(parts: Parts): ToRelay | undefined {
  const t = parts.get('t');
  switch (t) {
    case 'hello':
      return whole({ t, v: countPart(parts, 'v', 255), as: readSubject(parts.get('as')) });
    case 'auth':
      return whole({ t, signature: hexPart(parts, 'signature', 64) });
    case 'read':
    case 'operations':
      return whole({ t, after: countPart(parts, 'after') });
    case 'pause':
      return { t };
    case 'ping':
      return whole({ t, id: countPart(parts, 'id') });
    case 'join':
      return whole({ t, request: readJoinRequest(parts.get('request')) });
    case 'reveal':
      return whole({ t, secret: hexPart(parts, 'secret', 32) });
    case 'challenge-join':
      return whole({
        t,
        invite: hexPart(parts, 'invite', 16),
        challenge: hexPart(parts, 'challenge', 32),
        signature: hexPart(parts, 'signature', 64),
      });
    case 'refuse-join':
      return whole({ t, invite: hexPart(parts, 'invite', 16) });
    default:
      return undefined;
  }
}

/** Who knocks: exactly one of the four forms. */
function readSubject(value: unknown): Subject | undefined {
  const parts = partsOf(value);
  if (parts === undefined) return undefined;
  if (parts.has('recovery')) {
    return isOnly(parts, 'recovery') ? whole({ recovery: hexPart(parts, 'recovery', 32) }) : undefined;
  }
  const workspace = hexPart(parts, 'workspace', 16);
  if (parts.has('invite')) {
    if (!isOnly(parts, 'workspace', 'invite')) return undefined;
    return whole({ workspace, invite: hexPart(parts, 'invite', 16) });
  }
  const device = deviceNumber(parts, 'device');
  if (!parts.has('genesis')) {
    return isOnly(parts, 'workspace', 'device') ? whole({ workspace, device }) : undefined;
  }
  if (!isOnly(parts, 'workspace', 'device', 'genesis')) return undefined;
  return whole({ workspace, device, genesis: longHexPart(parts, 'genesis', maxControlBytes / 2) });
}

function isOnly(parts: Parts, ...names: readonly string[]): boolean {
  return parts.size === names.length && names.every((name) => parts.has(name));
}

function readToDevice(parts: Parts): ToDevice | undefined {
  const t = parts.get('t');
  switch (t) {
    case 'challenge':
      return whole({
        t,
        challenge: hexPart(parts, 'challenge', 32),
        v: countPart(parts, 'v', 255),
        oldest: countPart(parts, 'oldest', 255),
        workspace: hexPart(parts, 'workspace', 16),
      });
    case 'welcome':
      return whole({
        t,
        position: countPart(parts, 'position'),
        last: readLast(parts.get('last')),
        now: countPart(parts, 'now'),
        usedBytes: countPart(parts, 'usedBytes'),
        quotaBytes: countPart(parts, 'quotaBytes'),
        isRemoved: flagPart(parts, 'isRemoved'),
      });
    case 'stored':
      return whole({ t, sequence: countPart(parts, 'sequence'), position: countPart(parts, 'position') });
    case 'refused':
      return whole({
        t,
        sequence: countPart(parts, 'sequence'),
        refusal: readRefusal(parts.get('refusal')),
      });
    case 'caught-up':
      return whole({ t, position: countPart(parts, 'position') });
    case 'pong':
      return whole({ t, id: countPart(parts, 'id'), now: countPart(parts, 'now') });
    case 'joins':
      return whole({ t, joins: listPart(parts, 'joins', maxOpenInvites, readPendingJoin) });
    case 'join-state':
      return readJoinState(t, parts);
    case 'error':
      return whole({ t, error: readRelayError(parts.get('error')) });
    default:
      return undefined;
  }
}

function readJoinState(t: 'join-state', parts: Parts): ToDevice | undefined {
  const state = wordPart(parts, 'state', ['waiting', 'refused', 'joined', 'invalid']);
  return whole({
    t,
    state,
    ...(parts.has('challenge') ? { challenge: readChallenge(parts.get('challenge')) } : {}),
    ...(parts.has('device') ? { device: deviceNumber(parts, 'device') } : {}),
  });
}

function readJoinRequest(value: unknown): JoinRequest | undefined {
  const parts = partsOf(value);
  if (parts === undefined) return undefined;
  return whole({
    invite: hexPart(parts, 'invite', 16),
    sign: hexPart(parts, 'sign', 32),
    box: hexPart(parts, 'box', 32),
    commitment: hexPart(parts, 'commitment', 32),
    names: longHexPart(parts, 'names', maxJoinNamesBytes),
    signature: hexPart(parts, 'signature', 64),
  });
}

function readPendingJoin(value: unknown): PendingJoin | undefined {
  const parts = partsOf(value);
  if (parts === undefined) return undefined;
  return whole({
    request: readJoinRequest(parts.get('request')),
    ...(parts.has('challenge') ? { challenge: readChallenge(parts.get('challenge')) } : {}),
    ...(parts.has('secret') ? { secret: hexPart(parts, 'secret', 32) } : {}),
  });
}

function readChallenge(value: unknown): NonNullable<PendingJoin['challenge']> | undefined {
  const parts = partsOf(value);
  if (parts === undefined) return undefined;
  return whole({
    device: deviceNumber(parts, 'device'),
    challenge: hexPart(parts, 'challenge', 32),
    signature: hexPart(parts, 'signature', 64),
  });
}

/** Null before the device's first entry; undefined where it is neither that nor an entry. */
function readLast(value: unknown): { sequence: number; hash: Hex } | null | undefined {
  if (value === null) return null;
  const parts = partsOf(value);
  return parts && whole({ sequence: countPart(parts, 'sequence'), hash: hexPart(parts, 'hash', 32) });
}

function readRelayError(value: unknown): RelayError | undefined {
  const parts = partsOf(value);
  const type = parts?.get('type');
  if (parts === undefined) return undefined;
  switch (type) {
    case 'unknown-workspace':
    case 'authentication':
    case 'closed-to-new':
    case 'too-slow':
    case 'full':
    case 'shutting-down':
      return { type };
    case 'version':
      return whole({ type, oldest: countPart(parts, 'oldest', 255) });
    case 'malformed':
      return whole({ type, detail: textPart(parts, 'detail', 200) });
    case 'rate':
      return whole({ type, retryAfterMs: countPart(parts, 'retryAfterMs') });
    default:
      return undefined;
  }
}

function deviceNumber(parts: Parts, name: string): number | undefined {
  const device = countPart(parts, name, maxDevices);
  return device === 0 ? undefined : device;
}
