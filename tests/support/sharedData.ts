import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { createCsvParser } from '../../src/interchange/reading/csvParser.ts';

/** The folder with data sets and reference values, beside the repository's parent or where RAPPORT_SHARED points; null where it is absent. */
export const sharedFolder: URL | null = findShared();

export function readSharedJson(path: string): unknown {
  return JSON.parse(readFileSync(sharedFile(path), 'utf8'));
}

/** The text of a file, unpacked where its name ends in .gz. */
export function readSharedText(path: string): string {
  const bytes = readFileSync(sharedFile(path));
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

/** The records of a table, by column name. Blank lines are left out. */
export function readSharedTable(path: string, delimiter: string): Record<string, string>[] {
  const rows: string[][] = [];
  const dialect = { delimiter, quote: '"' as const, spaceBeforeQuote: false };
  const parser = createCsvParser(dialect, (cells) => {
    if (cells.length > 1) rows.push(cells);
  });
  parser.write(readSharedText(path).replace(/^\uFEFF/, ''));
  parser.end();
  const [header = [], ...records] = rows;
  return records.map((cells) => Object.fromEntries(header.map((name, i) => [name, cells[i] ?? ''])));
}

function sharedFile(path: string): URL {
  if (sharedFolder === null) throw new Error('The shared data are not on this machine.');
  return new URL(path, sharedFolder);
}

function findShared(): URL | null {
  const override = process.env['RAPPORT_SHARED'];
  const places =
    override === undefined ? ['../../../shared/', '../../../../shared/'] : [`file://${override}/`];
  for (const place of places) {
    const folder = new URL(place, import.meta.url);
    if (existsSync(new URL('truth/', folder))) return folder;
  }
  return null;
}
