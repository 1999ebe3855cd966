import type { RecordId } from '../../domain/ids.ts';
import { formFrom, isBlank, type About, type ActivityForm } from './activityForm.ts';

/** What a person has begun to log on the page of a record, kept on this device until it is logged or thrown away. */
export function readComposerDraft(record: RecordId, about: About): ActivityForm | undefined {
  try {
    return formFrom(JSON.parse(localStorage.getItem(storageKey(record)) ?? 'null'), about);
  } catch {
    return undefined;
  }
}

export function keepComposerDraft(record: RecordId, form: ActivityForm): void {
  try {
    if (isBlank(form)) localStorage.removeItem(storageKey(record));
    else localStorage.setItem(storageKey(record), JSON.stringify(form));
  } catch {
    // A full storage must not stop somebody from writing: the form itself still holds everything.
    return;
  }
}

export function dropComposerDraft(record: RecordId): void {
  try {
    localStorage.removeItem(storageKey(record));
  } catch {
    return;
  }
}

function storageKey(record: RecordId): string {
  return `rapport.draft.activity.${record}`;
}
