import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

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
