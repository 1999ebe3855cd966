import type { BookDatabase, SyncRow } from './schema.ts';

/** What a device may do with a shared book, as its owners have signed it; it is out once it was removed or has left. */
export type BookRole = NonNullable<SyncRow['role']>;

/** Why this device may look at the book but not write to it. */
export interface ReadOnlyError {
  /** `viewer`: its role only looks. `not-a-member`: it was removed, or has left. */
  readonly type: 'viewer' | 'not-a-member';
}

/** To be called in every transaction of a command: what a viewer writes, nobody else would ever have. Needs `meta`. */
export async function readOnlyReason(db: BookDatabase): Promise<ReadOnlyError | undefined> {
  return readOnlyOf(await readRole(db));
}

export function readOnlyOf(role: BookRole | undefined): ReadOnlyError | undefined {
  if (role === 'viewer') return { type: 'viewer' };
  return role === 'removed' || role === 'left' ? { type: 'not-a-member' } : undefined;
}

/** Undefined for a book of this device alone, and before the members of a shared one are known. */
export async function readRole(db: BookDatabase): Promise<BookRole | undefined> {
  const row = await db.meta.get('sync');
  return row?.key === 'sync' ? row.role : undefined;
}

/** What the operations on the members say of this device. */
export async function writeRole(db: BookDatabase, role: BookRole): Promise<void> {
  await db.transaction('rw', db.meta, async () => {
    const row = await db.meta.get('sync');
    if (row?.key === 'sync') await db.meta.put({ ...row, role });
  });
}
