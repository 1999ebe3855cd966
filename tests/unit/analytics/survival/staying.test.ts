import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concordance } from '../../../../src/analytics/survival/concordance.ts';
import { stayingOf, type StayingRequest } from '../../../../src/analytics/survival/staying.ts';
import { orderDurations } from '../../../../src/analytics/value/orderDurations.ts';
import { seededRandom } from '../../../../src/domain/random.ts';
import type { Table } from '../../../../src/domain/table.ts';
import { runs } from '../../../support/runs.ts';

test('concordance is what looking at every pair gives', () => {
  const row = fc.record({
    time: fc.integer({ min: 0, max: 6 }),
    ended: fc.constantFrom(0, 1),
    risk: fc.integer({ min: 0, max: 4 }),
  });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 25 }), (rows) => {
      let [pairs, agreeing] = [0, 0];
      for (const a of rows)
        for (const b of rows) {
          const isFirst = a.ended === 1 && (a.time < b.time || (a.time === b.time && b.ended === 0));
          if (!isFirst) continue;
          pairs++;
          agreeing += a.risk > b.risk ? 1 : a.risk === b.risk ? 0.5 : 0;
        }
      const column = (key: 'time' | 'ended' | 'risk') => rows.map((each) => each[key]);
      const found = concordance({ time: column('time'), ended: column('ended') }, column('risk'));
      if (pairs === 0) expect(found).toBeNull();
      else expect(found).toBeCloseTo(agreeing / pairs, 12);
    }),
    { numRuns: runs(200, 5_000) },
  );
});

/** Customers of plan b leave four times as fast; the colour does not matter. */
function customers(count: number): Table {
  const random = seededRandom(5);
  const plan = Int32Array.from({ length: count }, (_, i) => i % 2);
  const leaves = plan.map((b) => Math.ceil((b === 1 ? 10 : 40) * -Math.log(1 - random())));
  return {
    rows: plan.length,
    ids: Array.from(plan, (_, i) => `a${i}`),
    columns: [
      { key: 'months', type: 'number', values: Float64Array.from(leaves, (each) => Math.min(each, 60)) },
      {
        ...{ key: 'left', type: 'category', labels: ['no', 'yes'] },
        codes: Int32Array.from(leaves, (each) => Number(each <= 60)),
      },
      { key: 'plan', type: 'category', labels: ['a', 'b'], codes: plan },
      {
        key: 'colour',
        type: 'category',
        labels: ['red', 'blue'],
        codes: plan.map(() => Math.floor(2 * random())),
      },
      { key: 'same', type: 'category', labels: ['x'], codes: plan.map(() => 0) },
    ],
  };
}
const ask = (table: Table, more: Partial<StayingRequest> = {}) => {
  const found = stayingOf({
    table,
    time: 'months',
    ended: { key: 'left', yes: 'yes' },
    columns: [],
    ...more,
  });
  if (!found.ok) throw new Error(found.error.type);
  return found.value;
};

test('the plan of those who leave four times as fast is found, with its factor and beside what', () => {
  const {
    factors,
    difference,
    groups,
    concordance: agreed,
    flaw,
  } = ask(customers(2_000), {
    group: 'plan',
    columns: ['plan', 'colour', 'same'],
  });
  expect(flaw).toBeNull();
  const [plan] = factors.filter(({ feature }) => feature.key === 'plan');
  const isFaster = plan?.feature.label === 'b';
  expect([isFaster ? 'a' : 'b']).toEqual([plan?.beside]);
  const factor = isFaster ? (plan?.factor ?? 0) : 1 / (plan?.factor ?? 1);
  expect(factor).toBeGreaterThan(3.2);
  expect(factor).toBeLessThan(4.8);
  const colour = factors.find(({ feature }) => feature.key === 'colour');
  expect(colour?.p).toBeGreaterThan(0.001);
  expect(difference?.p).toBeLessThan(1e-6);
  expect(groups.map(({ label }) => label).sort()).toEqual(['a', 'b']);
  expect(agreed).toBeGreaterThan(0.6);
});

test('whoever has no time or no answer is left out and counted', () => {
  const table = customers(100);
  const [months] = table.columns;
  if (months?.type !== 'number') throw new Error('months');
  months.values[3] = NaN;
  expect(ask(table)).toMatchObject({ unknown: 1, curve: { rows: 99 } });
});

test('a field that says the end exactly, and a book in which nobody leaves, are said and give no factors', () => {
  const table = customers(200);
  const nobody = ask(table, { ended: { key: 'left', yes: 'never' }, columns: ['plan'] });
  expect([nobody.flaw, nobody.factors]).toEqual(['no-ends', []]);
  expect(ask(table, { columns: ['same'] }).flaw).toBe('no-columns');
});

test('customers who are silent for long enough have ended with their last order, the others go on', () => {
  const purchases = { customer: [0, 0, 1, 2], day: [100, 130, 190, 300], amount: [1, 1, 1, 1] };
  const { time, ended } = orderDurations(purchases, 4, 200, 50);
  expect([...Array.from(time)]).toEqual([30, 10]);
  expect([...Array.from(ended)]).toEqual([1, 0]);
});
