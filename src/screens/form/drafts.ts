import type { Values } from '../../domain/record.ts';
import type { ListedKind } from '../../read/listQuery.ts';

/** What a person has begun to write for a new record, kept on this device until it is saved or discarded. */
export function readDraft(kind: ListedKind): Values | undefined {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storageKey(kind)) ?? 'null');
    return typeof kept === 'object' && kept !== null && !Array.isArray(kept) ? (kept as Values) : undefined;
  } catch {
    return undefined;
  }
}

export function keepDraft(kind: ListedKind, values: Values): void {
  try {
    localStorage.setItem(storageKey(kind), JSON.stringify(values));
  } catch {
    // A full storage must not stop somebody from writing: the form itself still holds everything.
    return;
  }
}

export function dropDraft(kind: ListedKind): void {
  try {
    localStorage.removeItem(storageKey(kind));
  } catch {
    return;
  }
}

function storageKey(kind: ListedKind): string {
  return `rapport.draft.${kind}`;
}
