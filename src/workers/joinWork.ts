import { createJoinedBook } from '../database/book.ts';
import { openBook, type BookHandles } from '../database/open.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { toHex } from '../protocol/bytes.ts';
import { emptyLogHash } from '../protocol/entry.ts';
import { decodeInvitation, inviteKeys } from '../protocol/invitation.ts';
import type { DeviceKeys } from '../protocol/keys.ts';
import { recoveryKeys } from '../protocol/recoveryPhrase.ts';
import { randomBytes } from '../protocol/seal.ts';
import { deviceKeysOf, newDeviceKeys, readDeviceKeys } from '../sync/deviceKeys.ts';
import { joinTeam, type Admitted, type JoinRun } from '../sync/joinTeam.ts';
import { KeyRing } from '../sync/keyRing.ts';
import { nameOfBook, workspaceBytes } from '../sync/operationFlows.ts';
import { recoverTeam } from '../sync/recoverTeam.ts';
import type { RelayPorts } from '../sync/shareTeam.ts';
import type { JoinError, JoinNames } from './joinState.ts';
import type { JoinedTeam, JoinMessage, JoinWay } from './joinMessages.ts';

export interface JoinWork {
  readonly way: JoinWay;
  readonly names: JoinNames;
  /** The name for the book's database; nothing has it yet. */
  readonly book: string;
  /** What the names of databases begin with where keys of requests wait: one for each device. */
  readonly waitsUnder: string;
}

export interface RunningJoin {
  readonly outcome: Promise<Result<JoinedTeam, JoinError>>;
  readonly cancel: () => void;
}

type OnState = (state: Extract<JoinMessage, { type: 'state' }>['state']) => void;

/**
 * Asks to be let in and makes the book once that has happened. The keys of the request wait in a small database of their
 * own, so that a device which was closed meanwhile goes on with them: an owner may have said yes.
 */
export function runJoin(
  { way, names, book, waitsUnder }: JoinWork,
  ports: RelayPorts,
  onState: OnState,
): RunningJoin {
  let run: JoinRun | undefined;
  let isCancelled = false;
  let close = (): void => undefined;
  const work = async (): Promise<Result<JoinedTeam, JoinError>> => {
    const request = requestName(way);
    if (request === undefined) return err({ type: 'not-an-invitation' });
    const opened = await openBook(`${waitsUnder}-${request}`);
    if (!opened.ok) return err({ type: 'storage', detail: opened.error.type });
    const handles = opened.value;
    close = handles.close;
    const keys = await keysIn(handles);
    if (isCancelled) return err({ type: 'refused' });
    run = begin(way, keys, names, ports, onState);
    const outcome = await run.outcome;
    const joined = outcome.ok ? await makeBook(book, handles, outcome.value) : outcome;
    handles.close();
    // A relay that is away now may be there later, and the request with it.
    if (joined.ok || joined.error.type !== 'offline') await handles.strict.delete();
    return joined;
  };
  return {
    outcome: work(),
    cancel: () => {
      isCancelled = true;
      run?.cancel();
      close();
    },
  };
}

/** The same for every try with one invitation or phrase; undefined for what is no invitation. */
function requestName(way: JoinWay): string | undefined {
  if (way.type === 'phrase') return toHex(recoveryKeys(way.seed).signer.publicKey).slice(0, 32);
  const invitation = decodeInvitation(way.link);
  return invitation && inviteKeys(invitation.seed).invite;
}

function begin(
  way: JoinWay,
  keys: DeviceKeys,
  names: JoinNames,
  ports: RelayPorts,
  onState: OnState,
): JoinRun {
  if (way.type === 'phrase') return recoverTeam(way.seed, { keys, names }, ports, onState);
  const invitation = decodeInvitation(way.link);
  if (invitation === undefined) throw new Error('not an invitation');
  const newcomer = {
    ...{ sign: keys.signer.publicKey, box: keys.box.publicKey },
    ...{ secret: randomBytes(32), names },
  };
  return joinTeam(invitation, newcomer, ports, onState);
}

/** The keys that an earlier run has left, or new ones. */
async function keysIn({ strict, relaxed }: BookHandles): Promise<DeviceKeys> {
  const found = await readDeviceKeys(strict.keys);
  if (found !== undefined) return found;
  const rows = await newDeviceKeys({ write: strict.keys, read: relaxed.keys });
  const keys = deviceKeysOf(rows);
  if (keys === undefined) throw new Error('a key is missing');
  await strict.keys.bulkPut([...rows]);
  return keys;
}

async function makeBook(
  name: string,
  { strict }: BookHandles,
  { membership, device: { device, member, role } }: Admitted,
): Promise<Result<JoinedTeam, JoinError>> {
  const ring = await KeyRing.load(strict.keys);
  await ring?.learn(membership, device);
  if (ring?.epochKey(membership.epoch) === undefined) return err({ type: 'mismatch' });
  const { workspace } = membership;
  const made = await createJoinedBook(name, {
    device,
    member,
    sync: {
      ...{ key: 'sync', state: 'joining', workspace, cursor: 0 },
      logHash: emptyLogHash(workspaceBytes(workspace)),
      role,
    },
    keys: await strict.keys.toArray(),
  });
  if (!made.ok) return err({ type: 'storage', detail: made.error.type });
  return ok({ title: nameOfBook(ring, membership) ?? '', member });
}
