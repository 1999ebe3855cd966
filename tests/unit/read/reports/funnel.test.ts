import { expect, test } from 'vitest';
import { funnelOf, lostAtNoStep } from '../../../../src/read/reports/funnel.ts';

const group = (key: string | null, value: number) => ({ key, value, rows: value, parts: [] });

test('a step holds what is in it and what has gone beyond; what was lost counts in the first only', () => {
  const groups = [group('inquiry', 3), group('quoted', 2), group('won', 1), group('lost', 4), group(null, 1)];
  const steps = funnelOf({ groups }, ['inquiry', 'proposal', 'quoted', 'won']);
  expect(steps.map(({ key, value, ofBefore, keys }) => [key, value, ofBefore, keys?.length])).toEqual([
    ['inquiry', 11, 1, undefined],
    ['proposal', 3, 3 / 11, 3],
    ['quoted', 3, 1, 2],
    ['won', 1, 1 / 3, 1],
  ]);
  expect(steps.at(-1)?.ofFirst).toBe(1 / 11);
});

test('lost deals count up to the step at which they were lost, and those of which it is not known are told', () => {
  const groups = [group('inquiry', 3), group('quoted', 2), group('won', 1), group('lost', 6)];
  const lostAt = { quoted: 2, proposal: 1, inquiry: 1, '+gone': 1 };
  const steps = ['inquiry', 'proposal', 'quoted', 'won'];
  expect(funnelOf({ groups, lostAt }, steps).map(({ value }) => value)).toEqual([12, 6, 5, 1]);
  expect(lostAtNoStep({ groups, lostAt }, steps)).toBe(2);
  expect(lostAtNoStep({ groups }, steps)).toBe(0);
});

test('a funnel of nothing has no steps', () => {
  expect(funnelOf({ groups: [] }, ['inquiry', 'won'])).toEqual([]);
  expect(funnelOf({ groups: [group('inquiry', 0)] }, ['inquiry', 'won'])).toEqual([]);
});
