import type { KeyTable, StoredKey } from '../../src/sync/deviceKeys.ts';

/** A table of keys in memory; `store` is what it makes of a row, as a browser would on writing it. */
export function memoryKeys(store: (row: StoredKey) => StoredKey = structuredClone): KeyTable {
  const rows = new Map<string, StoredKey>();
  const settle = <T>(value: T): Promise<T> => Promise.resolve(value);
  return {
    get: (id) => settle(rows.get(id)),
    bulkGet: (ids) => settle(ids.map((id) => rows.get(id))),
    bulkPut: (all) => settle(all.forEach((row) => rows.set(row.id, store(row)))),
    bulkDelete: (ids) => settle(ids.forEach((id) => rows.delete(id))),
    toArray: () => settle([...rows.values()]),
    clear: () => settle(rows.clear()),
  };
}
