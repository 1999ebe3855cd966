/* eslint-disable no-console -- what a library tells developers goes where it would have gone */
/**
 * What Yjs asks of lib0's `logging`, without the colours of the console: those bring a parser of schemas and builders of page
 * elements into every worker, 2 KB of the first download. The build puts this module in its place.
 */
export const BOLD = '';
export const UNBOLD = '';
export const ORANGE = '';
export const RED = '';

export function print(...parts: readonly unknown[]): void {
  console.info(...parts.filter((part) => part !== ''));
}

export function warn(...parts: readonly unknown[]): void {
  console.warn(...parts);
}
