import { fork, spawnSync, type ChildProcess } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../tests/support/freePort.ts';

const packages = [
  '@hocuspocus/server@4.7.0',
  '@hocuspocus/provider@4.8.0',
  '@hocuspocus/extension-sqlite@4.7.0',
  'yjs@13.6.33',
  'ws@8.23.0',
];

/** The same load on a Hocuspocus that is installed for this only, in a temporary folder. Undefined where it cannot be installed. */
export async function hocuspocusThroughput(workspaces: number, onTheirWay: number, seconds: number) {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-hocuspocus-'));
  try {
    if (!install(folder)) return undefined;
    return await measure(folder, workspaces, onTheirWay, seconds);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function install(folder: string): boolean {
  writeFileSync(join(folder, 'package.json'), '{ "type": "module", "private": true }');
  const installing = spawnSync(
    'npm',
    ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', ...packages],
    { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  if (installing.status !== 0) return false;
  // Its SQLite is a native module that would have to be compiled; Node's own takes the same calls.
  const sqlite = join(folder, 'node_modules', 'better-sqlite3');
  rmSync(sqlite, { recursive: true, force: true });
  mkdirSync(sqlite);
  writeFileSync(join(sqlite, 'package.json'), '{ "type": "module", "main": "index.js" }');
  writeFileSync(join(sqlite, 'index.js'), `export { DatabaseSync as default } from 'node:sqlite';\n`);
  for (const name of ['server.js', 'load.js']) {
    copyFileSync(join(import.meta.dirname, 'hocuspocus', name), join(folder, name));
  }
  return true;
}

async function measure(folder: string, workspaces: number, onTheirWay: number, seconds: number) {
  const [port, database] = [String(freePort()), join(folder, 'store')];
  const server = fork(join(folder, 'server.js'), [port, database], { cwd: folder });
  await said(server);
  const before = residentBytes(server);
  const load = fork(join(folder, 'load.js'), [port, database, String(workspaces), String(onTheirWay)], {
    cwd: folder,
  });
  try {
    await said(load);
    await sleep(5_000);
    const idleBytes = (residentBytes(server) - before) / workspaces;
    load.send('load');
    await sleep(seconds * 1_000);
    const gone = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGKILL');
    await gone;
    await sleep(1_000);
    load.send('count');
    const { acknowledged, lost } = (await said(load)) as { acknowledged: number; lost: number };
    return { perSecond: acknowledged / seconds, idleBytes, acknowledged, lost };
  } finally {
    load.kill('SIGKILL');
    server.kill('SIGKILL');
  }
}

function said(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', () => reject(new Error('the process has ended')));
  });
}

function residentBytes({ pid }: ChildProcess): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1_024;
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
