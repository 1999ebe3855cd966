import { galleryTexts } from '../../i18n/gallery.ts';
import { t } from '../../i18n/language.svelte.ts';
import type { DeviceView, JoinView, SyncView } from '../../workers/syncView.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** Every state of a shared book that a screen has to show, by name. */
export function teamViews(): Readonly<Record<string, SyncView>> {
  const way = shared({ waiting: 3, oldestAt: Date.now() - 2 * minuteMs, seenBy: 3 });
  const safe = shared({ seenBy: 4 });
  const invites = [invite()];
  return {
    local: { ...safe, isShared: false, connection: 'local', devices: [], others: 0, seenBy: 0 },
    way,
    safe,
    asking: { ...safe, invites, joins: [join({ state: 'asking' })] },
    comparing: { ...way, invites, joins: [join({ state: 'comparing', code: '418207' })] },
    unseen: shared({ seenBy: 0, notSeen: 2 }),
    alone: shared({ seenBy: 0, others: 0, devices: devices().slice(0, 1), hasPhrase: false }),
    offline: shared({ connection: 'offline', waiting: 12, oldestAt: Date.now() - 3 * dayMs }),
    'offline-safe': shared({ connection: 'offline' }),
    connecting: shared({ connection: 'connecting' }),
    'catching-up': shared({ connection: 'catching-up', progress: { done: 1_204, total: 5_820 } }),
    sending: shared({ waiting: 541_909, progress: { done: 84, total: 412 } }),
    viewer: shared({ me: { device: 3, role: 'viewer', member: 'm1.0.1' } }),
    unsent: shared({ me: { device: 3, role: 'viewer', member: 'm1.0.1' }, unsent: 3 }),
    editor: shared({ me: { device: 4, role: 'editor', member: 'm1.0.2' } }),
    held: shared({
      quarantined: 2,
      waitingForOthers: 5,
      keptApart: [
        { device: 4, reason: 'key', count: 3, since: Date.now() - 2 * dayMs },
        { device: 5, reason: 'record', count: 2, since: Date.now() - 40 * minuteMs },
        { device: 3, reason: 'newer', count: 1, since: Date.now() - 3 * dayMs },
        { device: 7, reason: 'rule', count: 1, since: Date.now() - 30 * dayMs },
      ],
    }),
    removed: stopped({ type: 'removed' }),
    left: stopped({ type: 'left' }),
    'too-old': stopped({ type: 'too-old' }),
    fork: stopped({ type: 'fork' }),
    cloned: stopped({ type: 'cloned' }),
    'unknown-workspace': stopped({ type: 'unknown-workspace' }),
    refused: stopped({ type: 'refused', detail: 'signature' }),
    quota: shared({
      waiting: 8,
      trouble: { type: 'quota', usedBytes: 2.1e9, quotaBytes: 2.1e9 },
      relay: { usedBytes: 2.1e9, quotaBytes: 2.1e9 },
    }),
    clock: shared({ trouble: { type: 'clock', byMs: dayMs } }),
  };
}

function shared(changes: Partial<SyncView>): SyncView {
  return {
    isShared: true,
    connection: 'online',
    waiting: 0,
    unsent: 0,
    notSeen: 0,
    lastStoredAt: Date.now() - 4 * minuteMs,
    seenBy: 4,
    others: 4,
    me: { device: 1, role: 'owner', member: 'm1.0.0' },
    bookName: t(galleryTexts).team.book,
    devices: devices(),
    invites: [],
    joins: [],
    quarantined: 0,
    waitingForOthers: 0,
    keptApart: [],
    presence: [],
    hasPhrase: true,
    phraseCheckedAt: Date.UTC(2026, 4, 3),
    relay: { usedBytes: 48e6, quotaBytes: 2.1e9 },
    ...changes,
  };
}

function stopped(trouble: NonNullable<SyncView['trouble']>): SyncView {
  return shared({ connection: 'stopped', trouble, waiting: 2 });
}

function devices(): readonly DeviceView[] {
  const { people, devices: names } = t(galleryTexts).team;
  const device = (number: number, person: number, changes: Partial<DeviceView>): DeviceView => ({
    device: number,
    memberId: `m1.0.${person}`,
    memberName: people[person] ?? '',
    deviceName: names[number - 1] ?? '',
    role: 'editor',
    state: 'active',
    isRecovery: false,
    isThis: number === 1,
    isOnline: true,
    seenBehind: 0,
    lastSeenAt: Date.now() - minuteMs,
    clockWrong: false,
    ...changes,
  });
  return [
    device(1, 0, { role: 'owner' }),
    device(2, 0, { role: 'owner', isOnline: false, lastSeenAt: Date.now() - 3 * 3_600_000 }),
    device(3, 1, { role: 'viewer', clockWrong: true }),
    device(4, 2, { isOnline: false, seenBehind: 14, lastSeenAt: Date.now() - 2 * dayMs }),
    device(5, 3, { seenBehind: 2 }),
    device(6, 0, { role: 'owner', isRecovery: true }),
    { ...device(7, 2, { state: 'removed' }), deviceName: names[3] ?? '' },
  ];
}

function invite(): SyncView['invites'][number] {
  const link = Array.from({ length: 108 }, (_, at) => 'abcdefghijk-_0123'[(at * 7) % 17]).join('');
  return { invite: 'aa', role: 'editor', until: Date.now() + 9.7 * minuteMs, state: 'open', link };
}

function join(changes: Pick<JoinView, 'state'> & Partial<JoinView>): JoinView {
  const { people, asks } = t(galleryTexts).team;
  return { invite: 'aa', memberName: people[1] ?? '', deviceName: asks, role: 'editor', ...changes };
}
