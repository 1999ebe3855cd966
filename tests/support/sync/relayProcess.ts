import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { freePort } from '../freePort.ts';

export interface RelaySetup {
  /** The file of its store. */
  readonly store: string;
  /** The folder of the built app that it serves. */
  readonly app: string;
  readonly options?: Readonly<Record<string, string>>;
  /** A free one without. */
  readonly port?: number;
}

/** The relay as it is installed: a process of its own, which can be killed. */
export class RelayProcess {
  readonly port: number;
  readonly #child: ChildProcess;

  private constructor(port: number, child: ChildProcess) {
    this.port = port;
    this.#child = child;
  }

  static async start({ store, app, options = {}, port = freePort() }: RelaySetup): Promise<RelayProcess> {
    const child = spawn(process.execPath, [join(import.meta.dirname, '../../../sync-server/main.ts')], {
      env: {
        ...process.env,
        ...{ HOST: '127.0.0.1', PORT: String(port), RAPPORT_STORE: store, RAPPORT_APP: app },
        ...{ RAPPORT_LOG_LEVEL: 'error', ...options },
      },
      stdio: 'inherit',
    });
    const relay = new RelayProcess(port, child);
    await relay.#answers();
    return relay;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** As a power cut does it: nothing is finished. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGKILL');
    await ended;
  }

  async #answers(): Promise<void> {
    for (let i = 0; i < 200; i++) {
      const answer = await fetch(`http://127.0.0.1:${this.port}/healthz`).catch(() => undefined);
      if (answer?.ok === true) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('the relay does not answer');
  }
}
