import { databaseErrorOf, type DatabaseError } from '../database/errors.ts';
import type { BookDatabase, SettingRow } from '../database/schema.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { SavedNetwork } from './neuralMessages.ts';

/** `question` is a text of what a network says and of what. Networks stand among what the book remembers on this device: in its backup, and deleted with it. */
export function saveNetwork(
  db: BookDatabase,
  question: string,
  network: SavedNetwork,
): Promise<Result<undefined, DatabaseError>> {
  const row: SettingRow = { key: `setting:network/${question}`, value: network };
  const put = async (): Promise<undefined> => {
    await db.open();
    await db.meta.put(row);
    return undefined;
  };
  return answered(put());
}

/** The network for a question; undefined where none is kept. */
export function savedNetwork(
  db: BookDatabase,
  question: string,
): Promise<Result<SavedNetwork | undefined, DatabaseError>> {
  const row = db.meta.get(`setting:network/${question}`) as Promise<SettingRow | undefined>;
  return answered(row.then((found) => found?.value as SavedNetwork | undefined));
}

export function forgetNetwork(db: BookDatabase, question: string): Promise<Result<undefined, DatabaseError>> {
  return answered(db.meta.delete(`setting:network/${question}`).then(() => undefined));
}

async function answered<T>(work: PromiseLike<T>): Promise<Result<T, DatabaseError>> {
  try {
    return ok(await work);
  } catch (thrown) {
    const error = databaseErrorOf(thrown);
    if (error === undefined) throw thrown;
    return err(error);
  }
}
