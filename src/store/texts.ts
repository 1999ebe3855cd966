import { readDevice } from '../database/counters.ts';
import { readOnlyReason, type ReadOnlyError } from '../database/readOnly.ts';
import { readRow } from '../database/rows.ts';
import { isTextEdit } from '../domain/history.ts';
import { kindOfId, parseVersion, textIdOf, type RecordId } from '../domain/ids.ts';
import { textFieldOf } from '../domain/objects.ts';
import { project } from '../domain/record.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { engineTransaction, type EngineScope, type EngineState } from './engineTransaction.ts';
import { changeTables } from './engineWrite.ts';
import { foldAllPending } from './fold.ts';
import { readErased } from './projection.ts';
import { differenceOf } from './textDifference.ts';
import { mergeText } from './textForm.ts';
import { firstTextOf, loadText } from './textRows.ts';

/** What an editor of a text asks the engine to keep. */
export interface TextWriting {
  readonly record: RecordId;
  /** A Yjs update of the text's document; what of it is known already is left out. */
  readonly bytes: Uint8Array;
}

export type TextError =
  | ReadOnlyError
  /** The record is not there, or was erased. */
  | { readonly type: 'not-found'; readonly id: RecordId }
  /** The update needs what this book does not have, or was made by another device. */
  | { readonly type: 'not-ours'; readonly detail: string };

/** Edits of one text on one device within this time are one step of its history, ms. */
const oneEditingMs = 10 * 60_000;

/** Keeps what a person has written to a text. When it returns a value, it is durable. Doing it again changes nothing. */
export async function writeText(state: EngineState, writing: TextWriting): Promise<Result<null, TextError>> {
  const tables = changeTables([writing.record]);
  const result = await engineTransaction(state, 'strict', tables, (scope) => write(scope, writing));
  if (result.ok) state.book.announce({ type: 'rows' });
  return result;
}

async function write(scope: EngineScope, { record, bytes }: TextWriting): Promise<Result<null, TextError>> {
  const { db } = scope;
  const readOnly = await readOnlyReason(db);
  if (readOnly !== undefined) return err(readOnly);
  // Others must have the record before its text.
  await foldAllPending(scope);
  const row = (await readErased(db)).has(record) ? undefined : await readRow(db, record);
  const first = row === undefined ? undefined : firstTextOf(record, row.base);
  if (row === undefined || first === undefined) return err({ type: 'not-found', id: record });
  const { device, founder = false } = await readDevice(db);
  const text = await loadText(db, record, first);
  try {
    const merged = mergeText(text, bytes, { device, founder, role: 'owner' });
    if (merged.type !== 'fine') {
      return err({ type: 'not-ours', detail: merged.type === 'waits' ? 'waits' : merged.detail });
    }
    if (merged.written === undefined) return ok(null);
    await scope.addUpdate(textIdOf(record), merged.written);
    await db.rowsOfRecord(record).put(project({ ...row, text: text.text }));
    await db.rowLog.add({ kind: kindOfId(record), ids: [record] });
    await noteEdit(scope, record);
    return ok(null);
  } finally {
    text.destroy();
  }
}

/** Makes a text say what an import says, with as little change as there is between the two. */
export async function setText(scope: EngineScope, record: RecordId, value: string): Promise<void> {
  const { db, counters } = scope;
  const row = await readRow(db, record);
  const first = row === undefined ? undefined : firstTextOf(record, row.base);
  if (row === undefined || first === undefined) return;
  const text = await loadText(db, record, first);
  text.doc.clientID = counters.nextClientId();
  const written: Uint8Array[] = [];
  text.doc.on('update', (bytes: Uint8Array) => written.push(bytes));
  const { from, deleted, letters } = differenceOf(text.text, value.replace(/\r\n?/g, '\n'));
  text.doc.transact(() => {
    text.root.delete(from, deleted);
    text.root.insert(from, letters);
  });
  const now = text.text;
  text.destroy();
  if (written[0] === undefined) return;
  await scope.addUpdate(textIdOf(record), written[0]);
  await db.rowsOfRecord(record).put(project({ ...row, text: now }));
  await db.rowLog.add({ kind: kindOfId(record), ids: [record] });
  await noteEdit(scope, record);
}

/** A step of the record's history, unless this one goes on with the last. */
async function noteEdit({ db, counters, addHistory }: EngineScope, record: RecordId): Promise<void> {
  const field = textFieldOf(kindOfId(record));
  if (field === undefined) return;
  const at = Date.now();
  const rows = await db.history.where('records').equals(record).toArray();
  const goesOn = rows.some(
    (row) =>
      Math.abs(at - row.at) < oneEditingMs &&
      row.author === counters.member &&
      parseVersion(row.id).device === counters.device &&
      row.changes.some(isTextEdit),
  );
  if (goesOn) return;
  await addHistory({
    ...{ id: counters.nextVersion(), at, author: counters.member, command: 'edit', created: [] },
    changes: [{ id: record, register: field.key, before: [], after: [] }],
    records: [record],
  });
}
