import { describe, expect, it } from 'vitest';
import type { Table } from '../../../../src/domain/table.ts';
import { answerColumns } from '../../../../src/workers/tasks/answerColumns.ts';
import { statisticsOf } from '../../../../src/workers/tasks/statistics.ts';
import type { StatisticsAnswer, StatisticsAsk } from '../../../../src/workers/tasks/statisticsTypes.ts';
import { tableOf } from '../../../support/tables.ts';

function answerOf<K extends StatisticsAsk['kind']>(
  table: Table,
  ask: Extract<StatisticsAsk, { kind: K }>,
): Extract<StatisticsAnswer, { kind: K }> {
  const result = statisticsOf({ table, ask });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value as Extract<StatisticsAnswer, { kind: K }>;
}

function errorOf(table: Table, ask: StatisticsAsk): unknown {
  const result = statisticsOf({ table, ask });
  return result.ok ? undefined : result.error;
}

/** Every number anywhere in a value. */
function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  if (ArrayBuffer.isView(value)) return Array.from(value as Int32Array);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

describe('a scale', () => {
  it('turns reversed items round, and leaves out what is outside the range', () => {
    const table = tableOf({ a: [1, 2, 5, 9, null], b: [5, 4, 1, 3, 1] });
    const ask = { kind: 'scale', columns: ['a', 'b'], reversed: ['b'], low: 1, high: 5 } as const;
    const { items, reliability } = answerOf(table, ask);
    expect(items.map(({ n, missing }) => [n, missing])).toEqual([
      [3, 2],
      [5, 0],
    ]);
    expect(items[1]?.mean).toBeCloseTo(3.2, 12);
    expect(reliability?.alpha).toBeCloseTo(1, 12);
  });

  it('says why there is no alpha of one item, or where all answer alike', () => {
    const ask = { kind: 'scale', reversed: [], low: 1, high: 5 } as const;
    const one = answerOf(tableOf({ a: [1, 2, 3] }), { ...ask, columns: ['a'] });
    expect(one.unreliable).toBe('too-few-items');
    const same = answerOf(tableOf({ a: [1, 2, 3], b: [4, 4, 4] }), { ...ask, columns: ['a', 'b'] });
    expect(same.unreliable).toBe('constant');
  });
});

describe('groups that are compared', () => {
  const ask = { kind: 'groups', outcome: 'x', by: 'g' } as const;

  it('come with their means, the share within them, and a t test where there are two', () => {
    const table = tableOf({ x: [1, 2, 3, 11, 12, 13, null], g: ['a', 'a', 'a', 'b', 'b', 'b', 'b'] });
    const { groups, anova, tTest, missing } = answerOf(table, ask);
    expect(groups.map(({ label, n, mean }) => [label, n, mean])).toEqual([
      ['a', 3, 2],
      ['b', 3, 12],
    ]);
    expect(anova.squaresBetween).toBeCloseTo(150, 10);
    expect(anova.withinShare).toBeCloseTo(4 / 154, 12);
    expect(anova.eta2 + anova.withinShare).toBeCloseTo(1, 12);
    expect(tTest?.difference).toBe(-10);
    expect(missing).toBe(1);
  });

  it('are not compared where they have fewer than two values, which is said', () => {
    const table = tableOf({ x: [1, 2, 3, 4, 9], g: ['a', 'a', 'b', 'b', 'c'] });
    expect(answerOf(table, ask).leftOut).toEqual(['c']);
    expect(errorOf(tableOf({ x: [1, 2], g: ['a', 'b'] }), ask)).toEqual({ type: 'too-few-groups' });
    expect(errorOf(tableOf({ x: [3, 3, 3, 3], g: ['a', 'a', 'b', 'b'] }), ask)).toEqual({ type: 'constant' });
  });

  it('are refused where there are hundreds of them', () => {
    const x = Array.from({ length: 400 }, (_, i) => i);
    const table = tableOf({ x, g: x.map((value) => `g${value % 200}`) });
    expect(errorOf(table, ask)).toEqual({ type: 'too-many-groups', groups: 200, most: 50 });
  });
});

describe('choices, correlations, features, scores and actions', () => {
  it('count pairs of choices, with what would be expected', () => {
    const table = tableOf({ a: ['x', 'x', 'y', 'y', ''], b: ['1p', '1p', '2p', '2p', '2p'] });
    const answer = answerOf(table, { kind: 'choices', rows: 'a', columns: 'b' });
    expect(answer.counts).toEqual([
      [2, 0],
      [0, 2],
    ]);
    expect(answer.test.expected).toEqual([
      [1, 1],
      [1, 1],
    ]);
    expect([answer.test.strength, answer.missing]).toEqual([1, 1]);
  });

  it('correlate numbers that stand as texts too, over the pairs that are known', () => {
    const table = tableOf({ a: [1, 2, 3, 4, 5], b: ['2', '4', '6', 'NA', '10'] });
    const { cells } = answerOf(table, { kind: 'correlation', columns: ['a', 'b'], by: 'values' });
    expect([cells[0]?.[1]?.n, cells[0]?.[1]?.r]).toEqual([4, 1]);
  });

  it('judge a feature by its pairs of answers', () => {
    const table = tableOf({ there: [2, 2, 1, null], gone: [5, 5, 5, 5] });
    const { features } = answerOf(table, { kind: 'kano', pairs: [{ withIt: 'there', withoutIt: 'gone' }] });
    expect([features[0]?.category, features[0]?.n, features[0]?.missing]).toEqual(['M', 3, 1]);
  });

  it('score promoters less detractors', () => {
    const answer = answerOf(tableOf({ q: [10, 9, 7, 0] }), { kind: 'feedback', column: 'q', measure: 'nps' });
    expect(answer.measure === 'nps' && answer.result.score).toBe(25);
  });

  it('compare those who got an action with those who did not, and order them by a score', () => {
    const sent = ['mail', 'mail', 'mail', 'none', 'none', 'none', 'other'];
    const table = tableOf({
      sent,
      bought: ['yes', 'yes', 'no', 'no', 'no', 'yes', 'yes'],
      score: [3, 2, 1, 3, 2, 1, 9],
    });
    const ask = {
      kind: 'uplift',
      treatment: 'sent',
      treated: 'mail',
      control: 'none',
      outcome: 'bought',
    } as const;
    const answer = answerOf(table, { ...ask, yes: 'yes', score: 'score' });
    expect(answer.uplift.difference).toBeCloseTo(1 / 3, 12);
    expect(answer.qini?.points.at(-1)?.y).toBeCloseTo(1, 12);
  });

  it('never give a figure that is none', () => {
    const table = tableOf({ a: [1, 1, 1, 1, 2], b: [3, 3, 3, 3, 3], g: ['x', 'x', 'y', 'y', 'y'] });
    const asks: StatisticsAsk[] = [
      { kind: 'scale', columns: ['a', 'b'], reversed: [], low: 1, high: 5 },
      { kind: 'groups', outcome: 'a', by: 'g' },
      { kind: 'choices', rows: 'g', columns: 'a' },
      { kind: 'correlation', columns: ['a', 'b'], by: 'ranks' },
      { kind: 'kano', pairs: [{ withIt: 'a', withoutIt: 'b' }] },
      { kind: 'feedback', column: 'a', measure: 'ces' },
      { kind: 'uplift', treatment: 'g', treated: 'x', control: 'y', outcome: 'a', yes: null, score: 'b' },
    ];
    for (const ask of asks) {
      const result = statisticsOf({ table, ask });
      if (result.ok) expect(numbersIn(result.value).filter(Number.isNaN)).toEqual([]);
    }
  });

  it('are refused without rows or columns', () => {
    const ask = { kind: 'feedback', column: 'q', measure: 'nps' } as const;
    expect(errorOf(tableOf({ q: [] }), ask)).toEqual({ type: 'no-rows' });
    expect(errorOf(tableOf({ x: [1] }), ask)).toEqual({ type: 'no-column' });
    expect(errorOf(tableOf({ q: [99] }), ask)).toEqual({ type: 'too-few-answers', known: 0, needed: 1 });
  });
});

describe('columns of answers', () => {
  it('are numbers also where a few of their texts are none', () => {
    const [a, b, c] = answerColumns(
      tableOf({
        a: ['1', '2', '3', '4', 'NA'],
        b: ['yes', 'no', 'yes', 'no', ''],
        c: [1.5, 2, null, 2, 2],
      }),
    );
    expect([a?.type, a?.filled, a?.low, a?.high, a?.isWhole]).toEqual(['number', 4, 1, 4, true]);
    expect([b?.type, b?.values]).toEqual(['choice', ['no', 'yes']]);
    expect([c?.isWhole, c?.different]).toEqual([false, 2]);
  });
});
