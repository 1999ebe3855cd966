import { expect } from 'vitest';
import { editRecords } from '../../../src/commands/records.ts';
import { undo } from '../../../src/commands/undo.ts';
import { dayToDate, dateToDay, localDate } from '../../../src/domain/dates.ts';
import type { RecordId } from '../../../src/domain/ids.ts';
import type { Json } from '../../../src/domain/json.ts';
import type { FieldDef } from '../../../src/domain/objects.ts';
import {
  isColumn,
  isInstantColumn,
  operatorsOf,
  type Condition,
  type FieldCondition,
  type ListedKind,
} from '../../../src/read/listQuery.ts';
import { isListed } from '../../../src/read/packRows.ts';
import { labelColumn, numberOfValue } from '../../../src/read/pack.ts';
import { definitions } from '../../../src/screens/fields/definitions.svelte.ts';
import { serve, type Opened } from '../../support/indexServer.ts';
import { valueOfResult } from '../../support/results.ts';
import { neededOf } from './changing.ts';
import type { Kind } from './samples.ts';
import { makeRecord, openSample, showDefinitions, textOf, type SampleBook } from './sampleBook.ts';

interface Found extends SampleBook {
  readonly listed: ListedKind;
  readonly index: Opened;
  /** With every field filled, and with none but those it cannot be without. */
  readonly full: RecordId;
  readonly bare: RecordId;
}

async function withIndex(kind: Kind, work: (found: Found) => Promise<void>): Promise<void> {
  const sample = await openSample(kind);
  const { book } = sample.replica;
  if (!isListed(kind)) throw new Error(`${kind} has no list`);
  const listed: ListedKind = kind;
  const full = await makeRecord(book, kind, sample.values);
  const label = labelColumn(kind);
  const bare = await makeRecord(book, kind, {
    ...bareOf(kind, neededOf(kind, sample.values)),
    [label]: 'Unlike',
  });
  await showDefinitions(book);
  await definitions().formulasLoaded(listed);
  const index = serve(book.relaxed);
  try {
    await work({ ...sample, listed, index, full, bare });
  } finally {
    index.server.close();
  }
}

/** Other values than those of the full record, where there have to be some. */
function bareOf(kind: Kind, needed: Readonly<Record<string, Json>>): Readonly<Record<string, Json>> {
  switch (kind) {
    case 'order':
      return { ...needed, date: '2001-01-01', currency: 'GBP', lines: [] };
    case 'activity':
      return { ...needed, type: 'mail', at: 0 };
    case 'behaviour':
      return { ...needed, kind: 'searched', at: 0 };
    default:
      return needed;
  }
}

/** A record is found by its name, by the sound of it, and by every number, address and code that it has, until it lies in the bin. */
export function searches(kind: Kind): Promise<void> {
  return withIndex(kind, async ({ listed, index, replica, values, full }) => {
    const hits = async (text: string) => {
      await index.wake();
      const { hits: found } = await index.ask('search', { text, kinds: [listed], limit: 10 });
      return found.map(({ id }) => id);
    };
    const name = textOf(values[labelColumn(listed)]);
    const callings = definitions()
      .fields(listed)
      .filter(({ element, format }) => isCalling(element ?? format))
      .flatMap(({ key }) => values[key] as string | readonly string[]);
    const words = [name, name.slice(3), ...soundsOf(name), ...callings];
    for (const word of words) expect([word, await hits(word)]).toEqual([word, [full]]);
    expect(await hits('nobody is called so')).toEqual([]);
    const { command } = valueOfResult(await editRecords(replica.book, [full], { op: 'delete' }));
    expect(await hits(name)).toEqual([]);
    valueOfResult(await undo(replica.book, command));
    expect(await hits(name)).toEqual([full]);
  });
}

const callingForms: readonly unknown[] = ['phone', 'email', 'code'];

function isCalling(form: string | undefined): boolean {
  return callingForms.includes(form);
}

/** The Han part of a name as it is typed in pinyin. */
function soundsOf(name: string): readonly string[] {
  const sounds: Readonly<Record<string, string>> = {
    蓝岸: 'lanan',
    叶知秋: 'yzq',
    台灯: 'taideng',
    蓝: 'lan',
    何苗: 'hemiao',
    六店换机: 'ldhj',
    春季拜访: 'chunjibai',
    更快交货: 'gkjh',
    回电: 'huidian',
    台灯页: 'tdy',
  };
  const [han = ''] = /\p{Script=Han}+/u.exec(name) ?? [];
  const sound = sounds[han];
  if (sound === undefined) throw new Error(`no sound of ${name}`);
  return [sound];
}

/** Each operator that a column offers tells the record with a value from the one without. */
export function filters(kind: Kind): Promise<void> {
  return withIndex(kind, async ({ listed, index, values, full, bare }) => {
    const shown = definitions().computed(listed, values);
    const fields = definitions().fields(listed).filter(isColumn);
    const matching: Condition[] = [];
    const matches = (condition: Condition) =>
      index.ask('matchingIds', { kind: listed, filter: { match: 'all', conditions: [condition] } });
    for (const field of fields) {
      const value = shown[field.key];
      if (value === undefined || value === null) throw new Error(`no value of ${field.key}`);
      const column = columnOf(listed, field);
      const operators = operatorsOf(column);
      expect(operators.length).toBeGreaterThan(0);
      for (const op of operators) {
        const condition = conditionOf(column, op, value);
        const found = await matches(condition);
        const isMeant = meets(op, value);
        expect([field.key, op, found.includes(full)]).toEqual([field.key, op, isMeant]);
        const isBareMeant = isRequired(listed, field.key) ? undefined : bareMeets(op);
        if (isBareMeant !== undefined)
          expect([field.key, op, found.includes(bare)]).toEqual([field.key, op, isBareMeant]);
        if (isMeant) matching.push(condition);
      }
    }
    const all = { match: 'all', conditions: matching.slice(0, 90) } as const;
    expect(await index.ask('matchingIds', { kind: listed, filter: all })).toEqual([full]);
  });
}

/** What a record with this value meets, asked for that value. */
function meets(op: FieldCondition['op'], value: Json): boolean {
  if (op === 'isTrue' || op === 'isFalse') return (op === 'isTrue') === value;
  return op !== 'empty' && op !== 'noneOf';
}

/** What a record without a value meets. */
function bareMeets(op: FieldCondition['op']): boolean {
  return op === 'empty' || op === 'noneOf' || op === 'isFalse';
}

function isRequired(kind: ListedKind, key: string): boolean {
  return definitions().field(kind, key)?.required === true || key === labelColumn(kind);
}

/** A formula is asked as a column of its result. */
function columnOf(kind: ListedKind, field: FieldDef): FieldDef {
  if (field.type !== 'formula') return field;
  const formula = definitions()
    .formulas(kind)
    .formulas.find(({ key }) => key === field.key);
  if (formula === undefined) throw new Error(`${field.key} is not computed`);
  return { key: field.key, type: formula.type };
}

function conditionOf(column: FieldDef, op: FieldCondition['op'], value: Json): FieldCondition {
  const field = column.key;
  const texts = (Array.isArray(value) ? value : [value]).map(String);
  const [text = ''] = texts;
  switch (op) {
    case 'contains':
      return { field, op, text: text.slice(1) };
    case 'is':
      return { field, op, text };
    case 'anyOf':
    case 'noneOf':
      return { field, op, values: [text, 'another'] };
    case 'allOf':
      return { field, op, values: texts };
    case 'between': {
      const bound = isDay(column) ? dayOf(column, value) : numberOfValue(column, value);
      return { field, op, from: bound, to: bound };
    }
    case 'lastDays':
    case 'nextDays':
      return { field, op, days: 1, today: dayOf(column, value) };
    case 'olderThanDays':
      return { field, op, days: 1, today: later(dayOf(column, value), 2) };
    case 'beforeToday':
      return { field, op, today: later(dayOf(column, value), 1) };
    case 'isTrue':
    case 'isFalse':
    case 'empty':
    case 'notEmpty':
      return { field, op };
  }
}

function isDay(column: FieldDef): boolean {
  return column.type === 'date' || isInstantColumn(column);
}

function dayOf(column: FieldDef, value: Json): string {
  return column.type === 'date' ? textOf(value) : localDate(Number(value));
}

function later(date: string, days: number): string {
  return dayToDate(dateToDay(date) + days);
}
