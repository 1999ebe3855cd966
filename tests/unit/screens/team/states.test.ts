import { expect, test } from 'vitest';
import type { RecordId } from '../../../../src/domain/ids.ts';
import { syncTexts } from '../../../../src/i18n/sync.ts';
import { teamTexts } from '../../../../src/i18n/team.ts';
import { onlookersOf } from '../../../../src/screens/team/onlookers.ts';
import { placesToConfirm } from '../../../../src/screens/team/phrasePlaces.ts';
import { syncMarkOf } from '../../../../src/screens/team/syncMark.ts';
import { workPathOf } from '../../../../src/screens/team/workPath.ts';
import type { DeviceView, SyncView } from '../../../../src/workers/syncView.ts';

const device = (number: number, changes: Partial<DeviceView> = {}): DeviceView => ({
  ...{ device: number, memberId: 'm1.0.0', memberName: `Person ${number}` },
  ...{ deviceName: `Device ${number}`, role: 'editor', state: 'active', isRecovery: false },
  ...{ isThis: number === 1, isOnline: true, seenBehind: 0, lastSeenAt: 1, clockWrong: false },
  ...changes,
});

const shared = (changes: Partial<SyncView> = {}): SyncView => ({
  ...{ isShared: true, connection: 'online', waiting: 0, notSeen: 0, seenBy: 0, others: 1 },
  ...{
    devices: [device(1), device(2)],
    invites: [],
    joins: [],
    quarantined: 0,
    waitingForOthers: 0,
    keptApart: [],
  },
  ...{ presence: [], hasPhrase: false, lastStoredAt: 1, unsent: 0 },
  ...changes,
});

test('a book that nobody shares, and one that is not known yet, stands on this device', () => {
  expect(syncMarkOf(undefined).state).toBe('device');
  expect(syncMarkOf(shared({ isShared: false, connection: 'local' })).state).toBe('device');
});

test('what waits is never called safe, whatever the connection', () => {
  for (const connection of ['connecting', 'catching-up', 'online', 'offline', 'stopped'] as const) {
    expect(syncMarkOf(shared({ connection, waiting: 1 })).state, connection).not.toBe('safe');
  }
});

test('nothing is called safe before the device knows what the relay has', () => {
  expect(syncMarkOf(shared({ connection: 'connecting' })).state).toBe('way');
  expect(syncMarkOf(shared({ connection: 'offline' })).state).toBe('offline');
});

test('the mark says "seen" only where another device has seen the latest', () => {
  expect(syncMarkOf(shared()).text).toBe(syncTexts.en.mark.safe);
  expect(syncMarkOf(shared({ seenBy: 1 })).text).toBe(syncTexts.en.mark.seen('1'));
});

test('what waits offline is counted in the mark, and said to be safe on this device', () => {
  const mark = syncMarkOf(shared({ connection: 'offline', waiting: 12 }));
  expect(mark.text).toContain('12');
  expect(mark.long).toContain('safe on this device');
});

test('the sentence above the path names all other devices only when all have seen the latest', () => {
  const words = teamTexts.en.lede;
  expect(workPathOf(shared({ others: 2, seenBy: 2 })).lede).toBe(words.seenAll(2));
  expect(workPathOf(shared({ others: 2, seenBy: 1 })).lede).toBe(words.seenSome('1', '2'));
  expect(workPathOf(shared({ others: 2 })).lede).toBe(words.safe);
});

test('a member who has written nothing yet is not told that the relay stores nothing', () => {
  const { lastStoredAt: _, ...fresh } = shared({ seenBy: 1 });
  const words = teamTexts.en.path;
  expect(workPathOf(fresh).nodes[1]).toEqual({ tone: 'ok', title: words.relay, text: words.reached });
  expect(workPathOf({ ...fresh, waiting: 1 }).nodes[1].text).toBe(words.nothingStored);
  expect(workPathOf({ ...fresh, connection: 'offline' }).nodes[1].text).toBe(words.notReached);
});

test('a phrase on paper is no other device', () => {
  const alone = shared({ others: 0, devices: [device(1), device(2, { isRecovery: true })] });
  expect(workPathOf(alone).nodes[2].title).toBe(teamTexts.en.path.noOthers);
});

test('onlookers are the people on other devices that show the record, each once', () => {
  const record = 'a1.0.0' as RecordId;
  const at = (from: number, shown: RecordId | null) => ({
    ...{ device: from, memberId: 'm1.0.0' as RecordId, record: shown, screen: 'list', at: from },
  });
  const view = shared({
    me: { device: 1, role: 'owner', member: 'm1.0.0' },
    devices: [device(1), device(2), device(3, { memberName: 'Person 2' }), device(4)],
    presence: [at(1, record), at(3, record), at(2, record), at(4, null)],
  });
  expect(onlookersOf(view, record)).toEqual(['Person 2']);
  expect(onlookersOf(undefined, record)).toEqual([]);
});

test('four different words of a phrase are asked for, in their order', () => {
  for (let seed = 1; seed < 50; seed++) {
    let state = seed;
    const random = () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
    const places = placesToConfirm(24, random);
    expect(new Set(places).size).toBe(4);
    expect([...places].sort((a, b) => a - b)).toEqual(places);
    expect(places.every((place) => place >= 1 && place <= 24)).toBe(true);
  }
});
