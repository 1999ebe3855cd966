import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseValue, createRecord, editRecords, updateRecord } from '../../../src/commands/records.ts';
import { redo, undo } from '../../../src/commands/undo.ts';
import { candidateKey, type RecordId } from '../../../src/domain/ids.ts';
import type { RecordChange, RecordRow } from '../../../src/domain/record.ts';
import { compactShard } from '../../../src/store/compaction.ts';
import { rebuildRows } from '../../../src/store/projection.ts';
import type { IncomingEntry } from '../../../src/store/remote.ts';
import { runs } from '../../support/runs.ts';
import { allRows, Replica, valueOfResult } from '../../support/replica.ts';

const devices = 3;
const fields = ['region', 'industry', 'level'] as const;

/** One thing that happens on one device; numbers pick records, fields, forms and entries modulo what there is. */
const step = fc.record({
  device: fc.nat(devices - 1),
  act: fc.constantFrom(
    'edit',
    'edit',
    'editStale',
    'phones',
    'delete',
    'restore',
    'choose',
    'undo',
    'redo',
    'look',
    'fold',
    'fold',
    'send',
    'receive',
    'receive',
    'restart',
    'compact',
  ),
  pick: fc.nat(1_000),
  field: fc.constantFrom(...fields),
  value: fc.constantFrom('A', 'B', 'C'),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** What every device ever added and deleted, whatever became of it. */
interface Ledger {
  readonly added: Set<string>;
  readonly deleted: Set<string>;
}

class Simulation {
  readonly replicas: Replica[] = [];
  readonly records: RecordId[] = [];
  readonly ledger: Ledger = { added: new Set(), deleted: new Set() };
  readonly #inbox: IncomingEntry[][] = [];
  readonly #read: number[] = [];
  readonly #forms: Map<RecordId, RecordRow>[] = [];
  readonly #commands: string[][] = [];

  async begin(): Promise<void> {
    for (let i = 0; i < devices; i++) {
      this.replicas.push(await Replica.shared(i + 1));
      this.#inbox.push([]);
      this.#read.push(0);
      this.#forms.push(new Map());
      this.#commands.push([]);
    }
    const first = this.at(0);
    for (const name of ['Nordkaffe', 'Lan An']) {
      this.records.push(
        valueOfResult(await createRecord(first.book, 'account', { name, phones: ['111'] })).ids[0] ?? '',
      );
    }
    await this.note(first);
    await this.send(0);
  }

  at(index: number): Replica {
    const replica = this.replicas[index];
    if (replica === undefined) throw new RangeError(`no replica ${index}`);
    return replica;
  }

  async run({ device, act, pick, field, value }: Step): Promise<void> {
    const replica = this.at(device);
    const id = this.records[pick % this.records.length] ?? '';
    const row = await replica.row(id);
    const commands = this.#commands[device] ?? [];
    if (act === 'send') return this.send(device);
    if (act === 'receive') return this.receive(device, pick);
    if (act === 'restart') return replica.restart();
    if (act === 'fold') return void (await replica.fold());
    if (act === 'compact') return this.compact(replica, id);
    if (row === undefined) return;
    const forms = this.#forms[device] ?? new Map<RecordId, RecordRow>();
    switch (act) {
      case 'look':
        forms.set(id, row);
        return;
      case 'edit':
        commands.push(valueOfResult(await updateRecord(replica.book, row, { [field]: value })).command);
        break;
      case 'editStale':
        valueOfResult(await updateRecord(replica.book, forms.get(id) ?? row, { [field]: value }));
        break;
      case 'phones':
        valueOfResult(
          await updateRecord(replica.book, row, { phones: pick % 2 === 0 ? [`55${pick}`] : ['111', '222'] }),
        );
        break;
      case 'delete':
      case 'restore':
        commands.push(valueOfResult(await editRecords(replica.book, [id], { op: act })).command);
        break;
      case 'choose':
        valueOfResult(await chooseValue(replica.book, row, field, value));
        break;
      case 'undo':
      case 'redo':
        await this.reverse(replica, commands, act, pick);
        break;
    }
    await this.note(replica);
  }

  async reverse(replica: Replica, commands: string[], act: 'undo' | 'redo', pick: number): Promise<void> {
    const entries = await replica.book.strict.history.toArray();
    const wanted =
      act === 'redo'
        ? entries.filter((entry) => entry.command === 'undo').map((entry) => entry.id)
        : commands;
    const target = wanted[pick % Math.max(1, wanted.length)];
    if (target === undefined) return;
    valueOfResult(await (act === 'undo' ? undo(replica.book, target) : redo(replica.book, target)));
  }

  /** Writes the keys of the newest intents into the ledger. */
  async note(replica: Replica): Promise<void> {
    for (const change of await replica.pending()) noteChange(this.ledger, change);
  }

  async send(device: number): Promise<void> {
    await this.at(device).fold();
    // Small entries take the whole shards of a shared book apart.
    const entries = await this.at(device).newEntries(200);
    this.#inbox.forEach((inbox, i) => {
      if (i !== device) inbox.push(...entries);
    });
  }

  /** Mostly the next of the log, sometimes any: one may come again, or too early, and then changes nothing. */
  async receive(device: number, pick: number): Promise<void> {
    const inbox = this.#inbox[device] ?? [];
    const read = this.#read[device] ?? 0;
    const isNext = pick % 4 > 0;
    const entry = inbox[isNext ? read : pick % Math.max(1, inbox.length)];
    if (entry === undefined) return;
    if (isNext) this.#read[device] = read + 1;
    await this.deliver(device, entry);
  }

  /** No device refuses what another wrote by the rules, and nothing that waits leaves a trace. */
  async deliver(device: number, entry: IncomingEntry): Promise<void> {
    const replica = this.at(device);
    const before = await replica.book.strict.updates.count();
    const result = await replica.receive(entry);
    expect(result?.type === 'refused' ? result : undefined).toBeUndefined();
    if (result?.type === 'waits') expect(await replica.book.strict.updates.count()).toBe(before);
  }

  async compact(replica: Replica, id: RecordId): Promise<void> {
    const updates = await replica.book.strict.updates.toArray();
    if (updates.length > 0) await compactShard(replica.engine, id.slice(0, id.lastIndexOf('.')));
  }

  async settle(): Promise<void> {
    for (let i = 0; i < devices; i++) await this.send(i);
    for (let i = 0; i < devices; i++) for (const entry of this.#inbox[i] ?? []) await this.deliver(i, entry);
  }

  close(): void {
    this.replicas.forEach((replica) => replica.close());
  }
}

function noteChange(ledger: Ledger, { id, added, deleted }: RecordChange): void {
  for (const [register, version] of added) ledger.added.add(candidateKey(id, register, version));
  for (const [register, version] of deleted) ledger.deleted.add(candidateKey(id, register, version));
}

async function accountRows(replica: Replica): Promise<Map<RecordId, string>> {
  const rows = await allRows(replica.book);
  return new Map([...rows].filter(([id]) => id.startsWith('a')));
}

test('three devices that exchange updates in any order, with repeats, late folds, stale forms and restarts, converge, and no value is lost that nobody had seen', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), async (steps) => {
      const simulation = new Simulation();
      try {
        await simulation.begin();
        for (const each of steps) await simulation.run(each);
        await simulation.settle();
        const first = await accountRows(simulation.at(0));
        for (const replica of simulation.replicas) {
          const rows = await accountRows(replica);
          expect(rows).toEqual(first);
          await rebuildRows(replica.engine);
          expect(await accountRows(replica)).toEqual(rows);
        }
        const standing = new Set<string>();
        for (const id of simulation.records) {
          const row = await simulation.at(0).mustRow(id);
          for (const [name, register] of Object.entries(row.registers)) {
            for (const version of Object.keys(register)) standing.add(candidateKey(id, name, version));
          }
        }
        const { added, deleted } = simulation.ledger;
        expect([...standing].sort()).toEqual([...added].filter((key) => !deleted.has(key)).sort());
      } finally {
        simulation.close();
      }
    }),
    { numRuns: runs(60, 2_000) },
  );
}, 3_600_000);
