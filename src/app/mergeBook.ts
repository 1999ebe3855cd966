const key = 'rapport.mergeFrom';

/** Remembers, for the time that the page reopens, which book is to be merged into the one that opens. */
export function mergeAfterReopening(from: string): void {
  sessionStorage.setItem(key, from);
}

/** The book to merge into the one that has opened; told once. */
export function takeMerge(): string | undefined {
  const from = sessionStorage.getItem(key) ?? undefined;
  sessionStorage.removeItem(key);
  return from;
}
