import { join } from 'node:path';
import { buildIfStale } from './buildIfStale.ts';
import { readBuiltFiles } from './builtFiles.ts';
import { startServer } from './server.ts';

/** Serves `dist` until it is told to end; with `--build`, makes it first. `PORT` and `HOST` choose the address. */
const folder = join(import.meta.dirname, '..', 'dist');
const port = Number(process.env['PORT'] ?? 4173);
const host = process.env['HOST'] ?? '127.0.0.1';

if (process.argv.includes('--build') && !buildIfStale()) process.exit(1);

const files = await readBuiltFiles(folder);
const server = await startServer(() => files, { host, port });
console.log(`Rapport is at ${server.address}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void server.stop().then(() => process.exit(0)));
}
