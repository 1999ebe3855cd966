import { levels, type Level } from '../../analytics/duplicates/duplicateRecords.ts';
import {
  findDuplicates,
  type DuplicatePair,
  type FoundDuplicates,
} from '../../analytics/duplicates/findDuplicates.ts';
import { databaseErrorOf, type DatabaseError } from '../../database/errors.ts';
import { readMerges } from '../../database/merges.ts';
import { BookDatabase } from '../../database/schema.ts';
import type { RecordId } from '../../domain/ids.ts';
import { distinctFrom, type MergeableKind } from '../../domain/merging.ts';
import { isHidden, valuesOf, type RecordRow } from '../../domain/record.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { hasHan } from '../../read/fold.ts';
import { readHiddenBatches } from '../../read/live.ts';
import { loadPinyin } from '../../read/pinyin.ts';
import { comparedColumns, duplicateFields } from './duplicateFields.ts';

export interface DuplicatesRequest {
  /** The name of the book. */
  readonly name: string;
  readonly kind: MergeableKind;
}

/** What a field of the records of a suggestion comes to: the same in all, nearly, likely, or different in some. */
export interface DuplicateReason {
  readonly field: string;
  readonly level: Level;
}

/** Records that are probably one. */
export interface DuplicateSuggestion {
  readonly ids: readonly RecordId[];
  /** Probability of the weakest link, 0 to 1. */
  readonly chance: number;
  /** What speaks for it, the strongest first; then what speaks against it. */
  readonly reasons: readonly DuplicateReason[];
}

export interface DuplicatesAnswer {
  /** Groups from `groupChance` on, then pairs that may be one; the likeliest first. */
  readonly suggestions: readonly DuplicateSuggestion[];
  readonly records: number;
  readonly compared: number;
  /** Keys that too many records share to compare them all. */
  readonly giantBlocks: number;
  readonly largestBlock: number;
  readonly tookMs: number;
}

export interface DuplicatesTask {
  request: DuplicatesRequest;
  answer: DuplicatesAnswer;
  error: DatabaseError;
}

const rowsAtOnce = 1_000;
/** Share of the work that reading is. */
const readingShare = 0.3;

/** Searches the visible records of a kind for duplicates, from their rows. */
export async function duplicates(
  { name, kind }: DuplicatesRequest,
  onProgress: (done: number) => void,
): Promise<Result<DuplicatesAnswer, DatabaseError>> {
  const started = performance.now();
  const db = new BookDatabase(name, 'relaxed');
  try {
    await db.open();
    const read = await readRecords(db, kind, (done) => onProgress(readingShare * done));
    const pinyin = read.hasHan ? await loadPinyin() : undefined;
    const fields = duplicateFields(kind, read.columns, pinyin);
    const positions = new Map(read.ids.map((id, i) => [id, i]));
    const distinct = new Set(
      read.distinct.flatMap(([a, b]) => {
        const [i, j] = [positions.get(a), positions.get(b)];
        return i === undefined || j === undefined ? [] : [pairKey(i, j)];
      }),
    );
    const found = findDuplicates(fields, {
      onProgress: (done) => onProgress(readingShare + (1 - readingShare) * done),
      areDistinct: (a, b) => distinct.has(pairKey(a, b)),
    });
    return ok({
      suggestions: suggestionsOf(
        found,
        read.ids,
        fields.map(({ key }) => key),
      ),
      records: read.ids.length,
      compared: found.compared,
      giantBlocks: found.giantBlocks,
      largestBlock: found.largestBlock,
      tookMs: performance.now() - started,
    });
  } catch (thrown) {
    const error = databaseErrorOf(thrown);
    if (error === undefined) throw thrown;
    return err(error);
  } finally {
    db.close();
  }
}

function pairKey(a: number, b: number): number {
  return Math.min(a, b) * 2 ** 22 + Math.max(a, b);
}

interface ReadRecords {
  readonly ids: RecordId[];
  readonly columns: Readonly<Record<string, string[][]>>;
  readonly distinct: (readonly [RecordId, RecordId])[];
  hasHan: boolean;
}

async function readRecords(
  db: BookDatabase,
  kind: MergeableKind,
  onProgress: (done: number) => void,
): Promise<ReadRecords> {
  const [hidden, merges, total] = await Promise.all([
    readHiddenBatches(db),
    readMerges(db),
    db.rowsOf(kind).count(),
  ]);
  const keys = comparedColumns(kind);
  const read: ReadRecords = {
    ids: [],
    columns: Object.fromEntries(keys.map((key) => [key, []])),
    distinct: [],
    hasHan: false,
  };
  let seen = 0;
  for (let after = ''; ;) {
    const rows = await db.rowsOf(kind).where('id').above(after).limit(rowsAtOnce).toArray();
    for (const row of rows) {
      if (row.deletedAt === undefined && !isHidden(row, hidden) && !merges.has(row.id))
        take(read, row, keys, merges);
    }
    seen += rows.length;
    onProgress(total === 0 ? 1 : seen / total);
    const last = rows.at(-1);
    if (last === undefined || rows.length < rowsAtOnce) return read;
    after = last.id;
  }
}

function take(
  read: ReadRecords,
  row: RecordRow,
  keys: readonly string[],
  merges: ReadonlyMap<RecordId, RecordId>,
): void {
  const values = valuesOf(row);
  read.ids.push(row.id);
  for (const key of keys) {
    const value = values[key];
    const list = Array.isArray(value) ? value.map(String) : typeof value === 'string' ? [value] : [];
    read.columns[key]?.push(key === 'accounts' ? list.map((id) => merges.get(id) ?? id) : list);
    if (key === 'name') read.hasHan ||= hasHan(list[0] ?? '');
  }
  for (const other of distinctFrom(row.registers)) read.distinct.push([row.id, other]);
}

/** Groups, and pairs that are in none. */
function suggestionsOf(
  { pairs, groups }: FoundDuplicates,
  ids: readonly RecordId[],
  keys: readonly string[],
): readonly DuplicateSuggestion[] {
  const groupOf = new Map(groups.flatMap((group) => group.records.map((record) => [record, group] as const)));
  const linksOf = new Map(groups.map((group) => [group, [] as DuplicatePair[]]));
  const loose: DuplicatePair[] = [];
  for (const pair of pairs) {
    const [x, y] = [groupOf.get(pair.a), groupOf.get(pair.b)];
    if (x !== undefined && x === y) linksOf.get(x)?.push(pair);
    else if (x === undefined && y === undefined) loose.push(pair);
  }
  const idOf = (record: number): RecordId => ids[record] ?? '';
  return [
    ...groups.map((group) => ({
      ids: group.records.map(idOf),
      chance: group.chance,
      reasons: reasonsOf(linksOf.get(group) ?? [], keys),
    })),
    ...loose.map((pair) => ({
      ids: [idOf(pair.a), idOf(pair.b)],
      chance: pair.chance,
      reasons: reasonsOf([pair], keys),
    })),
  ];
}

/** Of each field the least that some link says of it, by what it adds to the odds. */
function reasonsOf(links: readonly DuplicatePair[], keys: readonly string[]): readonly DuplicateReason[] {
  const reasons = keys.flatMap((field, f) => {
    const told = links.filter((link) => link.levels[f] !== levels.missing);
    if (told.length === 0) return [];
    const level = Math.min(...told.map((link) => link.levels[f] ?? levels.differs)) as Level;
    const bits = told.reduce((sum, link) => sum + (link.bits[f] ?? 0), 0) / told.length;
    return [{ field, level, bits }];
  });
  return reasons.sort((a, b) => b.bits - a.bits).map(({ field, level }) => ({ field, level }));
}
