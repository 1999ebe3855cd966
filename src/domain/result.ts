/** What can be expected to go wrong is a value; bugs throw. `E` is a plain object with a `type`, so that it survives a worker boundary. */
export type Result<T, E> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value });

export const err = <E>(error: E): Result<never, E> => ({ ok: false, error });
