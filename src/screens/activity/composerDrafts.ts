import type { RecordId } from '../../domain/ids.ts';
import { formFrom, isBlank, type About, type ActivityForm } from './activityForm.ts';

/** What a person has begun to log on the page of a record, kept on this device until it is logged or thrown away. */
export function readComposerDraft(book: string, record: RecordId, about: About): ActivityForm | undefined {
  try {
    return formFrom(JSON.parse(localStorage.getItem(storageKey(book, record)) ?? 'null'), about);
  } catch {
    return undefined;
  }
}

export function keepComposerDraft(book: string, record: RecordId, form: ActivityForm): void {
  try {
    if (isBlank(form)) localStorage.removeItem(storageKey(book, record));
    else localStorage.setItem(storageKey(book, record), JSON.stringify(form));
  } catch {
    // A full storage must not stop somebody from writing: the form itself still holds everything.
    return;
  }
}

export function dropComposerDraft(book: string, record: RecordId): void {
  try {
    localStorage.removeItem(storageKey(book, record));
  } catch {
    return;
  }
}

/** Another book gives the same id to another record. */
function storageKey(book: string, record: RecordId): string {
  return `rapport.draft.${book}.composer.${record}`;
}
