import 'fake-indexeddb/auto';
import { afterEach, expect, test } from 'vitest';
import { updateRecord } from '../../../src/commands/records.ts';
import type { PackRow } from '../../../src/database/schema.ts';
import { shardOfRecord } from '../../../src/domain/ids.ts';
import { packFormat, type Pack } from '../../../src/read/pack.ts';
import { packRows } from '../../../src/read/packRows.ts';
import { textOfBytes } from '../../../src/read/textBytes.ts';
import { EngineState, type PackRows } from '../../../src/store/engineTransaction.ts';
import { rebuildRows } from '../../../src/store/projection.ts';
import { packChangedShards } from '../../../src/store/upkeep.ts';
import { checkedImport, writtenImport } from '../../support/imports.ts';
import { Replica, valueOfResult } from '../../support/replica.ts';

const open: Replica[] = [];
afterEach(() => open.splice(0).forEach((replica) => replica.close()));

/** A device whose engine packs. */
async function aReplica(pack: PackRows = packRows): Promise<Replica> {
  const replica = await Replica.open();
  open.push(replica);
  replica.engine = await EngineState.take(replica.book, pack);
  return replica;
}

const customers = 'Name,Phone,Level\nNordkaffe,+49 40 1234567,A\nLan An,13816024471,B\n';

async function imported(replica: Replica): Promise<void> {
  await writtenImport(replica, await checkedImport(replica, customers));
}

function namesIn(pack: PackRow | undefined): string {
  const names = (pack?.data as Pack | undefined)?.texts['name'];
  return names === undefined ? '' : textOfBytes(names.table.bytes);
}

/** The kinds that upkeep packs when it comes. */
async function packedByUpkeep(replica: Replica): Promise<string[]> {
  const kinds: string[] = [];
  const pack: PackRows = (kind, rows) => {
    kinds.push(kind);
    return packRows(kind, rows);
  };
  await packChangedShards(replica.engine, { format: packFormat, pack }, () => false);
  return kinds;
}

test('what an import has written is packed with its rows, and upkeep finds nothing left to pack', async () => {
  const replica = await aReplica();
  await imported(replica);
  const packs = await replica.book.strict.packs.toArray();
  expect(packs.map(namesIn)).toEqual(['NordkaffeLan An']);
  expect(await packedByUpkeep(replica)).toEqual([]);
});

test('rows that are made anew bring their packs with them', async () => {
  const replica = await aReplica();
  await imported(replica);
  await replica.book.relaxed.packs.clear();
  await rebuildRows(replica.engine);
  expect((await replica.book.strict.packs.toArray()).map(namesIn)).toEqual(['NordkaffeLan An']);
  expect(await packedByUpkeep(replica)).toEqual([]);
});

test('a shard that somebody writes to while it is packed gets no pack of before', async () => {
  const replica = await aReplica();
  await imported(replica);
  const [row] = await replica.book.strict.accounts.toArray();
  if (row === undefined) throw new Error('nothing was imported');
  let isFirst = true;
  const slow: PackRows = async (kind, rows) => {
    const pack = await packRows(kind, rows);
    if (kind === 'account' && isFirst) {
      isFirst = false;
      valueOfResult(await updateRecord(replica.book, row, { name: 'Nordkaffe GmbH' }));
    }
    return pack;
  };
  replica.engine = await EngineState.take(replica.book, slow);
  await replica.book.relaxed.packs.clear();
  await rebuildRows(replica.engine);
  expect(await replica.book.strict.packs.get(shardOfRecord(row.id))).toBeUndefined();
  expect(await packedByUpkeep(replica)).toEqual(['account']);
  expect(namesIn(await replica.book.strict.packs.get(shardOfRecord(row.id)))).toContain('Nordkaffe GmbH');
});

test('rows are written also where they cannot be packed', async () => {
  const replica = await aReplica(() => Promise.reject(new Error('pinyin cannot be loaded')));
  await imported(replica);
  expect(await replica.book.strict.accounts.count()).toBe(2);
  expect(await replica.book.strict.packs.count()).toBe(0);
  expect(await packedByUpkeep(replica)).toEqual(['account']);
});
