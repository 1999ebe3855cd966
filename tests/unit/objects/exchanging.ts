import { expect } from 'vitest';
import { exportRecords } from '../../../src/app/exportRecords.ts';
import { createRecord } from '../../../src/commands/records.ts';
import type { Book } from '../../../src/database/book.ts';
import { readRow } from '../../../src/database/rows.ts';
import { definitionsOf } from '../../../src/domain/customDefinitions.ts';
import { isCustomKey } from '../../../src/domain/customFields.ts';
import { isRecordId, kindOfId, type RecordId } from '../../../src/domain/ids.ts';
import type { Json } from '../../../src/domain/json.ts';
import { blockOrderId } from '../../../src/domain/orderBlock.ts';
import { valuesOf, type RecordRow, type Values } from '../../../src/domain/record.ts';
import { ok } from '../../../src/domain/result.ts';
import { setLanguage } from '../../../src/i18n/language.svelte.ts';
import { listedKinds, type ListedKind } from '../../../src/read/listQuery.ts';
import type { ListIndex } from '../../../src/workers/listIndex.ts';
import { checkedImport, writtenImport } from '../../support/imports.ts';
import { serve } from '../../support/indexServer.ts';
import { Replica, valueOfResult } from '../../support/replica.ts';
import { defineFields } from './customSamples.ts';
import type { Kind } from './samples.ts';
import { makeRecord, prepare, showDefinitions, shownOf, textOf } from './sampleBook.ts';

type Language = 'en' | 'zh';

/** What came of exporting a book and importing its files into an empty one: records by their names instead of ids. */
interface Exchanged {
  readonly files: Readonly<Record<ListedKind, string>>;
  readonly given: Readonly<Record<ListedKind, readonly Values[]>>;
  readonly taken: Readonly<Record<ListedKind, readonly Values[]>>;
}

const running = new Map<Language, Promise<Exchanged>>();

/** Everything of a kind, exported by the program and imported by it into an empty book, is there as it was. */
export async function exchanges(kind: Kind): Promise<void> {
  for (const language of ['en', 'zh'] as const) {
    const exchanged = running.get(language) ?? exchange(language);
    running.set(language, exchanged);
    const { given, taken, files } = await exchanged;
    const listed = kind as ListedKind;
    expect(taken[listed]).toEqual(given[listed]);
    expect(files[listed]).toContain(`My ${kind} formula`);
    expect(files[listed]).toContain('-2469');
  }
}

async function exchange(language: Language): Promise<Exchanged> {
  setLanguage(language);
  const giver = await Replica.open();
  const taker = await Replica.open();
  try {
    const around = (await prepare(giver.book, 'tag')).around;
    for (const kind of listedKinds) {
      const { values } = await prepare(giver.book, kind, around);
      await makeRecord(giver.book, kind, values);
    }
    const draft = { number: 'SO-3', date: '2026-05-01', kind: 'order', status: 'draft', currency: 'EUR' };
    await makeRecord(giver.book, 'order', { ...draft, lines: [] });
    const doneAt = new Date(2026, 4, 2, 8, 15, 30).getTime();
    await makeRecord(giver.book, 'task', { title: 'Done', status: 'done', doneAt });
    await giver.fold();
    await showDefinitions(giver.book);
    const files = {} as Record<ListedKind, string>;
    for (const kind of listedKinds) files[kind] = await exported(giver, kind);
    const given = await everything(giver);

    valueOfResult(await createRecord(taker.book, 'member', { name: 'Lin Yue', role: 'editor' }));
    for (const kind of listedKinds) await defineFields(taker.book, kind);
    for (const kind of importOrder) {
      const file = new Blob([files[kind]]);
      const checked = await checkedImport(taker, file);
      expect([kind, checked.settings.kind]).toEqual([kind, kind === 'order' ? 'orderLine' : kind]);
      expect([kind, checked.report.problems]).toEqual([kind, []]);
      await writtenImport(taker, checked);
      await taker.fold();
    }
    return { files, given, taken: await everything(taker) };
  } finally {
    giver.close();
    taker.close();
  }
}

/** What others refer to comes first. */
const importOrder: readonly ListedKind[] = [
  ...(['account', 'contact', 'product', 'deal', 'lead', 'quote', 'order', 'payment'] as const),
  ...(['need', 'task', 'activity', 'behaviour'] as const),
];

async function exported({ book }: Replica, kind: ListedKind): Promise<string> {
  const index = serve(book.relaxed);
  try {
    const ids = await index.ask('matchingIds', { kind });
    const labels = async (of: readonly RecordId[]) => ok(await index.ask('labels', of));
    const file = await exportRecords(book.strict, { labels } as unknown as ListIndex, { kind, ids });
    return await file.text();
  } finally {
    index.server.close();
  }
}

/** What the records of a book show, with names in the places of ids, in the order of their names. */
async function everything(replica: Replica): Promise<Record<ListedKind, readonly Values[]>> {
  const { strict } = replica.book;
  const own = await customNames(replica.book);
  const names = new Map<RecordId, string>();
  const rows = {} as Record<ListedKind, readonly RecordRow[]>;
  for (const kind of listedKinds) rows[kind] = await rowsOf(replica, kind);
  const others = [...(await strict.tags.toArray()), ...(await strict.members.toArray())];
  for (const row of [...others, ...Object.values(rows).flat()])
    names.set(row.id, `the ${kindOfId(row.id)} ${nameOf(row)}`);
  const named = (value: Json): Json => {
    if (typeof value === 'string') return isRecordId(value) ? (names.get(value) ?? value) : value;
    if (Array.isArray(value)) return (value as readonly Json[]).map(named);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, named(each)]));
  };
  const shown = (row: RecordRow): Values =>
    Object.fromEntries(
      Object.entries(shownOf(row)).map(([key, value]) => [
        isCustomKey(key) ? (own.get(key) ?? key) : key,
        named(value),
      ]),
    );
  const all = {} as Record<ListedKind, readonly Values[]>;
  for (const kind of listedKinds)
    all[kind] = rows[kind].toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)).map(shown);
  return all;
}

async function rowsOf(replica: Replica, kind: ListedKind): Promise<readonly RecordRow[]> {
  const { strict } = replica.book;
  const rows = new Map((await strict.rowsOf(kind).toArray()).map((row) => [row.id, row]));
  if (kind !== 'order') return [...rows.values()];
  for (const block of await strict.orderBlocks.toArray()) {
    for (let i = 0; i < block.index.length; i++) {
      const id = blockOrderId(block, i);
      const row = await readRow(strict, id);
      if (row !== undefined) rows.set(id, row);
    }
  }
  return [...rows.values()];
}

function nameOf(row: RecordRow): string {
  const { name, number, title, subject } = valuesOf(row);
  return textOf(name ?? number ?? title ?? subject);
}

async function customNames({ strict }: Book): Promise<ReadonlyMap<string, string>> {
  const defined = definitionsOf(await strict.fields.toArray());
  return new Map(defined.map(({ field, name }) => [field.key, name]));
}
