const waiting: (() => void)[] = [];

/**
 * Does something in one of the next frames, one thing in each: a page of many charts would otherwise stand still while all are
 * drawn. Returns what stops it.
 */
export function inTurn(act: () => void): () => void {
  if (waiting.push(act) === 1) requestAnimationFrame(doNext);
  return () => {
    const place = waiting.indexOf(act);
    if (place >= 0) waiting.splice(place, 1);
  };
}

function doNext(): void {
  waiting.shift()?.();
  if (waiting.length > 0) requestAnimationFrame(doNext);
}
