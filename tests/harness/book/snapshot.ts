import type { BookDatabase, JobRow } from '../../../src/database/schema.ts';
import { batchStatusOf, hiddenBatchesOf } from '../../../src/domain/batch.ts';
import type { RecordId } from '../../../src/domain/ids.ts';
import { canonicalJson, type Json } from '../../../src/domain/json.ts';
import { objectKinds, type BatchStatus } from '../../../src/domain/objects.ts';
import { unpackOrder } from '../../../src/domain/orderBlock.ts';
import { isHidden, project, valuesOf, type RecordRow, type Values } from '../../../src/domain/record.ts';

/** All that a test asks of a book. */
export interface Snapshot {
  /** Every record, hidden and deleted ones too, as one text each, by id. */
  readonly rows: Readonly<Record<RecordId, string>>;
  /** Current values of accounts that are not hidden; deleted ones are marked. */
  readonly accounts: Readonly<Record<RecordId, { readonly values: Values; readonly isDeleted: boolean }>>;
  /** Records that are neither hidden nor deleted. */
  readonly visible: {
    readonly account: number;
    readonly contact: number;
    readonly product: number;
    readonly order: number;
  };
  readonly jobs: readonly JobRow[];
  readonly batches: Readonly<Record<RecordId, BatchStatus>>;
  /** Commands in the history, by id, with the number of records of each. */
  readonly commands: Readonly<Record<string, number>>;
  readonly pendingIntents: number;
  /** Candidates of registers that hold more than one, which one person alone cannot cause. */
  readonly conflicts: readonly string[];
}

export async function snapshotOf(db: BookDatabase): Promise<Snapshot> {
  const rows = await allRows(db);
  const batches = await db.batches.toArray();
  const hidden = hiddenBatchesOf(batches);
  const shown = [...rows.values()].filter((row) => !isHidden(row, hidden));
  const visible = shown.filter((row) => row.deletedAt === undefined);
  const count = (letter: string): number => visible.filter((row) => row.id.startsWith(letter)).length;
  const history = await db.history.toArray();
  return {
    rows: Object.fromEntries([...rows].map(([id, row]) => [id, canonicalJson(row as unknown as Json)])),
    accounts: Object.fromEntries(
      shown
        .filter((row) => row.id.startsWith('a'))
        .map((row) => [row.id, { values: valuesOf(row), isDeleted: row.deletedAt !== undefined }]),
    ),
    visible: { account: count('a'), contact: count('c'), product: count('p'), order: count('o') },
    jobs: await db.jobs.toArray(),
    batches: Object.fromEntries(batches.map((batch) => [batch.id, batchStatusOf(batch)])),
    commands: Object.fromEntries(history.map((entry) => [entry.id, entry.records.length])),
    pendingIntents: await db.intents.count(),
    conflicts: [...rows.values()].flatMap(conflictsOf),
  };
}

async function allRows(db: BookDatabase): Promise<Map<RecordId, RecordRow>> {
  const rows = new Map<RecordId, RecordRow>();
  for (const block of await db.orderBlocks.toArray()) {
    const lines = await db.columns.get(block.shard);
    if (lines === undefined) throw new Error(`no lines of ${block.shard}`);
    for (let i = 0; i < block.index.length; i++) {
      const row = project(unpackOrder(block, lines, i));
      rows.set(row.id, row);
    }
  }
  for (const kind of objectKinds) {
    for (const row of await db.rowsOf(kind).toArray()) rows.set(row.id, row);
  }
  return rows;
}

function conflictsOf({ id, registers }: RecordRow): string[] {
  return Object.entries(registers).flatMap(([name, register]) => {
    const written = Object.values(register).filter(([, , , restores]) => restores === undefined);
    return written.length > 1 ? [`${id}/${name}`] : [];
  });
}
