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
const server = await startServer(() => files, { host, port }).catch((error: NodeJS.ErrnoException) => {
  if (error.code !== 'EADDRINUSE') throw error;
  console.error(`Port ${port} is taken. Choose another: PORT=${port + 1} npm start`);
  process.exit(1);
});
console.log(`Rapport is at ${server.address}`);

const end = () => void server.stop().then(() => process.exit(0));
process.once('SIGINT', end);
process.once('SIGTERM', end);
endWithParent();

/** The shell that npm starts us in dies of a signal without passing it on. */
function endWithParent(): void {
  if (process.env['npm_lifecycle_event'] !== 'start') return;
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && end(), 500).unref();
}
