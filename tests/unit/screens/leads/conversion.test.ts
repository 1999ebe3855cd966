import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import { applyTogether, createRecord } from '../../../../src/commands/records.ts';
import { redo, undo } from '../../../../src/commands/undo.ts';
import type { CustomDefinition } from '../../../../src/domain/customDefinitions.ts';
import { customFieldOf, customKeyOf } from '../../../../src/domain/customFields.ts';
import type { RecordId } from '../../../../src/domain/ids.ts';
import type { ObjectKind } from '../../../../src/domain/objects.ts';
import {
  conflictOf,
  conflictsOf,
  valuesOf,
  type RecordRow,
  type Values,
} from '../../../../src/domain/record.ts';
import { liveAbout } from '../../../../src/read/timeline.ts';
import {
  conversionActs,
  customCarried,
  takenOver,
  type Conversion,
} from '../../../../src/screens/leads/conversion.ts';
import { allRows, Replica, valueOfResult } from '../../../support/replica.ts';

const open: Replica[] = [];
afterEach(() => open.splice(0).forEach((replica) => replica.close()));

async function shared(device: number): Promise<Replica> {
  const replica = await Replica.shared(device);
  open.push(replica);
  return replica;
}

const make = async (replica: Replica, kind: ObjectKind, values: Values): Promise<RecordId> =>
  valueOfResult(await createRecord(replica.book, kind, values)).ids[0]!;

const mia: Values = {
  ...{
    name: 'Mia',
    company: 'Lanan',
    status: 'working',
    title: 'Buyer',
    phones: ['138'],
    emails: ['m@x.example'],
  },
  ...{
    source: 'Fair',
    owner: 'm1.0.0',
    region: 'North',
    notes: 'Met twice',
    amount: { minor: 500, currency: 'EUR' },
  },
};
const deal = {
  name: 'Machines',
  amount: { minor: 500, currency: 'EUR' },
  pipeline: 'sales',
  stage: 'inquiry',
};

async function convert(replica: Replica, id: RecordId, more: Partial<Conversion> = {}) {
  const conversion: Conversion = {
    ...{ lead: await replica.mustRow(id), account: undefined, contact: undefined },
    ...{ deal: { ...deal, closeDate: '2026-12-01' }, today: '2026-11-01' },
    ...more,
  };
  return valueOfResult(
    await applyTogether(
      replica.book,
      conversionActs(conversion, () => []),
    ),
  );
}

function about(replica: Replica, kind: 'activity' | 'task', id: RecordId): Promise<RecordRow[]> {
  return new Promise((resolve, reject) => {
    const stop = liveAbout(replica.book.strict, kind, id).subscribe((rows) => {
      queueMicrotask(() => stop());
      resolve(rows);
    }, reject);
  });
}

describe('a lead that is converted', () => {
  it('becomes customer, contact and deal in one step, which one undo takes back and one redo repeats', async () => {
    const replica = await shared(1);
    const id = await make(replica, 'lead', mia);
    const done = await convert(replica, id);
    const [account = '', contact = '', made = ''] = done.ids;
    const values = async (of: RecordId) => valuesOf(await replica.mustRow(of));
    expect(await values(account)).toEqual({
      ...{
        name: 'Lanan',
        kind: 'company',
        region: 'North',
        source: 'Fair',
        notes: 'Met twice',
        owner: 'm1.0.0',
      },
    });
    expect(await values(contact)).toEqual({
      ...{ name: 'Mia', title: 'Buyer', phones: ['138'], emails: ['m@x.example'], owner: 'm1.0.0' },
      accounts: [account],
    });
    expect(await values(made)).toMatchObject({
      ...deal,
      account,
      contacts: [contact],
      openedOn: '2026-11-01',
    });
    expect(await values(id)).toMatchObject({ status: 'converted', account, contact, deal: made });

    const undone = valueOfResult(await undo(replica.book, done.command));
    expect(await values(id)).toEqual(mia);
    for (const each of [account, contact, made])
      expect((await replica.mustRow(each)).deletedAt).toBeGreaterThan(0);
    valueOfResult(await redo(replica.book, undone.command));
    expect(await values(id)).toMatchObject({ status: 'converted', account });
    expect((await replica.mustRow(account)).deletedAt).toBeUndefined();
  });

  it('without a company becomes a person, who can be called', async () => {
    const replica = await shared(1);
    const { company: _company, ...person } = mia;
    const id = await make(replica, 'lead', person);
    const { ids } = await convert(replica, id, { deal: undefined });
    expect(ids).toHaveLength(3);
    expect(valuesOf(await replica.mustRow(ids[0]!))).toMatchObject({
      name: 'Mia',
      kind: 'person',
      phones: ['138'],
    });
  });

  it('leaves to a customer who is there what they have, and gives what they lack', async () => {
    const replica = await shared(1);
    const account = await make(replica, 'account', { name: 'Lanan Ltd', region: 'South', owner: 'm1.0.0' });
    const contact = await make(replica, 'contact', { name: 'Mia M.', phones: ['139'] });
    const id = await make(replica, 'lead', mia);
    await convert(replica, id, {
      account: await replica.mustRow(account),
      contact: await replica.mustRow(contact),
    });
    expect(valuesOf(await replica.mustRow(account))).toMatchObject({
      ...{ name: 'Lanan Ltd', region: 'South', source: 'Fair', notes: 'Met twice' },
    });
    expect(valuesOf(await replica.mustRow(contact))).toMatchObject({
      ...{ name: 'Mia M.', phones: ['139', '138'], emails: ['m@x.example'], accounts: [account] },
    });
    expect(valuesOf(await replica.mustRow(id))).toMatchObject({ account, contact });
  });

  it('brings its conversations and tasks to the timelines of what it became, and takes them back by the undo', async () => {
    const replica = await shared(1);
    const id = await make(replica, 'lead', mia);
    const talk = await make(replica, 'activity', { type: 'call', at: 5, lead: id });
    const task = await make(replica, 'task', { title: 'Call', lead: id });
    const { ids, command } = await convert(replica, id);
    for (const each of ids.slice(0, 3)) {
      expect((await about(replica, 'activity', each)).map((row) => row.id)).toEqual([talk]);
      expect((await about(replica, 'task', each)).map((row) => row.id)).toEqual([task]);
    }
    valueOfResult(await undo(replica.book, command));
    expect(await about(replica, 'activity', ids[0]!)).toEqual([]);
  });

  it('on two devices at once keeps both results and names one, the same on both', async () => {
    const [one, other] = [await shared(1), await shared(2)];
    const id = await make(one, 'lead', mia);
    const talk = await make(one, 'activity', { type: 'call', at: 5, lead: id });
    await one.fold();
    for (const entry of await one.newEntries()) await other.receive(entry);
    const [mine, theirs] = [await convert(one, id), await convert(other, id)];
    for (const [from, to] of [
      [one, other],
      [other, one],
    ] as const) {
      await from.fold();
      for (const entry of await from.newEntries()) await to.receive(entry);
    }
    expect(await allRows(one.book)).toEqual(await allRows(other.book));
    const row = await one.mustRow(id);
    const accounts = [mine.ids[0]!, theirs.ids[0]!];
    expect(
      conflictOf(row, 'account')
        .map(({ value }) => value)
        .sort(),
    ).toEqual([...accounts].sort());
    expect(conflictsOf(row)).not.toContain('status');
    expect(accounts).toContain(valuesOf(row)['account']);
    for (const each of accounts) expect((await one.mustRow(each)).deletedAt).toBeUndefined();
    const named = String(valuesOf(row)['account']);
    expect((await about(one, 'activity', named)).map((each) => each.id)).toEqual([talk]);
    expect(conflictsOf(await one.mustRow(talk))).toEqual([]);
  });
});

describe('what goes along', () => {
  const definition = (
    id: string,
    kind: 'lead' | 'account',
    name: string,
    more: Partial<CustomDefinition> = {},
  ) => {
    const type = more.type ?? 'text';
    const field = customFieldOf(kind, customKeyOf(id, type));
    if (field === undefined) throw new Error('no field');
    return { id, kind, type, name, choices: [], field, ...more } as CustomDefinition;
  };

  it('are custom fields of the same name and type; choices by what they are called', () => {
    const choice = (id: string, kind: 'lead' | 'account', choices: CustomDefinition['choices']) =>
      definition(id, kind, 'Size', { type: 'choice', choices });
    const from = [
      definition('f1.0.0', 'lead', 'Wifi'),
      definition('f1.0.1', 'lead', 'Other'),
      choice('f1.0.2', 'lead', [{ value: 'a', label: 'Big' }]),
    ];
    const to = [
      definition('f1.0.5', 'account', ' wifi '),
      definition('f1.0.6', 'account', 'Other', { type: 'number' }),
      choice('f1.0.7', 'account', [{ value: 'z', label: 'Big' }]),
    ];
    const lead = { [from[0]!.field.key]: 'yes', [from[1]!.field.key]: 'x', [from[2]!.field.key]: 'a' };
    expect(customCarried(lead, from, to)).toEqual({ [to[0]!.field.key]: 'yes', [to[2]!.field.key]: 'z' });
  });

  it('never writes over what stands', () => {
    expect(
      takenOver({ region: 'South', tags: ['t1'] }, { region: 'North', tags: ['t1', 't2'], source: 'Fair' }),
    ).toEqual({
      tags: ['t1', 't2'],
      source: 'Fair',
    });
    expect(takenOver({ tags: ['t1'] }, { tags: ['t1'] })).toEqual({});
  });
});
