import type { BookDatabase } from '../database/schema.ts';
import type { RecordId } from '../domain/ids.ts';
import { isHidden, type RecordRow } from '../domain/record.ts';
import { generationOfKey, partKey } from '../domain/partKey.ts';

/** Parts read at once: about half a megabyte. */
const partsAtOnce = 4;

/**
 * The generation of parts that is the table now: the last whose batch shows. Undefined where nothing was kept yet. A replacement
 * that is unfinished or undone leaves the one before it.
 */
export async function currentGeneration(
  db: BookDatabase,
  table: RecordId,
  hidden: ReadonlySet<RecordId>,
): Promise<number | undefined> {
  let before = `${partKey(table)}\uffff`;
  for (;;) {
    const last = await db.tableParts.where('part').between(partKey(table), before).last();
    if (last?.part === undefined) return undefined;
    const generation = generationOfKey(last.part);
    if (!isHidden(last, hidden)) return generation;
    before = partKey(table, generation);
  }
}

/** The parts of a generation in their order, a few at a time, so that no step of a tab takes long. */
export async function* partsOf(
  db: BookDatabase,
  table: RecordId,
  generation: number,
): AsyncGenerator<RecordRow> {
  const end = `${partKey(table, generation)}\uffff`;
  for (let after = partKey(table, generation); ;) {
    const rows = await db.tableParts.where('part').between(after, end, false).limit(partsAtOnce).toArray();
    yield* rows;
    const last = rows.at(-1)?.part;
    if (last === undefined) return;
    after = last;
  }
}
