import { isRecordId } from '../../domain/ids.ts';
import type { Json } from '../../domain/json.ts';
import type { OrderLine } from '../../domain/order.ts';
import type { Values } from '../../domain/record.ts';
import type { ListedKind } from '../../read/listQuery.ts';

/** What a new record is begun for: each book, kind and set of records that it is about has a draft of its own. */
export interface DraftPlace {
  /** The book's name: another gives the same ids to other records. */
  readonly book: string;
  readonly kind: ListedKind;
  /** Ids of records. */
  readonly about: readonly string[];
}

/** A form as it stood; lines only of orders. */
export interface FormDraft {
  readonly values: Values;
  readonly lines: readonly OrderLine[];
}

/** What a person has begun to write for a new record, kept on this device until it is saved or discarded. */
export function readDraft(place: DraftPlace): FormDraft | undefined {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storageKey(place)) ?? 'null');
    const isDraft =
      typeof kept === 'object' &&
      kept !== null &&
      'values' in kept &&
      typeof kept.values === 'object' &&
      'lines' in kept &&
      Array.isArray(kept.lines);
    return isDraft ? (kept as FormDraft) : undefined;
  } catch {
    return undefined;
  }
}

export function keepDraft(place: DraftPlace, draft: FormDraft): void {
  try {
    localStorage.setItem(storageKey(place), JSON.stringify(draft));
  } catch {
    // A full storage must not stop somebody from writing: the form itself still holds everything.
    return;
  }
}

export function dropDraft(place: DraftPlace): void {
  try {
    localStorage.removeItem(storageKey(place));
  } catch {
    return;
  }
}

/** The records that first values name; undefined where they hold more than that: somebody has written it elsewhere. */
export function aboutOnly(given: Values): readonly string[] | undefined {
  const ids = Object.values(given).flatMap((value) => (Array.isArray(value) ? (value as Json[]) : [value]));
  const records = ids.filter((id) => typeof id === 'string' && isRecordId(id)) as string[];
  return records.length === ids.length ? records : undefined;
}

function storageKey({ book, kind, about }: DraftPlace): string {
  return ['rapport.draft', book, kind, ...[...about].sort()].join('.');
}
