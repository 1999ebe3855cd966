import { updateRecord, createRecord, editRecords } from '../commands/records.ts';
import { readRow } from '../database/rows.ts';
import type { RecordId } from '../domain/ids.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { ToDevice } from '../protocol/frames.ts';
import type { Membership } from '../protocol/membership.ts';
import type { Names } from '../protocol/names.ts';
import { newRecoverySeed } from '../protocol/recoveryPhrase.ts';
import { liveKind } from '../protocol/statements.ts';
import type { EngineState } from '../store/engineTransaction.ts';
import type { Clock } from '../sync/clock.ts';
import type { KeyRing } from '../sync/keyRing.ts';
import { nameOfBook, namesOfDevice } from '../sync/operationFlows.ts';
import { PresenceBoard } from '../sync/presence.ts';
import { phrasesOf, Team, type TeamSession } from '../sync/team.ts';
import type { DeviceView, InviteView, JoinView, PresenceView, SyncView } from './syncView.ts';
import type { TeamCalls, TeamError } from './teamCalls.ts';

/** What this part hears from and says to a session with the relay. */
export interface LiveSession extends Omit<TeamSession, 'now'> {
  readonly state: string;
  readonly status: { readonly clockAheadMs?: number };
  readonly onControl: (listener: (message: ToDevice) => void) => () => void;
  readonly onMembership: (listener: (membership: Membership) => void) => () => void;
  readonly onChange: (listener: () => void) => () => void;
  readonly live: (kind: number, text: Uint8Array) => void;
  readonly onLive: (
    listener: (frame: { readonly kind: number; readonly device: number; readonly text: Uint8Array }) => void,
  ) => () => void;
}

export interface TeamPartPorts {
  readonly state: EngineState;
  readonly ring: KeyRing;
  readonly session: LiveSession;
  /** This device's number, and the record of its person. */
  readonly device: number;
  readonly clock: Clock;
  /** The view is another one. */
  readonly changed: () => void;
  /** What the database or the code threw. */
  readonly onFailure: (thrown: unknown) => void;
}

/** Calls that people's screens make and this part answers. */
export type PeopleCall = Exclude<
  keyof TeamCalls,
  'share' | 'mergeBook' | 'erase' | 'retryQuarantine' | 'syncNow'
>;

/** How far a device has confirmed the log, and whether its clock is wrong. */
export interface CursorView {
  readonly position: number;
  readonly at: number;
  readonly clockWrong: boolean;
}

export interface TeamViewInput {
  readonly headPosition: number;
  readonly cursors: ReadonlyMap<number, CursorView>;
}

export type TeamView = Pick<
  SyncView,
  'me' | 'bookName' | 'devices' | 'invites' | 'joins' | 'presence' | 'hasPhrase' | 'phraseCheckedAt'
>;

const phraseCheckedKey = 'setting:phraseChecked';

/** The people of a shared book, for as long as its session runs. */
export class TeamPart {
  readonly #ports: TeamPartPorts;
  readonly #team: Team;
  readonly #presence: PresenceBoard;
  readonly #ends: readonly (() => void)[];
  readonly #names = new Map<string, Names>();
  #phraseCheckedAt: number | undefined;
  #isOnline = false;
  #isClosed = false;

  constructor(ports: TeamPartPorts) {
    this.#ports = ports;
    const { state, ring, device, session, clock, changed } = ports;
    const db = state.book.strict;
    const team: TeamSession = {
      get membership() {
        return session.membership;
      },
      submit: (build) => session.submit(build),
      sendControl: (message) => session.sendControl(message),
      now: () => clock.now() - (session.status.clockAheadMs ?? 0),
    };
    this.#team = new Team({ db, ring, device, session: team, changed });
    const send = (text: Uint8Array): void => session.live(liveKind.presence, text);
    this.#presence = new PresenceBoard({ clock, send, changed });
    this.#ends = [
      session.onControl((message) => this.#guard(this.#team.hear(message))),
      session.onMembership(() => this.#guard(this.#team.review())),
      session.onChange(() => this.#follow()),
      session.onLive(({ kind, device: from, text }) => {
        if (kind === liveKind.presence && from !== device) this.#presence.hear(from, text);
      }),
    ];
    this.#follow();
    this.#guard(this.#readPhraseChecked());
  }

  close(): void {
    this.#isClosed = true;
    for (const end of this.#ends) end();
    this.#presence.lose();
  }

  async perform<C extends PeopleCall>(call: C, args: TeamCalls[C]['args']): Promise<TeamCalls[C]['result']> {
    const perform = this.#calls[call] as (args: TeamCalls[C]['args']) => Promise<TeamCalls[C]['result']>;
    return perform(args);
  }

  async view({ headPosition, cursors }: TeamViewInput): Promise<TeamView> {
    const { session, ring, device } = this.#ports;
    const { membership } = session;
    if (membership === undefined) {
      return { devices: [], invites: [], joins: [], presence: [], hasPhrase: false };
    }
    const own = membership.devices.get(device);
    const bookName = nameOfBook(ring, membership);
    const checkedAt = this.#phraseCheckedAt;
    return {
      ...(own === undefined ? {} : { me: { device, role: own.role, member: own.member } }),
      ...(bookName === undefined ? {} : { bookName }),
      devices: this.#devices(membership, headPosition, cursors),
      invites: await this.#invites(membership),
      joins: this.#joins(),
      presence: this.#places(membership),
      hasPhrase: phrasesOf(membership).length > 0,
      ...(checkedAt === undefined ? {} : { phraseCheckedAt: checkedAt }),
    };
  }

  readonly #calls: { [C in PeopleCall]: (args: TeamCalls[C]['args']) => Promise<TeamCalls[C]['result']> } = {
    invite: ({ role }) => this.#team.invite(role),
    revokeInvite: ({ invite }) => this.#team.revokeInvite(invite),
    answerJoin: ({ invite, accept }) => this.#answerJoin(invite, accept),
    setRole: ({ device, role }) => this.#team.setRole(device, role),
    renameDevice: ({ device, names }) => this.#team.renameDevice(device, names),
    renameBook: ({ name }) => this.#team.renameBook(name),
    removeDevices: ({ devices }) => this.#team.removeDevices(devices),
    leaveBook: () => this.#team.leave(),
    makePhrase: () => Promise.resolve(ok({ seed: newRecoverySeed() })),
    enrolPhrase: ({ seed }) => this.#enrolPhrase(seed),
    checkPhrase: ({ seed }) => this.#checkPhrase(seed),
    presence: (place) => {
      this.#presence.move(place);
      return Promise.resolve(ok(null));
    },
  };

  /** A new person gets a record; a device of somebody who is there already is bound to theirs. */
  async #answerJoin(
    invite: string,
    accept: TeamCalls['answerJoin']['args']['accept'],
  ): Promise<Result<null, TeamError>> {
    if (accept === null) {
      this.#team.refuse(invite);
      return ok(null);
    }
    const { book } = this.#ports.state;
    const { role, memberName, member } = accept;
    const created =
      member === null ? await createRecord(book, 'member', { name: memberName, role }) : undefined;
    if (created?.ok === false) return err({ type: 'refused', detail: created.error.type });
    const id = created?.value.ids[0] ?? member;
    if (id === null) return err({ type: 'refused', detail: 'no record' });
    const approved = await this.#team.approve(invite, { role, member: id, memberName });
    if (approved.ok) return ok(null);
    if (created !== undefined) await editRecords(book, [id], { op: 'delete' });
    return approved;
  }

  async #enrolPhrase(seed: Uint8Array): Promise<Result<null, TeamError>> {
    const enrolled = await this.#team.enrolPhrase(seed);
    if (enrolled.ok) await this.#notePhraseChecked();
    return enrolled;
  }

  async #checkPhrase(seed: Uint8Array): Promise<Result<{ matches: boolean }, TeamError>> {
    const matches = this.#team.isPhrase(seed);
    if (matches) await this.#notePhraseChecked();
    return ok({ matches });
  }

  async #notePhraseChecked(): Promise<void> {
    const at = this.#ports.clock.now();
    this.#phraseCheckedAt = at;
    await this.#ports.state.book.strict.meta.put({ key: phraseCheckedKey, value: at });
    this.#ports.changed();
  }

  async #readPhraseChecked(): Promise<void> {
    const row = await this.#ports.state.book.strict.meta.get(phraseCheckedKey);
    if (row?.key !== phraseCheckedKey || typeof row.value !== 'number') return;
    this.#phraseCheckedAt = row.value;
    this.#ports.changed();
  }

  /** What goes on by itself fails with the engine; after closing, nobody is left to be told. */
  #guard(work: Promise<void>): void {
    work.catch((thrown: unknown) => {
      if (!this.#isClosed) this.#ports.onFailure(thrown);
    });
  }

  #follow(): void {
    const isOnline = this.#ports.session.state === 'online';
    if (isOnline === this.#isOnline) return;
    this.#isOnline = isOnline;
    if (isOnline) {
      this.#presence.beat();
      this.#guard(this.#team.review());
    } else this.#presence.lose();
  }

  #devices(
    membership: Membership,
    headPosition: number,
    cursors: TeamViewInput['cursors'],
  ): readonly DeviceView[] {
    const online = new Set(this.#presence.others.map((each) => each.device));
    return [...membership.devices.values()].map((each) => {
      const { device, member: memberId, role, state, isRecovery } = each;
      const cursor = cursors.get(device);
      const names = this.#namesOf(membership, device, each.names);
      const isThis = device === this.#ports.device;
      return {
        ...{ device, memberId, role, state, isRecovery, isThis },
        memberName: names.member ?? '',
        deviceName: names.device ?? '',
        isOnline: isThis ? this.#ports.session.state === 'online' : online.has(device),
        seenBehind: isThis ? 0 : Math.max(0, headPosition - (cursor?.position ?? 0)),
        ...(cursor === undefined ? {} : { lastSeenAt: cursor.at }),
        clockWrong: cursor?.clockWrong ?? false,
      };
    });
  }

  /** Opening a name costs a derivation: each is opened once. */
  #namesOf(membership: Membership, device: number, sealed: string): Names {
    const known = this.#names.get(sealed);
    if (known !== undefined) return known;
    const names = namesOfDevice(this.#ports.ring, membership, device);
    if (Object.keys(names).length > 0) this.#names.set(sealed, names);
    return names;
  }

  async #invites({ invites }: Membership): Promise<readonly InviteView[]> {
    return Promise.all(
      [...invites.values()].map(async ({ invite, role, until, state }) => {
        const link = state === 'open' ? await this.#team.linkOf(invite) : undefined;
        return { invite, role, until, state, ...(link === undefined ? {} : { link }) };
      }),
    );
  }

  #joins(): readonly JoinView[] {
    return this.#team.joins.asking.map(({ invite: { invite, role }, names, code }) => ({
      ...{ invite, role, memberName: names.member ?? '', deviceName: names.device ?? '' },
      ...(code === undefined ? { state: 'asking' } : { state: 'comparing', code }),
    }));
  }

  #places(membership: Membership): readonly PresenceView[] {
    return this.#presence.others.flatMap(({ device, record, screen, at }) => {
      const memberId = membership.devices.get(device)?.member;
      return memberId === undefined ? [] : [{ device, memberId, record, screen, at }];
    });
  }
}

/** The person of this device gets the name that they gave on sharing, where they had none of their own. */
export async function nameMember(state: EngineState, member: RecordId, name: string): Promise<void> {
  const row = await readRow(state.book.strict, member);
  if (row !== undefined && name.trim() !== '') await updateRecord(state.book, row, { name });
}
