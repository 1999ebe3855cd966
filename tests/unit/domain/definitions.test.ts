import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { settingsOf } from '../../../src/domain/bookSettings.ts';
import { arrangedChoices, choiceListOf, isAddedChoice } from '../../../src/domain/choiceLists.ts';
import { definitionOf, definitionsOf } from '../../../src/domain/customDefinitions.ts';
import {
  customFieldOf,
  customisedKinds,
  customKeyOf,
  customTypes,
  isCustomKey,
  parseCustomKey,
  referredKinds,
} from '../../../src/domain/customFields.ts';
import { layoutOf, placeFields } from '../../../src/domain/fieldLayout.ts';
import type { Json } from '../../../src/domain/json.ts';
import { modulesOff } from '../../../src/domain/modules.ts';
import { fieldOf, fieldsOf } from '../../../src/domain/objects.ts';
import type { RecordRow, Values } from '../../../src/domain/record.ts';
import { problemOf } from '../../../src/domain/validate.ts';
import { usualHours, weekdayOf, workingDayFrom, workingHoursOf } from '../../../src/domain/workingHours.ts';
import { movedBy, movedTo } from '../../../src/screens/fieldSettings/layoutEdits.ts';

const row = (id: string, values: Values, at = 1): RecordRow => ({
  id,
  base: [values, at, 'm1.0.0'],
  registers: {},
});

describe('the key of a custom field', () => {
  test('says its field, its type and what it refers to', () => {
    for (const type of customTypes) {
      for (const to of referredKinds) {
        const key = customKeyOf('f1.0.3', type, to);
        expect(parseCustomKey(key)).toEqual(
          type === 'reference' ? { field: 'f1.0.3', type, to } : { field: 'f1.0.3', type },
        );
        for (const kind of customisedKinds) expect(customFieldOf(kind, key)?.key).toBe(key);
      }
    }
    expect(customFieldOf('tag', 'f1.0.3:text')).toBeUndefined();
  });

  test('is none for a standard field, another record, another type or more than one target', () => {
    for (const kind of customisedKinds)
      for (const { key } of fieldsOf(kind)) expect(isCustomKey(key)).toBe(false);
    for (const key of [
      'a1.0.3:text',
      'f1.0.3:json',
      'f1.0:text',
      'f1.0.3:text.account',
      'f1.0.3:reference',
      '',
    ])
      expect(isCustomKey(key)).toBe(false);
  });

  test('any text is a key or none, and never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => typeof isCustomKey(text) === 'boolean'));
  });
});

describe('a definition', () => {
  test('names its choices by the ids that records store', () => {
    const field = definitionOf(
      row('f1.0.0', {
        name: 'Grade',
        object: 'need',
        type: 'choice',
        choices: ['Gold', 'Silver'],
        required: true,
      }),
    );
    expect(field).toMatchObject({
      kind: 'need',
      name: 'Grade',
      choices: [
        { value: '0', label: 'Gold' },
        { value: '1', label: 'Silver' },
      ],
      field: { key: 'f1.0.0:choice', type: 'choice', choices: ['0', '1'], required: true },
    });
  });

  test('of an unknown type or object counts as absent, and so does a deleted one', () => {
    expect(definitionOf(row('f1.0.0', { name: 'X', object: 'need', type: 'hologram' }))).toBeUndefined();
    expect(definitionOf(row('f1.0.0', { name: 'X', object: 'moon', type: 'text' }))).toBeUndefined();
    const deleted = { ...row('f1.0.0', { name: 'X', object: 'need', type: 'text' }), deletedAt: 5 };
    expect(definitionsOf([deleted])).toEqual([]);
  });
});

describe('a layout', () => {
  const fields = [
    ...fieldsOf('need').filter((field) => field.internal !== true),
    { key: 'f1.0.0:text', type: 'text' as const },
  ];
  const keysOf = (value: Json) => {
    const { main, more, hidden } = placeFields('need', fields, layoutOf(value));
    const keys = (list: readonly { key: string }[]) => list.map(({ key }) => key);
    return { main: keys(main), more: keys(more), hidden: keys(hidden) };
  };

  test('holds every field exactly once, whatever its setting says', () => {
    const keys = fc.array(fc.constantFrom(...fields.map(({ key }) => key), 'gone'));
    const setting = fc.oneof(
      fc.record({ main: keys, more: keys, hidden: keys }, { requiredKeys: [] }),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(setting, (value) => {
        const { main, more, hidden } = keysOf(value as Json);
        expect([...main, ...more, ...hidden].sort()).toEqual(fields.map(({ key }) => key).sort());
      }),
    );
  });

  test('never hides a required field, and shows a field that is new', () => {
    const { main, hidden } = keysOf({ main: [], more: ['status'], hidden: ['title', 'topic'] });
    expect(main).toContain('title');
    expect(main).toContain('f1.0.0:text');
    expect(hidden).toEqual(['topic']);
  });

  test('is edited by moving a field a step or to another place', () => {
    const placed = { main: ['a', 'b'], more: ['c'], hidden: [] };
    expect(movedBy(placed, 'b', -1).main).toEqual(['b', 'a']);
    expect(movedBy(placed, 'a', -1)).toEqual(placed);
    expect(movedTo(placed, 'a', 'hidden')).toEqual({ main: ['b'], more: ['c'], hidden: ['a'] });
  });
});

test('of several settings of one name the one that was edited last counts', () => {
  const older = row('g1.0.0', { name: 'modules', value: { off: ['need'] } }, 10);
  const newer = row('g2.0.0', { name: 'modules', value: { off: ['order', 'account', 'moon'] } }, 20);
  const edited: RecordRow = { ...older, registers: { value: { '1.5': [{ off: ['task'] }, 30, 'm1.0.0'] } } };
  expect(settingsOf([newer, older]).get('modules')?.row.id).toBe('g2.0.0');
  expect(settingsOf([newer, edited]).get('modules')?.row.id).toBe('g1.0.0');
  expect([...modulesOff(settingsOf([newer, older]).get('modules')?.value)]).toEqual(['order']);
});

test('choices stand in the book’s order under its names, hidden ones marked, its own at the end', () => {
  const list = choiceListOf({
    order: ['C', '+new1'],
    hidden: ['A'],
    labels: { B: 'Second', '+new1': 'Lost', bad: 'x' },
  });
  const choices = ['A', 'B', 'C'].map((value) => ({ value }));
  expect(arrangedChoices(choices, list)).toEqual([
    { value: 'C' },
    { value: '+new1', label: 'Lost' },
    { value: 'A', isHidden: true },
    { value: 'B', label: 'Second' },
  ]);
  expect(choiceListOf('damaged')).toEqual({ order: [], hidden: [], labels: {} });
});

test('a value that a book has added is valid where the program’s rules do not read the field, and nowhere else', () => {
  expect(isAddedChoice('+new1')).toBe(true);
  const level = fieldOf('account', 'level');
  const status = fieldOf('need', 'status');
  expect(level && problemOf(level, '+new1')).toBeUndefined();
  expect(level && problemOf(level, 'new1')).toBe('not-a-choice');
  expect(status && problemOf(status, '+new1')).toBe('not-a-choice');
});

test('a new task falls on the next working day', () => {
  expect(weekdayOf('2026-11-22')).toBe(7);
  expect(workingDayFrom('2026-11-22', usualHours)).toBe('2026-11-23');
  expect(workingDayFrom('2026-11-20', usualHours)).toBe('2026-11-20');
  const weekend = workingHoursOf({ days: [7, 6, 6], from: '10:00', to: '12:30' });
  expect(weekend).toEqual({ days: [6, 7], from: '10:00', to: '12:30' });
  expect(workingDayFrom('2026-11-23', weekend)).toBe('2026-11-28');
  expect(workingHoursOf({ days: [], from: '10:00', to: '12:00' })).toEqual(usualHours);
  expect(workingHoursOf({ days: [1], from: '18:00', to: '09:00' })).toEqual(usualHours);
});
