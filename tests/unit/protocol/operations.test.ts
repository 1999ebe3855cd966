import { describe, expect, test } from 'vitest';
import { utf8 } from '../../../src/protocol/bytes.ts';
import { decodeOperation, encodeOperation } from '../../../src/protocol/operations.ts';
import { hex } from '../../support/controls.ts';
import { operations } from '../../support/operations.ts';
import { errorOfResult, valueOfResult } from '../../support/results.ts';

function decoded(operation: object) {
  return decodeOperation(utf8(JSON.stringify(operation)));
}

describe('every operation', () => {
  test.each(operations.map((operation) => [operation.op, operation] as const))(
    'is read as it was written: %s',
    (_, operation) => {
      expect(valueOfResult(decodeOperation(encodeOperation(operation)))).toEqual(operation);
    },
  );

  test('is not read without any one of its parts', () => {
    for (const operation of operations) {
      for (const part of Object.keys(operation)) {
        if (operation.op === 'add' && (part === 'invite' || part === 'recovery')) continue;
        const rest = Object.entries(operation).filter(([name]) => name !== part);
        expect(decoded(Object.fromEntries(rest)).ok).toBe(false);
      }
    }
  });

  test('is read without what stands beside its parts', () => {
    for (const operation of operations) {
      expect(valueOfResult(decoded({ ...operation, more: 1 }))).toEqual(operation);
    }
  });
});

describe('an operation is not read', () => {
  const [genesis, , , add, remove] = operations;
  test.each<[string, object]>([
    ['with a hash of another length', { op: 'leave', parent: hex(31) }],
    ['with a role that there is not', { op: 'role', parent: hex(32), device: 2, role: 'admin' }],
    ['about device 0, which has no role', { op: 'role', parent: hex(32), device: 0, role: 'owner' }],
    ['with a recovery that is not true', { ...add, recovery: 'yes' }],
    ['with half an invitation', { ...add, invite: hex(15) }],
    ['with a member that is no record', { ...genesis, member: 'a1.0.0' }],
    ['with a wrapped key of another length', { ...genesis, wrapped: { 1: hex(135) } }],
    ['with a key for device 0', { ...genesis, wrapped: { 0: hex(136) } }],
    ['with a key for a device written in two ways', { ...genesis, wrapped: { '01': hex(136) } }],
    ['with a list of keys', { ...genesis, wrapped: [hex(136)] }],
    ['with an epoch beyond what a header holds', { ...remove, epoch: 2 ** 32 }],
    ['that removes half a device', { ...remove, devices: [1.5] }],
    ['that removes a thousand and one', { ...remove, devices: Array(1_001).fill(2) }],
    ['with names that are too long', { op: 'name', parent: hex(32), device: 0, names: hex(4_097) }],
    ['that there is not', { op: 'crown', parent: hex(32) }],
  ])('%s', (_, operation) => {
    expect(errorOfResult(decoded(operation)).type).toBe('malformed');
  });

  test('if it is not an object of JSON in UTF-8', () => {
    for (const text of ['', 'null', '[]', '"leave"', '{', `${'['.repeat(100_000)}`]) {
      expect(decodeOperation(utf8(text)).ok).toBe(false);
    }
    expect(decodeOperation(Uint8Array.of(0x7b, 0xff, 0x7d)).ok).toBe(false);
  });
});

test('a removal of nobody is an operation only by its form', () => {
  expect(decoded({ ...operations[4], devices: [] }).ok).toBe(false);
});
