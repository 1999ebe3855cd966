import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { freePort } from './freePort.ts';
import type { LoadDevice } from './loadDevice.ts';

const program = join(import.meta.dirname, '..', '..', 'sync-server', 'main.ts');

/** The relay as a process of its own, which can be killed and started again on the same store. */
export class RelayProcess {
  readonly folder = mkdtempSync(join(tmpdir(), 'rapport-relay-'));
  readonly store = join(this.folder, 'store');
  readonly port = freePort();
  readonly lines: string[] = [];
  readonly #environment: Readonly<Record<string, string>>;
  #child: ChildProcess | undefined;

  constructor(environment: Readonly<Record<string, string>> = {}) {
    this.#environment = environment;
  }

  get address(): string {
    return `ws://127.0.0.1:${this.port}/sync`;
  }

  /** Resolves when it listens. Rejects if it ends instead. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program], {
      env: {
        ...{ PORT: String(this.port), RAPPORT_STORE: this.store, RAPPORT_APP: this.folder },
        ...this.#environment,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#child = child;
    const lines = createInterface({ input: child.stdout });
    await new Promise<void>((resolve, reject) => {
      child.once('exit', () => reject(new Error('the relay has ended')));
      lines.on('line', (line) => {
        this.lines.push(line);
        if (line.includes('"listening"')) resolve();
      });
    });
  }

  /** Ends it without a chance to do anything. */
  async kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await gone;
  }

  /** Resident memory now, and the most that it was, in bytes. */
  memory(): { readonly now: number; readonly most: number } {
    const status = readFileSync(`/proc/${this.#child?.pid}/status`, 'utf8');
    const read = (name: string): number =>
      Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? NaN) * 1_024;
    return { now: read('VmRSS'), most: read('VmHWM') };
  }

  /** Acknowledged entries that are not in the store, byte for byte. The process must be gone. */
  lost(devices: readonly LoadDevice[]): number {
    const database = new DatabaseSync(this.store);
    const find = database.prepare(
      'SELECT sequence, hash FROM entries WHERE workspace = (SELECT id FROM workspaces WHERE name = ?) AND device = ?',
    );
    let lost = 0;
    for (const device of devices) {
      const rows = find.all(device.team.workspace, device.number);
      const stored = new Map(
        rows.map((row) => [Number(row['sequence']), Buffer.from(row['hash'] as Uint8Array)] as const),
      );
      for (const [sequence, hash] of device.hashes) {
        if (sequence <= device.acknowledged && stored.get(sequence)?.equals(hash) !== true) lost++;
      }
    }
    database.close();
    return lost;
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
