import { readDevice } from '../database/counters.ts';
import { writeRole } from '../database/readOnly.ts';
import { err, ok } from '../domain/result.ts';
import { activeDevices } from '../protocol/membership.ts';
import type { Role } from '../protocol/operations.ts';
import { eraseRecords } from '../store/erasure.ts';
import type { EngineState } from '../store/engineTransaction.ts';
import { liveOutboxCounts, type OutboxCounts } from '../store/outbox.ts';
import { bookLog } from '../sync/bookLog.ts';
import { wallClock } from '../sync/clock.ts';
import { eraseKeys } from '../sync/deviceKeys.ts';
import { KeyRing } from '../sync/keyRing.ts';
import { verifyNatively } from '../sync/nativeVerify.ts';
import { confirmRemoval, type Standing } from '../sync/removal.ts';
import { isClockWrong, SyncSession, type SessionStatus } from '../sync/session.ts';
import { shareTeam } from '../sync/shareTeam.ts';
import { relayAddress, webSocketTo } from '../sync/socket.ts';
import { carryLiveTexts } from './carryLiveTexts.ts';
import type { HostedCalls } from './engineMessages.ts';
import type { SyncTrouble, SyncView } from './syncView.ts';
import type { TeamCalls } from './teamCalls.ts';
import { nameMember, TeamPart, type PeopleCall } from './teamPart.ts';

export interface SharedBookPorts {
  readonly state: EngineState;
  /** The view is another one. */
  readonly changed: () => void;
  readonly onFailure: (thrown: unknown) => void;
}

/** So many changes on their way are shown as progress. */
const minShownBurst = 50;

/** The relay is where the app comes from. */
function openSocket() {
  return webSocketTo(relayAddress(location.origin));
}

/** Makes the book of this engine a team's. */
export async function shareThisBook(
  state: EngineState,
  { bookName, memberName, deviceName }: TeamCalls['share']['args'],
): Promise<TeamCalls['share']['result']> {
  const { member } = await readDevice(state.book.strict);
  await nameMember(state, member, memberName);
  const names = { book: bookName, member: memberName, device: deviceName };
  return shareTeam(state, { openSocket: openSocket(), clock: wallClock }, names);
}

/** A shared book while its engine runs: the session with the relay, and the people in it. */
export class SharedBook {
  readonly #state: EngineState;
  readonly #session: SyncSession;
  readonly #team: TeamPart;
  readonly #ring: KeyRing;
  readonly #changed: () => void;
  readonly #onFailure: (thrown: unknown) => void;
  #counts: OutboxCounts = { changes: 0 };
  /** What the operations say where only the relay says that this device is out. */
  #proof: Standing | 'asking' | undefined;
  /** Changes that were on their way together, at most, since none were. */
  #burst = 0;

  private constructor(ring: KeyRing, session: SyncSession, team: TeamPart, ports: SharedBookPorts) {
    const { state, changed } = ports;
    this.#ring = ring;
    this.#changed = changed;
    this.#onFailure = ports.onFailure;
    this.#state = state;
    this.#session = session;
    this.#team = team;
    session.onChange(() => {
      this.#proveRemoval();
      changed();
    });
    liveOutboxCounts(state.book.strict).subscribe((counts) => {
      this.#counts = counts;
      this.#burst = counts.changes === 0 ? 0 : Math.max(this.#burst, counts.changes);
      session.wake();
      ports.changed();
    }, ports.onFailure);
  }

  /** Undefined where the keys of the device are erased. */
  static async begin(ports: SharedBookPorts): Promise<SharedBook | undefined> {
    const { state, onFailure } = ports;
    const ring = await KeyRing.load(state.book.strict.keys);
    if (ring === undefined) return undefined;
    const session = await SyncSession.open({
      ...{ store: bookLog(state), keys: ring, openSocket: openSocket(), clock: wallClock },
      ...{ random: Math.random, verify: verifyNatively, onFailure },
    });
    if (session === undefined) throw new Error('the book is not shared');
    const { device } = await readDevice(state.book.strict);
    const team = new TeamPart({
      ...{ state, ring, session, device, clock: wallClock },
      ...{ changed: ports.changed, onFailure },
    });
    carryLiveTexts({ book: state.book.name, device, clock: wallClock, session });
    const book = new SharedBook(ring, session, team, ports);
    addEventListener('online', () => session.nudge());
    session.start();
    return book;
  }

  /** Undefined before the members are known. */
  get role(): Role | undefined {
    const { membership, device } = this.#session.status;
    return membership?.devices.get(device)?.role;
  }

  wake(): void {
    this.#session.wake();
  }

  nudge(): void {
    this.#session.nudge();
  }

  async perform<C extends keyof HostedCalls>(
    call: C,
    args: HostedCalls[C]['args'],
  ): Promise<HostedCalls[C]['result']> {
    return await this.#answer(call, args);
  }

  async view(): Promise<SyncView> {
    const { status } = this.#session;
    const cursors = new Map(
      Array.from(status.cursors, ([device, { position, at, isAhead }]) => [
        device,
        { position, at, clockWrong: isAhead === true },
      ]),
    );
    const people = await this.#team.view({ headPosition: status.position, cursors });
    const trouble = this.#trouble(status);
    const isViewer = people.me?.role === 'viewer' && trouble?.type !== 'removed' && trouble?.type !== 'left';
    const progress = status.progress ?? (isViewer ? undefined : this.#sending());
    const { changes, oldestAt } = this.#counts;
    return {
      ...people,
      ...seenOf(status),
      isShared: true,
      connection: status.state,
      ...(isViewer ? { waiting: 0, unsent: changes } : { waiting: changes, unsent: 0 }),
      ...(oldestAt === undefined || isViewer ? {} : { oldestAt }),
      ...(status.storedAt === undefined ? {} : { lastStoredAt: status.storedAt }),
      quarantined: status.keptApart.quarantined,
      waitingForOthers: status.keptApart.waiting,
      keptApart: status.keptApart.groups,
      ...(trouble === undefined ? {} : { trouble }),
      ...(progress === undefined ? {} : { progress }),
      ...(status.relay === undefined ? {} : { relay: status.relay }),
    };
  }

  async #answer(call: keyof HostedCalls, args: unknown): Promise<HostedCalls[keyof HostedCalls]['result']> {
    switch (call) {
      case 'share':
        return err({ type: 'already-shared' });
      case 'erase':
        return this.#erase(args as HostedCalls['erase']['args']);
      case 'retryQuarantine':
        await this.#session.retryQuarantine();
        return ok(null);
      case 'syncNow':
        this.#session.syncNow();
        return ok(null);
      default:
        return this.#team.perform(call, args as TeamCalls[PeopleCall]['args']);
    }
  }

  async #erase({ ids }: HostedCalls['erase']['args']): Promise<HostedCalls['erase']['result']> {
    if (this.role !== 'owner') return err({ type: 'not-allowed' });
    const erased = await eraseRecords(this.#state, ids);
    return ok({ erased: erased.length });
  }

  /** A removal that only the relay tells of is looked up in the operations, which owners sign. */
  #proveRemoval(): void {
    const { trouble, membership, device } = this.#session.status;
    if (trouble?.type !== 'removed' || membership === undefined || this.#proof !== undefined) return;
    const stands = membership.devices.get(device)?.state ?? 'active';
    if (stands !== 'active') {
      this.#proof = stands;
      this.#forgetKeys(stands);
      return;
    }
    this.#proof = 'asking';
    const { signer } = this.#ring.device;
    const knock = { subject: { workspace: membership.workspace, device }, sign: signer.sign };
    const ports = { openSocket: openSocket(), clock: wallClock, verify: verifyNatively };
    void confirmRemoval(ports, knock, membership, device).then((standing) => {
      this.#proof = standing;
      if (standing === 'removed' || standing === 'left') this.#forgetKeys(standing);
      this.#changed();
    });
  }

  /** Nothing will ever be sealed or opened with them again, and nothing written: what is here can be looked at. */
  #forgetKeys(standing: 'removed' | 'left'): void {
    const { strict } = this.#state.book;
    Promise.all([writeRole(strict, standing), eraseKeys(strict.keys)]).catch(this.#onFailure);
  }

  #sending(): SyncView['progress'] {
    if (this.#burst < minShownBurst) return undefined;
    return { done: this.#burst - this.#counts.changes, total: this.#burst };
  }

  #trouble(status: SessionStatus): SyncTrouble | undefined {
    const { trouble, clockAheadMs = 0, state } = status;
    switch (trouble?.type) {
      case undefined:
        return isClockWrong(clockAheadMs) ? { type: 'clock', byMs: clockAheadMs } : undefined;
      case 'removed':
        return removalTrouble(this.#proof);
      case 'fork': {
        const { device: other, position } = trouble;
        return state === 'stopped' ? { type: 'fork' } : { type: 'two-logs', device: other, position };
      }
      case 'rollback':
      case 'hole':
      case 'foreign':
        return { type: 'fork' };
      case 'read-only':
      case 'authentication':
        return { type: 'refused', detail: trouble.type };
      case 'refused':
        return { type: 'refused', detail: trouble.reason };
      case 'too-old':
      case 'cloned':
      case 'unknown-workspace':
      case 'device-full':
        return { type: trouble.type };
      case 'quota':
        return trouble;
    }
  }
}

function removalTrouble(proof: Standing | 'asking' | undefined): SyncTrouble | undefined {
  switch (proof) {
    case 'removed':
    case 'left':
      return { type: proof };
    case 'active':
    case 'unproven':
      return { type: 'refused', detail: 'unproven removal' };
    case 'asking':
    case undefined:
      return undefined;
  }
}

/** How many of the other devices have this device's newest entry, and how many changes none of them has. */
function seenOf(status: SessionStatus): Pick<SyncView, 'seenBy' | 'others' | 'notSeen'> {
  const { membership, device, cursors, storedPosition, storedChanges } = status;
  const others =
    membership === undefined
      ? []
      : activeDevices(membership).filter(
          (each) => each !== device && membership.devices.get(each)?.isRecovery !== true,
        );
  const positions = others.map((each) => cursors.get(each)?.position ?? 0);
  const furthest = Math.max(0, ...positions);
  return {
    seenBy: positions.filter((position) => position >= storedPosition).length,
    others: others.length,
    notSeen: storedChanges
      .filter(({ position }) => position > furthest)
      .reduce((sum, { changes }) => sum + changes, 0),
  };
}
