import { databaseErrorOf, type DatabaseError } from './errors.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { BookDatabase, schemaEpoch } from './schema.ts';

/** Two handles on one book: strict for what people do, relaxed for bulk work that can be done again. */
export interface BookHandles {
  readonly strict: BookDatabase;
  readonly relaxed: BookDatabase;
  /** True where newer code has written these data: this code shows them and writes nothing. */
  readonly readOnly: boolean;
  readonly close: () => void;
}

export interface OpenOptions {
  /** Called while another tab with older code keeps the database from being upgraded. */
  readonly onBlocked?: () => void;
  /** Called when newer code in another tab needs this one to let go. */
  readonly onSuperseded?: () => void;
}

export async function openBook(
  name: string,
  options: OpenOptions = {},
): Promise<Result<BookHandles, DatabaseError>> {
  const strict = new BookDatabase(name, 'strict');
  const relaxed = new BookDatabase(name, 'relaxed');
  for (const handle of [strict, relaxed]) {
    handle.on('blocked', () => options.onBlocked?.());
    handle.on('versionchange', () => {
      handle.close({ disableAutoOpen: true });
      options.onSuperseded?.();
    });
  }
  try {
    await strict.open();
    await relaxed.open();
    const epoch = await readEpoch(strict);
    return ok({
      strict,
      relaxed,
      readOnly: epoch > schemaEpoch,
      close: () => {
        strict.close();
        relaxed.close();
      },
    });
  } catch (thrown) {
    strict.close();
    relaxed.close();
    const error = databaseErrorOf(thrown);
    if (error === undefined) throw thrown;
    return err(error);
  }
}

/** The epoch of the code that wrote last; writes ours where it is the newest. */
async function readEpoch(db: BookDatabase): Promise<number> {
  const row = await db.meta.get('epoch');
  const epoch = row?.key === 'epoch' ? row.epoch : 0;
  if (epoch < schemaEpoch) await db.meta.put({ key: 'epoch', epoch: schemaEpoch });
  return Math.max(epoch, schemaEpoch);
}

/** To be called first in every writing transaction: old code must not write what newer code has changed. */
export async function newerEpoch(db: BookDatabase): Promise<number | undefined> {
  const row = await db.meta.get('epoch');
  return row?.key === 'epoch' && row.epoch > schemaEpoch ? row.epoch : undefined;
}
