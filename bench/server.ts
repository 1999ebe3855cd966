import { copyFileSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build } from 'vite';
import { buildIfStale } from '../sync-server/buildIfStale.ts';
import { readBuiltFiles, type BuiltFiles } from '../sync-server/builtFiles.ts';
import { startServer, type RunningServer } from '../sync-server/server.ts';

const root = join(import.meta.dirname, '..');

/** Serves the built app as it is, the bench's own page beside it under `/bench.html`, and a file to import. */
export async function serveBench(folder: string, file: string | null): Promise<RunningServer> {
  if (!buildIfStale()) throw new Error('the build failed');
  await build({
    configFile: false,
    logLevel: 'error',
    root: join(import.meta.dirname, 'page'),
    plugins: [svelte()],
    worker: { format: 'es' },
    build: { outDir: join(folder, 'page'), emptyOutDir: true, chunkSizeWarningLimit: 2_000 },
  });
  const extra = join(folder, 'extra');
  mkdirSync(extra);
  if (file !== null) copyFileSync(file, join(extra, basename(file)));
  const files: BuiltFiles = new Map([
    ...(await readBuiltFiles(extra)),
    ...[...(await readBuiltFiles(join(folder, 'page')))].map(
      ([path, built]) => [path === '/' ? '/bench.html' : path, built] as const,
    ),
    ...(await readBuiltFiles(join(root, 'dist'))),
  ]);
  return startServer(() => files, { host: '127.0.0.1', port: 0 });
}
