import type { BookDatabase } from '../database/schema.ts';
import { kindOfId, textIdOf, type RecordId, type TextId } from '../domain/ids.ts';
import { textFieldOf } from '../domain/objects.ts';
import type { Base, RecordState } from '../domain/record.ts';
import { readUpdates } from './engineTransaction.ts';
import { TextDocument } from './textDocument.ts';

/** What a record's text began with; undefined for a kind without a text. */
export function firstTextOf(record: RecordId, base: Base): string | undefined {
  const field = textFieldOf(kindOfId(record));
  if (field === undefined) return undefined;
  const value = base[0][field.key];
  return typeof value === 'string' ? value : '';
}

/** The document of a record's text as it is stored. The caller destroys it. */
export async function loadText(db: BookDatabase, record: RecordId, first: string): Promise<TextDocument> {
  const updates = await readUpdates(db, textIdOf(record));
  return new TextDocument(
    first,
    updates.map(({ bytes }) => bytes),
  );
}

/** The same states, with what their texts say where somebody has written to them. */
export async function withTexts(db: BookDatabase, states: readonly RecordState[]): Promise<RecordState[]> {
  const written = await writtenTexts(
    db,
    states.map(({ id }) => id),
  );
  const joined: RecordState[] = [];
  for (const state of states) {
    const first = written.has(textIdOf(state.id)) ? firstTextOf(state.id, state.base) : undefined;
    if (first === undefined) {
      joined.push(state);
      continue;
    }
    const document = await loadText(db, state.id, first);
    joined.push({ ...state, text: document.text });
    document.destroy();
  }
  return joined;
}

/** Documents that have been written to, among those between the first and the last of these records. Reads an index only. */
async function writtenTexts(db: BookDatabase, records: readonly RecordId[]): Promise<ReadonlySet<TextId>> {
  const ids = records
    .filter((id) => textFieldOf(kindOfId(id)) !== undefined)
    .map(textIdOf)
    .sort();
  const [from, to] = [ids[0], ids.at(-1)];
  if (from === undefined || to === undefined) return new Set();
  const keys = await db.updates.where('[shard+tier]').between([from, 0], [to, Infinity]).uniqueKeys();
  return new Set((keys as unknown as [TextId, number][]).map(([id]) => id));
}
