import { test } from 'vitest';
import { cheapCrypto } from '../../support/simulation/crypto.ts';
import { Team } from '../../support/simulation/team.ts';
import { decodeEntry } from '../../../src/protocol/entry.ts';
import { decodeOperation } from '../../../src/protocol/operations.ts';
test('dbg', async () => {
  const seed = Number(process.env['SEED']);
  const team = await Team.begin(cheapCrypto, seed, 1 + (seed % 3));
  const steps = 15 + Math.floor(team.random() * 30);
  for (let i = 0; i < steps; i++) await team.step();
  console.log('settle', await team.settle());
  for (const { bytes, position } of team.relay.log) {
    const e = decodeEntry(bytes); if (!e.ok) continue;
    const { kind, device, sequence, epoch } = e.value.header;
    const op = kind === 1 ? decodeOperation(e.value.body) : undefined;
    console.log(position, 'dev', device, 'seq', sequence, 'ep', epoch, op?.ok ? JSON.stringify(op.value).slice(0, 30) : 'records', op?.ok && 'devices' in op.value ? op.value.devices : '');
  }
  for (const d of team.devices.values()) console.log(d.number, 'member', d.isMember, 'write', d.mayWrite, 'done', d.isDone, 'head', d.receiver.head.position, 'stopped', d.stopped, 'alarms', d.alarms, 'q', d.quarantined, 'waiting', d.waiting.length, 'sealed', d.chain.sealed.map((s) => s.sequence), 'stored', d.chain.stored.sequence);
});
