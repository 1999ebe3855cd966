import type { TargetRecipe } from '../analytics/preparation/target.ts';
import { databaseErrorOf, type DatabaseError } from '../database/errors.ts';
import type { BookDatabase, SettingRow } from '../database/schema.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { SavedNetwork } from './neuralMessages.ts';

/** Networks stand among what the book remembers on this device: in its backup, and deleted with it. */
export function saveNetwork(
  db: BookDatabase,
  network: SavedNetwork,
): Promise<Result<undefined, DatabaseError>> {
  const row: SettingRow = { key: keyOf(network.target), value: network };
  return answered(db.meta.put(row).then(() => undefined));
}

/** The network for a question; undefined where none is kept. */
export function savedNetwork(
  db: BookDatabase,
  target: TargetRecipe,
): Promise<Result<SavedNetwork | undefined, DatabaseError>> {
  const row = db.meta.get(keyOf(target)) as Promise<SettingRow | undefined>;
  return answered(row.then((found) => found?.value as SavedNetwork | undefined));
}

export function forgetNetwork(
  db: BookDatabase,
  target: TargetRecipe,
): Promise<Result<undefined, DatabaseError>> {
  return answered(db.meta.delete(keyOf(target)).then(() => undefined));
}

function keyOf({ key, yes }: TargetRecipe): SettingRow['key'] {
  return `setting:network/${key}${yes === undefined ? '' : `/${yes}`}`;
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
