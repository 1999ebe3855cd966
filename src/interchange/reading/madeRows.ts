import type { Dialect } from './csvParser.ts';

/** How rows that we make of other formats are written, so that everything after them is the same as for a text. */
export const madeDialect = { delimiter: ',', quote: '"', spaceBeforeQuote: false } as const satisfies Dialect;

/** A row of cells as one line of comma-separated text. */
export function madeRow(cells: readonly string[]): string {
  return `${cells.map(quoted).join(',')}\n`;
}

function quoted(cell: string): string {
  return /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
