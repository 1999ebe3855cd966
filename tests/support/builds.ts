import { createHash } from 'node:crypto';
import { readBuiltFiles } from '../../sync-server/builtFiles.ts';
import type { BuiltFiles } from '../../sync-server/builtFiles.ts';
import { startServer } from '../../sync-server/server.ts';
import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';

export type ReleaseServer = {
  address: string;
  /** From now on the address serves this build, and nothing of the one before. */
  release: (version: string) => Promise<void>;
  stop: () => Promise<void>;
};

/** Serves builds of the app one after another at one address. Each is `dist` with every hashed name changed, as a change of all sources would do. */
export async function startReleaseServer(firstVersion: string): Promise<ReleaseServer> {
  let files: BuiltFiles = await buildOf(firstVersion);
  const server = await startServer(() => files, { host: '127.0.0.1', port: 0 });
  return {
    address: server.address,
    release: async (version) => {
      files = await buildOf(version);
    },
    stop: () => server.stop(0),
  };
}

async function buildOf(version: string): Promise<BuiltFiles> {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-build-'));
  cpSync(join(import.meta.dirname, '..', '..', 'dist'), folder, { recursive: true });
  const renames = readdirSync(join(folder, 'assets')).map((name) => [name, renamed(name, version)] as const);
  for (const [from, to] of renames) renameSync(join(folder, 'assets', from), join(folder, 'assets', to));

  const page = join(folder, 'index.html');
  writeFileSync(
    page,
    readFileSync(page, 'utf8').replace('<head>', `<head><meta name="version" content="${version}">`),
  );
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!['.html', '.js', '.css'].includes(extname(name))) continue;
    const path = join(folder, name);
    const text = readFileSync(path, 'utf8');
    writeFileSync(
      path,
      renames.reduce((changed, [from, to]) => changed.replaceAll(from, to), text),
    );
  }
  writeRevision(join(folder, 'serviceWorker.js'), 'index.html', readFileSync(page));
  const files = await readBuiltFiles(folder);
  rmSync(folder, { recursive: true });
  return files;
}

function renamed(name: string, version: string): string {
  return `${name.slice(0, -extname(name).length)}${version}${extname(name)}`;
}

/** The service worker's list holds a hash of each file whose name has none. */
function writeRevision(workerPath: string, url: string, content: Buffer): void {
  const revision = createHash('md5').update(content).digest('hex');
  const worker = readFileSync(workerPath, 'utf8');
  const entry = new RegExp(
    `("?revision"?:\\s*["'\`])[0-9a-f]{32}(["'\`],\\s*"?url"?:\\s*["'\`]${url.replace('.', '\\.')})`,
  );
  if (!entry.test(worker)) throw new Error(`The service worker does not list ${url}`);
  writeFileSync(workerPath, worker.replace(entry, `$1${revision}$2`));
}
