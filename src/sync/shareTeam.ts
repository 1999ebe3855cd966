import { readDevice } from '../database/counters.ts';
import type { SyncRow } from '../database/schema.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { toHex } from '../protocol/bytes.ts';
import { emptyLogHash, noHash } from '../protocol/entry.ts';
import type { RelayError } from '../protocol/frames.ts';
import type { DeviceKeys } from '../protocol/keys.ts';
import type { Names } from '../protocol/names.ts';
import type { Hex } from '../protocol/operations.ts';
import type { EngineState } from '../store/engineTransaction.ts';
import { shareBook } from '../store/outbox.ts';
import type { Clock } from './clock.ts';
import { openConnection, type ConnectionEnd, type Knock } from './connection.ts';
import { deviceKeysOf, newDeviceKeys } from './deviceKeys.ts';
import { beginTeam } from './operationFlows.ts';
import { sealOperation, type SealedEntry } from './sealing.ts';
import type { OpenSocket } from './socket.ts';

/** How to reach the relay. */
export interface RelayPorts {
  readonly openSocket: OpenSocket;
  readonly clock: Clock;
}

export type ShareError =
  | { readonly type: 'already-shared' }
  | { readonly type: 'offline' }
  | { readonly type: 'closed-to-new' }
  | { readonly type: 'quota' }
  | { readonly type: 'refused'; readonly detail: string };

/**
 * Makes the book a team's: new keys, a genesis that the relay has accepted, and everything in the book on its way. Before
 * the relay has answered, nothing in the book has changed.
 */
export async function shareTeam(
  state: EngineState,
  ports: RelayPorts,
  names: Names,
): Promise<Result<{ readonly workspace: Hex }, ShareError>> {
  const { strict } = state.book;
  if ((await strict.meta.get('sync')) !== undefined) return err({ type: 'already-shared' });
  const { keys, genesis, workspace } = await prepare(state, names);
  const device = (await readDevice(strict)).device;
  const subject = { workspace: toHex(workspace), device, genesis: toHex(genesis.bytes) };
  const made = await makeWorkspace(ports, { subject, sign: keys.signer.sign });
  if (!made.ok) return made;
  const sync: SyncRow = {
    ...{ key: 'sync', state: 'sharing', workspace: toHex(workspace), cursor: 0 },
    logHash: emptyLogHash(workspace),
    role: 'owner',
  };
  await shareBook(state, sync);
  return ok({ workspace: sync.workspace });
}

/** Keys and genesis stand in the book before it is shared: a book that is shared has them. */
async function prepare(
  { book: { strict, relaxed } }: EngineState,
  names: Names,
): Promise<{ keys: DeviceKeys; genesis: SealedEntry; workspace: Uint8Array }> {
  const rows = await newDeviceKeys({ write: strict.keys, read: relaxed.keys });
  const keys = deviceKeysOf(rows);
  if (keys === undefined) throw new Error('a key is missing');
  const { device, member } = await readDevice(strict);
  const { operation, workspace, epochKey } = await beginTeam({ keys, device, member, names });
  const seen = { position: 0, hash: emptyLogHash(workspace) };
  const as = { workspace, device, signer: keys.signer, epoch: 1, seen };
  const genesis = await sealOperation(as, { sequence: 0, hash: noHash }, operation);
  const tables = [
    strict.keys,
    strict.sealed,
    strict.operations,
    strict.heads,
    strict.waiting,
    strict.cursors,
  ];
  await strict.transaction('rw', tables, async () => {
    for (const table of tables) await table.clear();
    await strict.keys.bulkPut([...rows, { id: 'epoch:1', key: epochKey }]);
    const { sequence: seq, bytes, hash, epoch } = genesis;
    await strict.sealed.add({ seq, bytes, hash, epoch, at: Date.now(), changes: 0 });
  });
  return { keys, genesis, workspace };
}

/** Connects once: the relay has the workspace when it welcomes us. */
function makeWorkspace(ports: RelayPorts, knock: Knock): Promise<Result<null, ShareError>> {
  return new Promise((resolve) => {
    const connection = openConnection(ports, knock, {
      onWelcome: () => {
        resolve(ok(null));
        connection.close();
      },
      onEnd: (end) => resolve(err(shareErrorOf(end))),
    });
  });
}

function shareErrorOf(end: ConnectionEnd): ShareError {
  return end.type === 'error' ? errorOfRelay(end.error) : { type: 'offline' };
}

function errorOfRelay(error: RelayError): ShareError {
  switch (error.type) {
    case 'closed-to-new':
      return { type: 'closed-to-new' };
    case 'full':
      return { type: 'quota' };
    case 'rate':
    case 'too-slow':
    case 'shutting-down':
      return { type: 'offline' };
    case 'unknown-workspace':
    case 'authentication':
    case 'version':
    case 'malformed':
      return { type: 'refused', detail: error.type };
  }
}
