import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const workers = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.worker.ts'),
);

/** Every source that a worker loads, types left out. */
function loadedBy(entry: string): Set<string> {
  const seen = new Set<string>();
  const waiting = [entry];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const source = readFileSync(file, 'utf8');
    for (const [, types, path = ''] of source.matchAll(
      /^(?:import|export)\s(type\s)?[^'"]*?['"](\.{1,2}\/[^'"]+)['"]/gm,
    )) {
      if (types === undefined) waiting.push(join(dirname(file), path));
    }
  }
  return seen;
}

test.each(workers)('%s loads no runes: workers are built without Svelte', (worker) => {
  const runes = [...loadedBy(join(root, 'src', worker))].filter((file) => /\.svelte(?:\.ts)?$/.test(file));
  expect(runes.map((file) => relative(root, file))).toEqual([]);
});
