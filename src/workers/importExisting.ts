import { readRows } from '../database/rows.ts';
import type { BookDatabase } from '../database/schema.ts';
import { hiddenBatchesOf } from '../domain/batch.ts';
import type { RecordId } from '../domain/ids.ts';
import { blockOrderId } from '../domain/orderBlock.ts';
import { isHidden, valuesOf, type RecordRow } from '../domain/record.ts';
import { readMerges } from '../database/merges.ts';
import { targetsOf } from '../interchange/mapping/targets.ts';
import {
  isCode,
  lookupFields,
  matchKey,
  type CreatedKind,
  type ExistingRecords,
  type ImportSettings,
  type MatchField,
} from '../interchange/records/settings.ts';

const rowsAtOnce = 2_000;

/** Keys of the book's records that an import with these settings may meet, read once into memory; records in the bin and of unfinished
 *  or undone batches are no matches. `before` (ms) leaves out what was created later, so that a resumed import sees the book as it
 *  was. Where two records have one key, the older one stands; one that was merged stands for what it was merged into. */
export async function readExisting(
  db: BookDatabase,
  settings: ImportSettings,
  before = Infinity,
): Promise<ExistingRecords> {
  const keys = new Map<string, RecordId>();
  const codes = new Map<RecordId, string>();
  const hidden = hiddenBatchesOf(await db.batches.toArray());
  for (const [kind, fields] of fieldsToRead(settings)) {
    if (kind === 'order') await readOrderNumbers(db, hidden, before, keys);
    else await readKeys(db, kind, fields, hidden, before, keys, codes);
  }
  const merges = await readMerges(db);
  const winners = await readRows(db, [...new Set(merges.values())]);
  const matchable = new Set(
    winners.flatMap((row) => (row !== undefined && isMatchable(row, hidden, before) ? [row.id] : [])),
  );
  return {
    find: (kind, field, key) => {
      const id = keys.get(keyName(kind, field, key));
      const standing = id === undefined ? undefined : merges.get(id);
      if (standing === undefined) return id;
      return matchable.has(standing) ? standing : undefined;
    },
    codeOf: (id) => codes.get(id),
    rows: (ids) => readRows(db, ids),
    all: (kind, field) => {
      const start = keyName(kind, field, '');
      return new Set([...keys].flatMap(([key, id]) => (key.startsWith(start) ? [id] : [])));
    },
  };
}

function fieldsToRead(settings: ImportSettings): Map<CreatedKind, MatchField[]> {
  const mapped = new Set(settings.mapping.map(({ target }) => target));
  const present = (kind: CreatedKind, fields: readonly MatchField[]) =>
    fields.filter((field) => mapped.has(`${kind}.${field}`));
  const { kind, policy, matchBy } = settings;
  const wanted = new Map<CreatedKind, MatchField[]>();
  const primary = policy === 'create' ? [] : [...matchBy];
  switch (kind) {
    case 'account':
      wanted.set('account', primary);
      wanted.set('contact', present('contact', ['externalId', 'emails', 'phones']));
      break;
    case 'contact':
      wanted.set('contact', primary);
      wanted.set('account', present('account', ['externalId', 'name']));
      break;
    case 'product':
      wanted.set('product', primary);
      break;
    case 'deal':
    case 'quote':
      wanted.set(kind, primary);
      wanted.set('account', present('account', ['externalId', 'name']));
      wanted.set('product', present('product', ['code', 'name']));
      break;
    case 'lead':
    case 'payment':
    case 'activity':
    case 'need':
    case 'task':
    case 'behaviour':
      wanted.set(kind, primary);
      wanted.set('account', present('account', ['externalId', 'name']));
      break;
    case 'orderLine':
      wanted.set('order', primary);
      wanted.set('product', present('product', ['code', 'name']));
      wanted.set('account', present('account', ['externalId', 'name', 'emails', 'phones']));
      break;
  }
  for (const { key, to, choices } of targetsOf(kind, settings.ofBook)) {
    if (to === undefined || choices !== undefined || !mapped.has(key) || !isNamed(to)) continue;
    wanted.set(to, [...new Set([...(wanted.get(to) ?? []), ...lookupFields[to]])]);
  }
  for (const [each, fields] of wanted) if (fields.length === 0) wanted.delete(each);
  return wanted;
}

function isNamed(kind: string): kind is keyof typeof lookupFields {
  return Object.hasOwn(lookupFields, kind);
}

async function readKeys(
  db: BookDatabase,
  kind: CreatedKind,
  fields: readonly MatchField[],
  hidden: ReadonlySet<RecordId>,
  before: number,
  keys: Map<string, RecordId>,
  codes: Map<RecordId, string>,
): Promise<void> {
  const table = db.rowsOf(kind);
  const code = fields.length > 1 ? fields.find(isCode) : undefined;
  for (let after = ''; ;) {
    const rows = await table.where('id').above(after).limit(rowsAtOnce).toArray();
    for (const row of rows) {
      if (!isMatchable(row, hidden, before)) continue;
      addKeys(row, kind, fields, keys);
      const value = code === undefined ? undefined : valuesOf(row)[code];
      if (code !== undefined && typeof value === 'string') codes.set(row.id, matchKey(code, value));
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < rowsAtOnce) return;
    after = last.id;
  }
}

function addKeys(
  row: RecordRow,
  kind: CreatedKind,
  fields: readonly MatchField[],
  keys: Map<string, RecordId>,
): void {
  const values = valuesOf(row);
  for (const field of fields) {
    const value = values[field];
    for (const element of Array.isArray(value) ? (value as readonly unknown[]) : [value]) {
      if (typeof element !== 'string' || element === '') continue;
      const name = keyName(kind, field, matchKey(field, element));
      if (!keys.has(name)) keys.set(name, row.id);
    }
  }
}

/** Numbers of packed orders, and of the edited and new ones over them. */
async function readOrderNumbers(
  db: BookDatabase,
  hidden: ReadonlySet<RecordId>,
  before: number,
  keys: Map<string, RecordId>,
): Promise<void> {
  const overlay = new Map((await db.orderOverlay.toArray()).map((row) => [row.id, row]));
  await db.orderBlocks.each((block) => {
    if (block.batch !== undefined && hidden.has(block.batch)) return;
    block.numbers.forEach((number, position) => {
      if ((block.at[position] ?? 0) > before) return;
      const id = blockOrderId(block, position);
      if (!overlay.has(id)) keys.set(keyName('order', 'number', matchKey('number', number)), id);
    });
  });
  for (const row of overlay.values()) {
    if (isMatchable(row, hidden, before)) addKeys(row, 'order', ['number'], keys);
  }
}

function isMatchable(row: RecordRow, hidden: ReadonlySet<RecordId>, before: number): boolean {
  return row.deletedAt === undefined && row.base[1] <= before && !isHidden(row, hidden);
}

function keyName(kind: CreatedKind, field: MatchField, key: string): string {
  return `${kind} ${field} ${key}`;
}
