/** Shorter than a frame, so that what a person does is answered between two parts. */
const longestMs = 8;

/**
 * For work of many parts in a page: what it returns is awaited between two of them, and lets the browser draw and answer once
 * enough time has gone by since it last could.
 */
export function pacer(now: () => number = () => performance.now()): () => Promise<void> {
  let since = now();
  return async () => {
    if (now() - since < longestMs) return;
    await new Promise((resolve) => setTimeout(resolve));
    since = now();
  };
}
