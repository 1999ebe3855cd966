import { opinionsOf, type OpinionError, type Opinions } from '../../analytics/text/opinions.ts';
import { databaseErrorOf, type DatabaseError } from '../../database/errors.ts';
import { readRows } from '../../database/rows.ts';
import { BookDatabase } from '../../database/schema.ts';
import type { RecordId } from '../../domain/ids.ts';
import { isHidden, valuesOf } from '../../domain/record.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { usableNumbers } from '../../domain/table.ts';
import { stopWords } from '../../i18n/stopWords.ts';
import { readHiddenBatches } from '../../read/live.ts';

/** Where texts are: at hand, or in some fields of records of the book of that name, which are joined line by line. */
export type TextSource =
  | { readonly type: 'texts'; readonly texts: readonly string[] }
  | {
      readonly type: 'book';
      readonly name: string;
      readonly ids: readonly RecordId[];
      readonly keys: readonly string[];
    };

export interface OpinionsRequest {
  readonly source: TextSource;
  /** One for each text, NaN for none; null where nothing rates them. */
  readonly ratings: Float64Array | null;
  /** Days since 1970-01-01, NaN for none; null where nothing dates them. */
  readonly days: Float64Array | null;
  /** Null for the number whose words belong together best. */
  readonly topics: number | null;
  readonly seed: number;
  readonly whole: readonly string[];
  readonly leftOut: readonly string[];
}

export interface OpinionsTask {
  request: OpinionsRequest;
  answer: Opinions;
  error: OpinionError | DatabaseError;
}

/** The texts of a source, one for each of its records. */
export interface TextsTask {
  request: TextSource;
  answer: readonly string[];
  error: DatabaseError;
}

/** Letters of the texts of a record that are looked at. */
const mostLetters = 5_000;
const rowsAtOnce = 500;
/** Share of the work that reading is. */
const readingShare = 0.1;

export async function opinions(
  { source, ratings, days, ...asked }: OpinionsRequest,
  onProgress: (done: number) => void,
): Promise<Result<Opinions, OpinionsTask['error']>> {
  const texts = await textsOf(source, (done) => onProgress(readingShare * done));
  if (!texts.ok) return texts;
  return opinionsOf(
    { texts: texts.value, ratings: ratings && usableNumbers(ratings), days: days && usableNumbers(days) },
    { ...asked, stopWords, onProgress: (done) => onProgress(readingShare + (1 - readingShare) * done) },
  );
}

/** Empty for a record that is deleted or hidden, and for one without a text. */
export async function textsOf(
  source: TextSource,
  onProgress: (done: number) => void,
): Promise<Result<readonly string[], DatabaseError>> {
  if (source.type === 'texts') return ok(source.texts);
  const db = new BookDatabase(source.name, 'relaxed');
  const texts: string[] = [];
  try {
    await db.open();
    const hidden = await readHiddenBatches(db);
    for (let from = 0; from < source.ids.length; from += rowsAtOnce) {
      for (const row of await readRows(db, source.ids.slice(from, from + rowsAtOnce))) {
        const isThere = row !== undefined && row.deletedAt === undefined && !isHidden(row, hidden);
        const values = isThere ? valuesOf(row) : {};
        const parts = source.keys.map((key) => values[key]).filter((value) => typeof value === 'string');
        texts.push(parts.join('\n').trim().slice(0, mostLetters));
      }
      onProgress(texts.length / source.ids.length);
    }
    return ok(texts);
  } catch (thrown) {
    const error = databaseErrorOf(thrown);
    if (error === undefined) throw thrown;
    return err(error);
  } finally {
    db.close();
  }
}
