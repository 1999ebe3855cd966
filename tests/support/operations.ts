import type { Operation } from '../../src/protocol/operations.ts';
import { hex } from './controls.ts';

const parent = hex(32);
const device = { sign: hex(32), box: hex(32), member: 'm1.0.0', names: hex(104) };
const epoch = { epoch: 2, wrapped: { 1: hex(136), 3: hex(136) }, sealedPrevious: hex(104) };

/** One of each operation, in form only: their hashes and keys are made up. */
export const operations: readonly [Operation, Operation, Operation, Operation, Operation, ...Operation[]] = [
  { op: 'genesis', random: hex(32), ...device, wrapped: { 1: hex(136) } },
  { op: 'invite', parent, invite: hex(16), seed: hex(32), role: 'editor', until: 1_700_000_000_000 },
  { op: 'revoke', parent, invite: hex(16) },
  { op: 'add', parent, device: 2, role: 'viewer', ...device, wrapped: { 2: hex(136) }, invite: hex(16) },
  { op: 'remove', parent, devices: [2, 4], ...epoch },
  { op: 'add', parent, device: 2, role: 'owner', ...device, wrapped: { 2: hex(136) }, recovery: true },
  { op: 'rotate', parent, ...epoch },
  { op: 'role', parent, device: 2, role: 'owner' },
  { op: 'name', parent, device: 0, names: hex(104) },
  { op: 'leave', parent },
];
