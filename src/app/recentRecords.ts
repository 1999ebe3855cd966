import type { RecordId } from '../domain/ids.ts';
import { isRecordId } from '../domain/ids.ts';

/** Records kept for the palette's first look. */
const kept = 8;

/** Records that were opened in this book on this device, the last one first. Ids only: names are read when they are shown. */
export function recentRecords(book: string): readonly RecordId[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(keyOf(book)) ?? '[]');
    return Array.isArray(stored)
      ? stored.filter((id): id is RecordId => typeof id === 'string' && isRecordId(id))
      : [];
  } catch {
    return [];
  }
}

export function noteRecord(book: string, id: RecordId): void {
  const others = recentRecords(book).filter((each) => each !== id);
  try {
    localStorage.setItem(keyOf(book), JSON.stringify([id, ...others].slice(0, kept)));
  } catch {
    // A full storage takes nothing but this convenience away.
    return;
  }
}

function keyOf(book: string): string {
  return `rapport.recent.${book}`;
}
