import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { beginImport, finishImport, undoBatch } from '../../../src/commands/batches.ts';
import { createRecord, editRecords, updateRecord } from '../../../src/commands/records.ts';
import { undo } from '../../../src/commands/undo.ts';
import type { SyncRow } from '../../../src/database/schema.ts';
import { recordIdOf, shardOfRecord, type RecordId } from '../../../src/domain/ids.ts';
import { encodeChunk } from '../../../src/domain/importChunk.ts';
import { compactShard } from '../../../src/store/compaction.ts';
import { eraseRecords } from '../../../src/store/erasure.ts';
import { writeImportChunk } from '../../../src/store/imports.ts';
import { runJob } from '../../../src/store/jobs.ts';
import { commitSealed, nextPayload, shareBook } from '../../../src/store/outbox.ts';
import { rebuildRows } from '../../../src/store/projection.ts';
import { allRows, Replica, valueOfResult } from '../../support/replica.ts';
import { runs } from '../../support/runs.ts';

const step = fc.record({
  act: fc.constantFrom(
    'create',
    'edit',
    'edit',
    'edit',
    'bin',
    'undo',
    'import',
    'undoImport',
    'erase',
    'fold',
    'fold',
    'share',
    'send',
    'send',
    'sendAndCrash',
    'compact',
    'restart',
  ),
  pick: fc.nat(1_000),
  maxBytes: fc.constantFrom(1, 300, 2_000, 1 << 20),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** A device that shares its book at some point, and one that only ever hears the payloads of its outbox. */
class Sharing {
  readonly a: Replica;
  readonly b: Replica;
  readonly #records: RecordId[] = [];
  readonly #commands: string[] = [];
  readonly #batches: RecordId[] = [];
  #isShared = false;
  #made = 0;

  constructor(a: Replica, b: Replica) {
    this.a = a;
    this.b = b;
  }

  async run({ act, pick, maxBytes }: Step): Promise<void> {
    const { a } = this;
    const id = this.#records[pick % Math.max(1, this.#records.length)];
    switch (act) {
      case 'create': {
        const made = valueOfResult(await createRecord(a.book, 'account', { name: `Made ${++this.#made}` }));
        this.#records.push(...made.ids);
        return;
      }
      case 'edit': {
        const row = id === undefined ? undefined : await a.row(id);
        if (row === undefined) return;
        const values = pick % 2 === 0 ? { region: `Region ${pick}` } : { phones: [`55${pick}`] };
        this.#commands.push(valueOfResult(await updateRecord(a.book, row, values)).command);
        return;
      }
      case 'bin':
        if (id !== undefined) valueOfResult(await editRecords(a.book, [id], { op: 'delete' }));
        return;
      case 'undo': {
        const command = this.#commands[pick % Math.max(1, this.#commands.length)];
        // Its entry may be gone with a record that was erased.
        if (command !== undefined) await undo(a.book, command);
        return;
      }
      case 'import':
        return this.#import(pick);
      case 'undoImport':
        return this.#undoImport(pick);
      case 'erase':
        if (id !== undefined && pick % 4 === 0) await eraseRecords(a.engine, [id]);
        return;
      case 'fold':
        await a.fold();
        return;
      case 'share':
        return this.share();
      case 'send':
        return void (await this.send(maxBytes, true));
      case 'sendAndCrash':
        return void (await this.send(maxBytes, false));
      case 'compact':
        if (id !== undefined) while (await compactShard(a.engine, shardOfRecord(id)));
        return;
      case 'restart':
        return a.restart();
    }
  }

  async share(): Promise<void> {
    if (this.#isShared) return;
    const sync: SyncRow = {
      key: 'sync',
      state: 'sharing',
      workspace: '00',
      cursor: 0,
      logHash: new Uint8Array(32),
    };
    await shareBook(this.a.engine, sync);
    this.#isShared = true;
  }

  /** One payload; after a crash the relay has it, and the device sends it again. */
  async send(maxBytes: number, isCommitted: boolean): Promise<boolean> {
    if (!this.#isShared) return false;
    const next = await nextPayload(this.a.engine, maxBytes);
    if (next === undefined) return false;
    const entry = { device: 1, founder: true, role: 'owner', ...next.payload } as const;
    expect(await this.b.receive(entry)).toEqual({ type: 'applied' });
    if (isCommitted) await commitSealed(this.a.engine, [], next.taken, next.replaced);
    return true;
  }

  async #import(pick: number): Promise<void> {
    const plan = {
      title: 'import.csv',
      command: 'import',
      shards: { account: 1, order: 1 },
      chunks: 2,
      resume: null,
    } as const;
    const { batch, shards } = valueOfResult(await beginImport(this.a.book, plan));
    const [account = '', order = ''] = [shards.account?.[0], shards.order?.[0]];
    const count = 1 + (pick % 130);
    const accounts = Array.from({ length: count }, (_, i) => ({ name: `Imported ${i}` }));
    const orders = Array.from({ length: count }, (_, i) => ({
      number: `SO-${i}`,
      kind: 'order',
      status: 'done',
      account: recordIdOf(account, i),
      date: '2026-11-20',
      currency: 'EUR',
      lines: [[null, 1, 10_000]],
    }));
    const chunks = [
      { type: 'create', shard: account, records: accounts },
      { type: 'create', shard: order, records: orders },
    ] as const;
    for (const [position, chunk] of chunks.entries()) {
      await writeImportChunk(this.a.engine, batch, position, encodeChunk(chunk));
    }
    if (pick % 3 > 0) valueOfResult(await finishImport(this.a.book, batch, null));
    this.#batches.push(batch);
    this.#records.push(recordIdOf(account, 0), recordIdOf(order, 0));
  }

  async #undoImport(pick: number): Promise<void> {
    const batch = this.#batches[pick % Math.max(1, this.#batches.length)];
    if (batch === undefined) return;
    valueOfResult(await undoBatch(this.a.book, batch));
    await this.a.fold();
    await runJob(this.a.engine, batch, () => false);
  }
}

test('whatever a device does before, while and after it shares its book, another that hears its payloads has the same records and history', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 50 }), async (steps) => {
      const sharing = new Sharing(await Replica.open(), await Replica.shared(2));
      const { a, b } = sharing;
      try {
        for (const each of steps) await sharing.run(each);
        await a.fold();
        await sharing.share();
        while (await sharing.send(1_000, true));
        const rows = await allRows(a.book);
        expect(await allRows(b.book)).toEqual(rows);
        expect(await b.book.strict.history.toArray()).toEqual(await a.book.strict.history.toArray());
        expect(await a.book.strict.outbox.count()).toBe(0);
        for (const replica of [a, b]) {
          await replica.restart();
          await rebuildRows(replica.engine);
          expect(await allRows(replica.book)).toEqual(rows);
        }
      } finally {
        a.close();
        b.close();
      }
    }),
    { numRuns: runs(25, 2_000) },
  );
}, 3_600_000);
