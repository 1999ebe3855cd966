import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { violations } from './layers.ts';

const root = join(import.meta.dirname, '..', '..');

function sourcesUnder(folder: string): [string, string][] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|svelte)$/.test(name))
    .map((name) => [`${folder}/${name}`, readFileSync(join(root, folder, name), 'utf8')]);
}

test('the sources keep to the layer table, the package owners and Chinese text only in i18n', () => {
  const sources = new Map([...sourcesUnder('src'), ...sourcesUnder('sync-server')]);
  expect(sources.size).toBeGreaterThan(3);
  expect(violations(sources)).toEqual([]);
});

const rulesOf = (file: string, source: string) =>
  violations(new Map([[file, source]])).map((found) => found.rule);

describe('a breach is seen in', () => {
  test.each([
    ['a static import', `import { a } from '../app/a.ts';`],
    ['an import over several lines', `import {\n  a,\n  b,\n} from '../app/a.ts';`],
    ['a side effect import', `import '../app/a.ts';`],
    ['a type import', `import type { A } from '../app/a.ts';`],
    ['a re-export', `export { a } from '../app/a.ts';`],
    ['a dynamic import', 'const a = await import(`../app/a.ts`);'],
    ['an import type', `type A = import('../app/a.ts').A;`],
    ['a worker query', `import Engine from '../app/a.ts?worker';`],
    ['a worker url', `new Worker(new URL('../app/a.ts', import.meta.url), { type: 'module' });`],
  ])('%s', (_form, source) => {
    expect(rulesOf('src/domain/x.ts', source)).toEqual(['layer']);
    expect(rulesOf('src/ui/X.svelte', `<script lang="ts">\n  ${source}\n</script>`)).toEqual(['layer']);
  });
});

test.each([
  ['src/domain/x.ts', `import { db } from '../database/open.ts';`, 'layer'],
  ['src/screens/list/List.svelte', `<script>import { shard } from '../../store/shard.ts';</script>`, 'layer'],
  ['src/pwa/x.ts', `import { err } from '../domain/result.ts';`, 'layer'],
  ['sync-server/x.ts', `import { db } from '../src/database/open.ts';`, 'layer'],
  ['src/commands/x.ts', `import * as Y from 'yjs';`, 'package'],
  ['src/domain/x.ts', `import { readFileSync } from 'node:fs';`, 'package'],
  ['src/ui/x.ts', `import lodash from 'lodash';`, 'package'],
  ['src/app/x.ts', `import { thing } from '@tensorflow/tfjs-core/dist/thing';`, 'package'],
  ['src/app/x.ts', `import pkg from '../../package.json';`, 'path'],
  ['src/app/x.ts', `import { a } from './a';`, 'path'],
  ['src/screens/x.ts', `import E from '../workers/engine.worker.ts?worker';`, 'worker'],
  ['src/app/App.svelte', `<h1>默契</h1>`, 'chinese'],
])('%s may not contain %s', (file, source, rule) => {
  expect(rulesOf(file, source)).toEqual([rule]);
});

test.each([
  ['src/app/x.ts', `import { db } from '../database/open.ts';`],
  ['src/main.ts', `import { mount } from 'svelte';`],
  ['src/store/x.ts', `import * as Y from 'yjs';`],
  ['src/workers/x.ts', `new Worker(new URL('./engine.worker.ts', import.meta.url));`],
  ['src/i18n/shell.ts', `export const zh = { name: '默契' };`],
  ['sync-server/x.ts', `import { createServer } from 'node:http';`],
])('%s may contain %s', (file, source) => {
  expect(rulesOf(file, source)).toEqual([]);
});
