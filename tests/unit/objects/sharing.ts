import { expect } from 'vitest';
import { chooseValue, createRecord, editRecords, updateRecord } from '../../../src/commands/records.ts';
import { fieldOf } from '../../../src/domain/objects.ts';
import { followsOwner } from '../../../src/domain/pooled.ts';
import { conflictOf, conflictsOf, valuesOf, type Values } from '../../../src/domain/record.ts';
import { canonicalJson, type Json } from '../../../src/domain/json.ts';
import { settingsOf } from '../../../src/domain/bookSettings.ts';
import { allRows, valueOfResult } from '../../support/replica.ts';
import { MemoryRelay } from '../../support/sync/memoryRelay.ts';
import { TestClock } from '../../support/sync/testClock.ts';
import { SyncDevice } from '../../support/sync/syncDevice.ts';
import { makeAround, type Around, type AroundKind, type Kind } from './samples.ts';
import { expectedOf, makeRecord, mustRow, prepare, shownOf, unordered, type Prepared } from './sampleBook.ts';

/** Two devices of a team on one relay, for whom time passes when a test waits. */
interface Team {
  readonly clock: TestClock;
  readonly relay: MemoryRelay;
  readonly one: SyncDevice;
  readonly two: SyncDevice;
}

type PreparedTeam = Team & { readonly prepared: Prepared };

/** Through seals, the relay and the rules for what comes in: another device has the record, its edit, its deletion and its return. */
export async function synchronises(kind: Kind): Promise<void> {
  await withTeam(kind, async (team) => {
    const { one, two, prepared } = team;
    const { values, edited } = prepared;
    const id = await makeRecord(one.book, kind, values);
    await meet(team);
    expect(shownOf(await mustRow(two.book, id))).toEqual(expectedOf(values));
    valueOfResult(await updateRecord(two.book, await mustRow(two.book, id), edited));
    await meet(team);
    const { lines: _lines, ...shown } = shownOf(await mustRow(one.book, id));
    expect(unordered(kind, shown)).toMatchObject(unordered(kind, fixedOf(expectedOf(edited))));
    valueOfResult(await editRecords(one.book, [id], { op: 'delete' }));
    await meet(team);
    expect((await mustRow(two.book, id)).deletedAt).toBeGreaterThan(0);
    valueOfResult(await editRecords(two.book, [id], { op: 'restore' }));
    await meet(team);
    expect((await mustRow(one.book, id)).deletedAt).toBeUndefined();
  });
}

/** Each field that two people have changed apart shows both values on both devices; what one of them chooses stands on both. */
export async function keepsBoth(kind: Kind): Promise<void> {
  await withTeam(kind, async (team) => {
    const { one, two, prepared } = team;
    const { id, first, second, fields } = await changedApart(team, kind);
    expect(fields.length).toBeGreaterThan(0);
    for (const device of [one, two]) {
      const row = await mustRow(device.book, id);
      expect([...conflictsOf(row)].sort()).toEqual([...fields].sort());
      for (const field of fields) {
        const both = conflictOf(row, field).map(({ value }) => canonicalJson(value));
        expect(both.sort()).toEqual([first, second].map((values) => canonicalJson(values[field])).sort());
      }
    }
    for (const [i, field] of fields.entries()) {
      const device = i % 2 === 0 ? one : two;
      const chosen = (i % 3 === 0 ? first : second)[field] ?? null;
      valueOfResult(await chooseValue(device.book, await mustRow(device.book, id), field, chosen));
    }
    await meet(team);
    for (const device of [one, two]) {
      const row = await mustRow(device.book, id);
      expect(conflictsOf(row)).toEqual([]);
      fields.forEach((field, i) => {
        const chosen = (i % 3 === 0 ? first : second)[field] ?? undefined;
        expect([field, valuesOf(row)[field]]).toEqual([field, chosen]);
      });
    }
    const sets = Object.keys(prepared.edited).filter((key) => fieldOf(kind, key)?.type === 'set');
    for (const key of sets) {
      const shown = valuesOf(await mustRow(one.book, id))[key];
      for (const element of prepared.edited[key] as readonly Json[]) expect(shown).toContain(element);
    }
  });
}

/** Of a setting the last edit counts, whichever device looks; nobody is asked. */
export async function settles(): Promise<void> {
  await withTeam('setting', async (team) => {
    const { one, two } = team;
    const values = { name: 'workingHours', value: { days: [1] } };
    valueOfResult(await createRecord(one.book, 'setting', values));
    await later();
    valueOfResult(await createRecord(two.book, 'setting', { ...values, value: { days: [2] } }));
    await meet(team);
    for (const { book } of [one, two]) {
      const settings = settingsOf(await book.strict.settings.toArray());
      expect(settings.get('workingHours')?.value).toEqual({ days: [2] });
    }
  });
}

/** A record with all its fields changed by both devices, what only follows its owner left out, while neither could reach the relay. */
async function changedApart(team: PreparedTeam, kind: Kind) {
  const { relay, one, two, prepared } = team;
  const { values, edited } = prepared;
  const id = await makeRecord(one.book, kind, values);
  const others = await makeAround(one.book);
  await meet(team);
  relay.isUp = false;
  relay.cut();
  const second = Object.fromEntries(
    Object.entries(edited).map(([key, value]) => [key, otherValue(kind, key, value, values[key], others)]),
  );
  valueOfResult(await updateRecord(one.book, await mustRow(one.book, id), edited));
  valueOfResult(await updateRecord(two.book, await mustRow(two.book, id), second));
  relay.isUp = true;
  await meet(team);
  const fields = Object.keys(edited).filter(
    (key) => fieldOf(kind, key)?.type !== 'set' && !followsOwner(key),
  );
  return { id, first: edited, second, fields };
}

/** A value that is neither what a field had nor what the first person wrote; none where there is no third. */
function otherValue(
  kind: Kind,
  key: string,
  first: Json | undefined,
  before: Json | undefined,
  others: Around,
): Json {
  const field = fieldOf(kind, key);
  if (field === undefined || field.type === 'set') return before ?? null;
  if (field.type === 'reference') return others[field.to as AroundKind];
  if (first !== null && field.required !== true && field.type !== 'json') return null;
  switch (field.type) {
    case 'choice':
      return field.choices?.find((choice) => choice !== first && choice !== before) ?? null;
    case 'instant':
    case 'integer':
    case 'number':
      return 3;
    case 'unitPrice':
      return 4;
    case 'date':
      return '2030-05-05';
    case 'money':
      return { minor: 9, currency: 'GBP' };
    case 'boolean':
      return before === true ? false : true;
    case 'json':
      return { match: 'any', conditions: [] };
    default:
      return field.format === 'time'
        ? '23:00'
        : field.format === 'repeat'
          ? 'FREQ=DAILY'
          : field.format === 'currency'
            ? 'SEK'
            : 'third';
  }
}

function fixedOf({ lines: _lines, ...values }: Values): Values {
  return values;
}

async function withTeam(kind: Kind, work: (team: PreparedTeam) => Promise<void>): Promise<void> {
  const clock = new TestClock();
  const relay = new MemoryRelay();
  relay.now = clock.now;
  const one = await SyncDevice.founder(relay.openSocket);
  const devices = [one];
  try {
    await begin(clock, one);
    const two = await one.adds('editor', 2);
    devices.push(two);
    await begin(clock, two);
    const team: Team = { clock, relay, one, two };
    const prepared = await prepare(one.book, kind);
    await meet(team);
    await work({ ...team, prepared });
    await meet(team);
    expect(await allRows(two.book)).toEqual(await allRows(one.book));
    expect(devices.flatMap((device) => device.failures)).toEqual([]);
  } finally {
    for (const device of devices) device.close();
  }
}

async function begin(clock: TestClock, device: SyncDevice): Promise<void> {
  device.clock = clock;
  await device.start();
  await pass(clock, () => device.session.state === 'online');
}

/** Each has sent what it wrote and has what the other wrote. */
async function meet({ clock, relay, one, two }: Team): Promise<void> {
  const devices = [one, two];
  for (const device of devices) {
    await pass(clock, () => device.session.state === 'online');
    await device.work();
  }
  await pass(clock, async () => {
    for (const device of devices) {
      const sync = await device.book.strict.meta.get('sync');
      const hasRead = sync?.key === 'sync' && sync.cursor === relay.log.length;
      if (!hasRead || (await device.unsent()) > 0) return false;
    }
    return true;
  });
}

/** Lets time go by until something is so. */
async function pass(clock: TestClock, isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 2_000; i++) {
    if (await isSo()) return;
    clock.pass(250);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  throw new Error('the devices never met');
}

function later(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5));
}
