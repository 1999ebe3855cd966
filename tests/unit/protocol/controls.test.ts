import { describe, expect, test } from 'vitest';
import { decodeToDevice, decodeToRelay } from '../../../src/protocol/controls.ts';
import { encodeControl, type ToDevice, type ToRelay } from '../../../src/protocol/frames.ts';
import { maxControlBytes, maxOpenInvites, maxRelayControlBytes } from '../../../src/protocol/limits.ts';
import { operationRules } from '../../../src/protocol/membership.ts';
import { errorOfResult, valueOfResult } from '../../support/results.ts';
import { hex, joinRequest, toDeviceMessages, toRelayMessages } from '../../support/controls.ts';

describe('every message is read as it was written', () => {
  test.each(toRelayMessages.map((message) => [message.t, message] as const))(
    'to the relay: %s',
    (_, message) => {
      expect(valueOfResult(decodeToRelay(encodeControl(message)))).toEqual(message);
    },
  );

  test.each(toDeviceMessages.map((message) => [message.t, message] as const))(
    'to a device: %s',
    (_, message) => {
      expect(valueOfResult(decodeToDevice(encodeControl(message)))).toEqual(message);
    },
  );

  test('with every rule of operations', () => {
    for (const rule of operationRules) {
      const message: ToDevice = { t: 'refused', sequence: 1, refusal: { type: 'operation', rule } };
      expect(valueOfResult(decodeToDevice(encodeControl(message)))).toEqual(message);
    }
  });
});

describe('a message is not read', () => {
  test('without any one of its parts', () => {
    for (const [messages, decode] of [
      [toRelayMessages, decodeToRelay],
      [toDeviceMessages, decodeToDevice],
    ] as const) {
      for (const message of messages) {
        for (const part of Object.keys(message)) {
          if (message.t === 'join-state' && (part === 'challenge' || part === 'device')) continue;
          const { [part as 't']: _, ...rest } = message;
          expect(decode(JSON.stringify(rest)).ok).toBe(false);
        }
      }
    }
  });

  test.each<[string, object]>([
    ['with a workspace of another length', { t: 'hello', v: 1, as: { workspace: hex(15), device: 1 } }],
    ['with device 0', { t: 'hello', v: 1, as: { workspace: hex(16), device: 0 } }],
    ['with a device that cannot be', { t: 'hello', v: 1, as: { workspace: hex(16), device: 1_001 } }],
    ['with two subjects', { t: 'hello', v: 1, as: { workspace: hex(16), device: 1, invite: hex(16) } }],
    ['with a phrase and more', { t: 'hello', v: 1, as: { recovery: hex(32), workspace: hex(16) } }],
    ['with a version of its own', { t: 'hello', v: 256, as: { recovery: hex(32) } }],
    ['with digits in capitals', { t: 'auth', signature: 'AA'.repeat(64) }],
    ['with a number below 0', { t: 'read', after: -1 }],
    ['with half a number', { t: 'read', after: 0.5 }],
    ['with a number beyond the safe ones', { t: 'read', after: 2 ** 53 }],
    ['with a number as text', { t: 'read', after: '1' }],
    ['with names that are too long', { t: 'join', request: { ...joinRequest, names: hex(2_049) } }],
    ['of a kind that there is not', { t: 'crown' }],
    ['of a kind that only the relay writes', { t: 'pong', id: 1, now: 1 }],
  ])('to the relay %s', (_, message) => {
    expect(errorOfResult(decodeToRelay(JSON.stringify(message))).type).toBe('malformed');
  });

  test.each<[string, object]>([
    ['with a refusal that there is not', { t: 'refused', sequence: 1, refusal: { type: 'whim' } }],
    [
      'with a rule that there is not',
      { t: 'refused', sequence: 1, refusal: { type: 'operation', rule: 'x' } },
    ],
    ['with a refusal that lacks a part', { t: 'refused', sequence: 1, refusal: { type: 'gap' } }],
    ['with an error that there is not', { t: 'error', error: { type: 'whim' } }],
    ['with a complaint of a page', { t: 'error', error: { type: 'malformed', detail: 'x'.repeat(201) } }],
    [
      'with more requests than invitations',
      { t: 'joins', joins: Array(maxOpenInvites + 1).fill({ request: joinRequest }) },
    ],
    ['with a state that there is not', { t: 'join-state', state: 'maybe' }],
    ['with half a challenge', { t: 'join-state', state: 'waiting', challenge: { device: 1 } }],
    [
      'with half of the last entry',
      {
        t: 'welcome',
        position: 1,
        last: { sequence: 1 },
        now: 1,
        usedBytes: 1,
        quotaBytes: 1,
        isRemoved: false,
      },
    ],
    ['of a kind that only devices write', { t: 'ping', id: 1 }],
  ])('to a device %s', (_, message) => {
    expect(errorOfResult(decodeToDevice(JSON.stringify(message))).type).toBe('malformed');
  });

  test('if it is not one object of JSON', () => {
    for (const text of ['', 'null', '[]', '1', '"t"', '{', '<!doctype html>', '{"t":"read","after":1}x']) {
      expect(decodeToRelay(text).ok).toBe(false);
      expect(decodeToDevice(text).ok).toBe(false);
    }
  });

  test('if it is too long, counted in bytes, or too deep', () => {
    const long = (bytes: number) => JSON.stringify({ t: 'read', after: 1, more: '…'.repeat(bytes / 3) });
    expect(errorOfResult(decodeToRelay(long(maxControlBytes))).detail).toBe('message too large');
    expect(decodeToRelay(long(maxControlBytes - 100)).ok).toBe(true);
    expect(errorOfResult(decodeToDevice(long(maxRelayControlBytes))).detail).toBe('message too large');
    const deep = `{"t":"read","after":1,"more":${'['.repeat(20_000)}${']'.repeat(20_000)}}`;
    expect(errorOfResult(decodeToRelay(deep)).detail).toBe('JSON nested too deeply');
  });
});

test('what a message says beside its parts does not come along', () => {
  const text = '{"t":"read","after":1,"more":2,"__proto__":{"polluted":true},"constructor":1}';
  const message = valueOfResult<ToRelay, unknown>(decodeToRelay(text));
  expect(Object.keys(message)).toEqual(['t', 'after']);
  expect('polluted' in message).toBe(false);
});

test('the longest list of requests that the relay can keep fits its message', () => {
  const request = { ...joinRequest, names: hex(2_048) };
  const challenge = { device: 1_000, challenge: hex(32), signature: hex(64) };
  const joins = Array.from({ length: maxOpenInvites }, () => ({ request, challenge, secret: hex(32) }));
  expect(decodeToDevice(encodeControl({ t: 'joins', joins })).ok).toBe(true);
});
