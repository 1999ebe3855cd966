/** What can go wrong with the storage of a device. None of them drops an edit that was confirmed. */
export type DatabaseError =
  | { readonly type: 'quota-exceeded' }
  | { readonly type: 'connection-lost' }
  | { readonly type: 'upgrade-blocked' }
  | { readonly type: 'newer-version'; readonly epoch: number }
  | { readonly type: 'storage-unavailable'; readonly detail: string };

/** Names an exception that IndexedDB or Dexie threw. Undefined for anything else: a bug, to be thrown on. */
export function databaseErrorOf(thrown: unknown): DatabaseError | undefined {
  for (const cause of causesOf(thrown)) {
    const { name, message } = cause;
    if (name === 'QuotaExceededError') return { type: 'quota-exceeded' };
    if (
      /connection to indexed ?db(atabase)? server lost|connection to indexed database server lost/i.test(
        message,
      )
    ) {
      return { type: 'connection-lost' };
    }
    if (name === 'DatabaseClosedError' || (name === 'InvalidStateError' && /clos(ed|ing)/i.test(message))) {
      return { type: 'connection-lost' };
    }
    if (name === 'OpenFailedError' || name === 'MissingAPIError' || name === 'UnknownError') {
      return { type: 'storage-unavailable', detail: message };
    }
  }
  return undefined;
}

interface NamedError {
  readonly name: string;
  readonly message: string;
}

/** An exception and those inside it: Dexie wraps what IndexedDB throws as `inner`. */
function causesOf(thrown: unknown): NamedError[] {
  const causes: NamedError[] = [];
  let next: unknown = thrown;
  while (typeof next === 'object' && next !== null && causes.length < 8) {
    const { name, message, inner } = next as { name?: unknown; message?: unknown; inner?: unknown };
    causes.push({ name: String(name), message: String(message) });
    next = inner;
  }
  // What is inside is more exact than the wrapper.
  return causes.reverse();
}
