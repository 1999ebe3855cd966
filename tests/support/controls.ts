import type { ToDevice, ToRelay } from '../../src/protocol/frames.ts';
import type { JoinRequest } from '../../src/protocol/invitation.ts';

/** So many bytes as hexadecimal digits. */
export function hex(bytes: number): string {
  return 'a5'.repeat(bytes);
}

export const joinRequest: JoinRequest = {
  invite: hex(16),
  sign: hex(32),
  box: hex(32),
  commitment: hex(32),
  names: hex(104),
  signature: hex(64),
};

const challenge = { device: 3, challenge: hex(32), signature: hex(64) };

/** At least one of each message that a device can write. */
export const toRelayMessages: readonly ToRelay[] = [
  { t: 'hello', v: 1, as: { workspace: hex(16), device: 2 } },
  { t: 'hello', v: 1, as: { workspace: hex(16), device: 3, genesis: hex(400) } },
  { t: 'hello', v: 1, as: { workspace: hex(16), invite: hex(16) } },
  { t: 'hello', v: 1, as: { recovery: hex(32) } },
  { t: 'auth', signature: hex(64) },
  { t: 'read', after: 0 },
  { t: 'operations', after: 12 },
  { t: 'pause' },
  { t: 'ping', id: 7 },
  { t: 'join', request: joinRequest },
  { t: 'reveal', secret: hex(32) },
  { t: 'challenge-join', invite: hex(16), challenge: hex(32), signature: hex(64) },
  { t: 'refuse-join', invite: hex(16) },
];

const refusals: readonly Extract<ToDevice, { t: 'refused' }>['refusal'][] = [
  { type: 'malformed', detail: 'entry too large' },
  { type: 'operation', rule: 'parent' },
  { type: 'workspace' },
  { type: 'unknown-kind', kind: 9 },
  { type: 'unknown-device' },
  { type: 'removed-device' },
  { type: 'role' },
  { type: 'epoch', current: 2 },
  { type: 'gap', expected: 4 },
  { type: 'not-next', last: 4 },
  { type: 'previous-hash' },
  { type: 'signature' },
  { type: 'fork' },
  { type: 'quota', usedBytes: 10, quotaBytes: 9 },
  { type: 'rate', retryAfterMs: 1_000 },
  { type: 'storage' },
];

const errors: readonly Extract<ToDevice, { t: 'error' }>['error'][] = [
  { type: 'unknown-workspace' },
  { type: 'authentication' },
  { type: 'closed-to-new' },
  { type: 'version', oldest: 1 },
  { type: 'malformed', detail: 'message lacks a part' },
  { type: 'rate', retryAfterMs: 5 },
  { type: 'too-slow' },
  { type: 'full' },
  { type: 'shutting-down' },
];

const welcome = { t: 'welcome', position: 9, now: 1, usedBytes: 2, quotaBytes: 0, isRemoved: false } as const;

/** At least one of each message that the relay can write. */
export const toDeviceMessages: readonly ToDevice[] = [
  { t: 'challenge', challenge: hex(32), v: 1, oldest: 1, workspace: hex(16) },
  { ...welcome, last: null },
  { ...welcome, last: { sequence: 3, hash: hex(32) }, isRemoved: true },
  { t: 'stored', sequence: 3, position: 9 },
  ...refusals.map((refusal) => ({ t: 'refused', sequence: 3, refusal }) as const),
  { t: 'caught-up', position: 9 },
  { t: 'pong', id: 7, now: 1 },
  { t: 'joins', joins: [] },
  { t: 'joins', joins: [{ request: joinRequest }, { request: joinRequest, challenge, secret: hex(32) }] },
  { t: 'join-state', state: 'waiting' },
  { t: 'join-state', state: 'waiting', challenge },
  { t: 'join-state', state: 'joined', device: 4 },
  { t: 'join-state', state: 'refused' },
  { t: 'join-state', state: 'invalid' },
  ...errors.map((error) => ({ t: 'error', error }) as const),
];
