/**
 * Loads something when it is first asked for and keeps it. A failure is told to everybody who waits and not kept: the next
 * call tries again, as a part of the program may be out of reach only for now.
 */
export function loadOnce<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return () => {
    loading ??= load().catch((thrown: unknown) => {
      loading = undefined;
      throw thrown;
    });
    return loading;
  };
}
