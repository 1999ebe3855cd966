import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfiguration } from '../../sync-server/configuration.ts';
import { jsonLog } from '../../sync-server/log.ts';
import { Metrics } from '../../sync-server/metrics.ts';
import { attachRelay } from '../../sync-server/relay/attach.ts';
import { Relay } from '../../sync-server/relay/relay.ts';
import type { RelayOptions } from '../../sync-server/relay/relayOptions.ts';
import { startServer } from '../../sync-server/server.ts';
import type { RelayStore } from '../../sync-server/store/relayStore.ts';
import { openSqliteStore } from '../../sync-server/store/sqliteStore.ts';
import { valueOfResult } from './results.ts';

export interface TestRelay {
  /** `ws://127.0.0.1:…/sync` */
  readonly address: string;
  readonly store: RelayStore;
  /** Everything that it has logged, one line of JSON each. */
  readonly lines: readonly string[];
  /** The file of its store. */
  readonly path: string;
  /** Ends as on a signal, and leaves its store for the next one. */
  readonly leave: () => Promise<void>;
  /** Ends, and removes its store. */
  readonly stop: () => Promise<void>;
}

export interface TestRelaySetup {
  readonly options?: Partial<RelayOptions>;
  /** Goes on with the store of an earlier one. */
  readonly path?: string;
  /** Stands between the relay and its store. */
  readonly wrap?: (store: RelayStore) => RelayStore;
}

/** A relay in this process, on a free port, with a store in a folder of its own. */
export async function startTestRelay({ options, path, wrap }: TestRelaySetup = {}): Promise<TestRelay> {
  const file = path ?? join(await mkdtemp(join(tmpdir(), 'rapport-relay-')), 'store');
  const lines: string[] = [];
  const opened = await openSqliteStore(file);
  const store = wrap === undefined ? opened : wrap(opened);
  const metrics = new Metrics();
  const configuration = { ...valueOfResult(readConfiguration({})), ...options };
  const log = jsonLog('debug', (line) => lines.push(line));
  const relay = new Relay({ store, options: configuration, metrics, log });
  const attachment = attachRelay(relay, metrics, configuration);
  const server = await startServer(() => new Map(), { host: '127.0.0.1', port: 0 }, attachment);
  let left: Promise<unknown> | undefined;
  const leave = async (): Promise<void> => {
    left ??= Promise.all([relay.stop(), server.stop(0)]);
    await left;
  };
  return {
    ...{ store, lines, leave, path: file },
    address: `${server.address.replace('http', 'ws')}/sync`,
    stop: async () => {
      await leave();
      await rm(join(file, '..'), { recursive: true });
    },
  };
}
