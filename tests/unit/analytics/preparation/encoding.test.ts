import { expect, test } from 'vitest';
import { columnUses } from '../../../../src/analytics/preparation/columnUses.ts';
import { encode, fitEncoding } from '../../../../src/analytics/preparation/encoding.ts';
import { knownRows, targetLabels, targetOf } from '../../../../src/analytics/preparation/target.ts';
import type { Table } from '../../../../src/domain/table.ts';

const count = 12;
const all = Int32Array.from({ length: count }, (_, i) => i);
const table: Table = {
  rows: count,
  ids: Array.from({ length: count }, (_, i) => `a1.0.${String(i)}`),
  columns: [
    { key: 'age', type: 'number', values: Float64Array.of(20, 30, 40, 50, 20, 30, 40, 50, NaN, 20, 30, 40) },
    {
      key: 'plan',
      type: 'category',
      labels: ['basic', 'plus', 'rare'],
      codes: Int32Array.of(0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, -1),
    },
    {
      key: 'likes',
      type: 'set',
      labels: ['tea', 'maps'],
      start: Uint32Array.from({ length: count + 1 }, (_, i) => Math.min(2 * i, 12)),
      codes: Uint32Array.from({ length: 12 }, (_, i) => i % 2),
    },
    { key: 'left', type: 'number', values: Float64Array.of(0, 0, 0, 0, 0, 1, 1, 1, 1, 1, NaN, NaN) },
    { key: 'noted', type: 'number', values: Float64Array.of(1, 2, 3, 4, 5, 16, 17, 18, 19, 20, 9, 9) },
    { key: 'same', type: 'number', values: new Float64Array(count).fill(7) },
    { key: 'none', type: 'number', values: new Float64Array(count).fill(NaN) },
  ],
};

/** The features of one column, by record. */
function featuresOf(key: string, rows = all): number[][] {
  const { columns, values } = encode(fitEncoding(table, [key], all), table, rows);
  return Array.from(rows, (_, i) => Array.from(values.subarray(i * columns, (i + 1) * columns)));
}

test('numbers have mean 0 and deviation 1 where they are known; what is empty is the median, and marked', () => {
  const features = featuresOf('age');
  const known = features.filter(([, isMissing]) => isMissing === 0).map(([value]) => value ?? NaN);
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  expect(known).toHaveLength(11);
  expect(mean).toBeCloseTo(0, 12);
  expect(known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length).toBeCloseTo(1, 12);
  expect(features[8]).toEqual([known[1], 1]);
});

test('frequent labels have a feature each, rare ones share one, and none has its own', () => {
  const { names } = fitEncoding(table, ['plan'], all);
  expect(names).toEqual([
    { key: 'plan', label: 'basic' },
    { key: 'plan', label: 'plus' },
    { key: 'plan', part: 'other' },
    { key: 'plan', part: 'missing' },
  ]);
  const features = featuresOf('plan');
  expect([features[0], features[5], features[10], features[11]]).toEqual([
    [1, 0, 0, 0],
    [0, 1, 0, 0],
    [0, 0, 1, 0],
    [0, 0, 0, 1],
  ]);
});

test('a record has 1 for each element of its set', () => {
  expect(featuresOf('likes', Int32Array.of(0, 7))).toEqual([
    [1, 1, 0],
    [0, 0, 1],
  ]);
});

test('an encoding learnt from some records says the same of the others, whatever those are', () => {
  const some = Int32Array.of(0, 1, 2, 5, 6, 7);
  const encoding = fitEncoding(table, ['age', 'plan', 'likes'], some);
  const whole = encode(encoding, table, all);
  all.forEach((row) => {
    const one = encode(encoding, table, Int32Array.of(row)).values;
    expect(one).toEqual(whole.values.slice(row * whole.columns, (row + 1) * whole.columns));
  });
});

test('constant columns become zeros, not infinities', () => {
  expect(featuresOf('same').flat()).toEqual(new Array(count).fill(0));
  expect(featuresOf('none').every(([value, isMissing]) => value === 0 && isMissing === 1)).toBe(true);
});

test('a target is 1 for the label that counts as yes, and unknown where nothing is said', () => {
  const target = targetOf(table, { key: 'plan', yes: 'plus' });
  expect(Array.from(target)).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0, NaN]);
  expect(knownRows(target)).toHaveLength(11);
  expect(targetOf(table, { key: 'left', yes: '1' }).slice(4, 6)).toEqual(Float64Array.of(0, 1));
  expect(targetLabels(table, 'left')).toEqual([
    { label: '0', count: 5 },
    { label: '1', count: 5 },
  ]);
  expect(targetLabels(table, 'age')).toEqual([]);
});

test('columns that are empty, constant or say the target by themselves are named', () => {
  const target = targetOf(table, { key: 'left', yes: '1' });
  const uses = columnUses(table, ['age', 'noted', 'same', 'none', 'nothing'], target, knownRows(target));
  expect(uses.map(({ key, flaw }) => [key, flaw])).toEqual([
    ['age', undefined],
    ['noted', 'leak'],
    ['same', 'constant'],
    ['none', 'empty'],
  ]);
  expect(uses[0]?.filled).toBeCloseTo(0.9, 12);
});

test('of amounts too, what says them nearly by itself is named, whichever way it goes', () => {
  const amount = Float64Array.from({ length: 60 }, (_, i) => (i * 37) % 61);
  const amounts: Table = {
    rows: amount.length,
    ids: Array.from(amount, (_, i) => `a1.0.${String(i)}`),
    columns: [
      { key: 'shadow', type: 'number', values: amount.map((value) => 100 - 3 * value) },
      { key: 'cubed', type: 'number', values: amount.map((value) => value ** 3) },
      { key: 'other', type: 'number', values: amount.map((value, i) => (value + 29 * i) % 61) },
    ],
  };
  const uses = columnUses(amounts, ['shadow', 'cubed', 'other'], amount, knownRows(amount));
  expect(uses.map(({ flaw }) => flaw)).toEqual(['leak', 'leak', undefined]);
});
