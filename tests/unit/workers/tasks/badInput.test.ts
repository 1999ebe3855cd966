import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../src/domain/random.ts';
import { columnOfTable, type SetColumn, type Table } from '../../../../src/domain/table.ts';
import { analysisWork } from '../../../../src/workers/analysisWork.ts';
import type { AnalysisTask, AnalysisTasks, PreparationStep } from '../../../../src/workers/analysisTasks.ts';
import type { StatisticsAsk } from '../../../../src/workers/tasks/statisticsTypes.ts';
import { holesIn } from '../../../support/holes.ts';
import { tableOf } from '../../../support/tables.ts';

/** Columns that every case has: two numbers, a label, a text, how long, whether it ended, an answer from 1 to 5. */
interface Row {
  readonly a: number | null;
  readonly b: number | null;
  readonly c: string;
  readonly text: string;
  readonly time: number | null;
  readonly ended: string;
  readonly answer: number | null;
}

const random = seededRandom(3);
const phrases = [
  'the delivery was late again',
  'kind people and good coffee',
  'the price is too high for us',
];

function usualRow(i: number): Row {
  return {
    ...{ a: Math.round(100 * random()) / 10, b: 5 + Math.round(100 * random()) / 10 },
    ...{ c: ['north', 'south', 'west'][i % 3] ?? '', text: `${phrases[i % 3]} ${i % 7}` },
    ...{ time: 1 + (i % 24), ended: random() < 0.4 ? 'yes' : 'no', answer: 1 + (i % 5) },
  };
}

function rowsWith(change: (row: Row, i: number) => Partial<Row>, count = 60): Row[] {
  return Array.from({ length: count }, (_, i) => {
    const row = usualRow(i);
    return { ...row, ...change(row, i) };
  });
}

const scripts = ['مرحبا بالعالم هذا جيد', 'การจัดส่งช้ามาก', 'доставка опоздала', '💔🚚 ✨', 'ΑΒΓ δεν φτάνει'];

/** What people bring. */
const cases: Readonly<Record<string, readonly Row[]>> = {
  'no rows': [],
  'one row': [usualRow(0)],
  'two rows': [usualRow(0), usualRow(1)],
  'constant columns': rowsWith(() => ({
    a: 3,
    b: 3,
    c: 'same',
    text: 'same words',
    time: 3,
    ended: 'yes',
    answer: 3,
  })),
  'nothing filled in': rowsWith(() => ({
    a: null,
    b: null,
    c: '',
    text: '',
    time: null,
    ended: '',
    answer: null,
  })),
  'one cell filled in': rowsWith((_, i) =>
    i === 0 ? {} : { a: null, b: null, c: '', text: '', time: null, ended: '', answer: null },
  ),
  'a number that tells the labels apart without a mistake': rowsWith((_, i) => ({
    a: i % 2 === 0 ? 1 + i : -1 - i,
    ended: i % 2 === 0 ? 'yes' : 'no',
  })),
  'columns that are multiples of each other': rowsWith(({ a }) => ({
    b: 2 * (a ?? 0),
    time: 3 + (a ?? 0),
    answer: a,
  })),
  'a class with one member': rowsWith((_, i) => ({
    ended: i === 0 ? 'yes' : 'no',
    c: i === 0 ? 'x' : 'y',
  })),
  'infinite numbers': rowsWith((_, i) =>
    i % 10 === 0 ? { a: Infinity, b: -Infinity, time: Infinity, answer: Infinity } : {},
  ),
  'numbers near the end of what can be written': rowsWith((_, i) => ({
    a: i % 2 === 0 ? 1e308 : -1e308,
    b: 1e-308 * i,
  })),
  'a thousand categories': rowsWith(
    (_, i) => ({ c: `kind ${i % 1_000}`, text: `words of ${i % 1_000}` }),
    1_050,
  ),
  'texts of other scripts': rowsWith((_, i) => ({
    c: scripts[i % 5] ?? '',
    text: `${scripts[i % 5]} ${i}`,
  })),
  'the answer among the columns': rowsWith(({ ended }) => ({ a: ended === 'yes' ? 1 : 0, c: ended })),
  'dates as numbers': rowsWith((_, i) => ({ a: 20_000 + i, b: 20_000 - i })),
  'times below nothing': rowsWith((_, i) => ({ time: -i, answer: -1 })),
};

function tableFrom(rows: readonly Row[]): Table {
  const of = <K extends keyof Row>(key: K) => rows.map((row) => row[key]);
  const made = tableOf({
    ...{ a: of('a'), b: of('b'), time: of('time'), answer: of('answer') },
  });
  const labels = tableOf({ c: of('c'), text: of('text'), ended: of('ended') });
  const sets: SetColumn = {
    ...{ key: 'sets', type: 'set', labels: ['tea', 'milk', 'bread'] },
    start: Uint32Array.from({ length: rows.length + 1 }, (_, i) => 2 * i),
    codes: Uint32Array.from({ length: 2 * rows.length }, (_, i) =>
      i % 2 === 0 ? 0 : 1 + (i % 3 === 0 ? 1 : 0),
    ),
  };
  const asLabels = labels.columns.map((column) =>
    column.type === 'category'
      ? column
      : {
          key: column.key,
          type: 'category' as const,
          labels: [],
          codes: new Int32Array(rows.length).fill(-1),
        },
  );
  return { rows: rows.length, ids: made.ids, columns: [...made.columns, ...asLabels, sets] };
}

const steps: readonly PreparationStep[] = [
  { type: 'fill', column: 'a', by: 'mean' },
  { type: 'scale', columns: ['a', 'b'], by: 'zScore' },
  { type: 'scale', columns: ['time'], by: 'minMax' },
  { type: 'winsorise', columns: ['b'], share: 0.05 },
  { type: 'fifths', column: 'answer', isReversed: false },
  { type: 'daysSince', column: 'time' },
  { type: 'oneHot', column: 'c', most: 5 },
  { type: 'words', column: 'text', most: 5 },
  { type: 'convert', column: 'ended', to: 'number' },
  { type: 'deduplicate', columns: ['text'] },
  { type: 'dropEmpty', columns: ['b'] },
];

const asks: readonly StatisticsAsk[] = [
  { kind: 'scale', columns: ['answer', 'time', 'a'], reversed: ['time'], low: 1, high: 5 },
  { kind: 'groups', outcome: 'a', by: 'c' },
  { kind: 'choices', rows: 'c', columns: 'ended' },
  { kind: 'correlation', columns: ['a', 'b', 'time'], by: 'values' },
  { kind: 'correlation', columns: ['a', 'b', 'time'], by: 'ranks' },
  { kind: 'kano', pairs: [{ withIt: 'answer', withoutIt: 'answer' }] },
  { kind: 'feedback', column: 'answer', measure: 'nps' },
  { kind: 'feedback', column: 'answer', measure: 'csat' },
  { kind: 'feedback', column: 'answer', measure: 'ces' },
  {
    kind: 'uplift',
    treatment: 'c',
    treated: 'north',
    control: 'south',
    outcome: 'ended',
    yes: 'yes',
    score: 'a',
  },
];

type Asked = {
  [T in AnalysisTask]?: (table: Table) => readonly AnalysisTasks[T]['request'][];
};

const learnt = ['a', 'b', 'c', 'text', 'time', 'answer', 'sets'];
const asked: Asked = {
  uses: (table) => [
    { table, columns: learnt, target: { key: 'ended', yes: 'yes' } },
    { table, columns: learnt, target: { key: 'a' } },
  ],
  predict: (table) => [
    { table, columns: learnt, target: { key: 'ended', yes: 'yes' }, seed: 1 },
    { table, columns: learnt.slice(1), target: { key: 'a' }, seed: 1 },
  ],
  cluster: (table) =>
    (['kmeans', 'dbscan', 'hdbscan'] as const).flatMap((method) => [
      {
        ...{ table, columns: learnt, method, k: null, eps: null, minPts: null },
        ...{ useLog: true, isScaled: true, label: 'ended', seed: 1 },
      },
      {
        ...{ table, columns: ['a', 'b'], method, k: 100, eps: null, minPts: null },
        ...{ useLog: false, isScaled: false, label: null, seed: 1 },
      },
    ]),
  clusterColumns: (table) => [{ table }],
  answerColumns: (table) => [{ table }],
  statistics: (table) => asks.map((ask) => ({ table, ask })),
  staying: (table) => [
    { table, time: 'time', ended: { key: 'ended', yes: 'yes' }, group: 'c', columns: ['a', 'b', 'c'] },
  ],
  prepare: (table) => [
    { table, steps, today: 20_000, others: steps.map(() => undefined) },
    ...steps.map((step) => ({ table, steps: [step], today: 20_000, others: [undefined] })),
  ],
  baskets: (table) => [
    {
      source: { type: 'sets', column: columnOfTable(table, 'sets') as SetColumn },
      ...{ support: null, confidence: null, seed: 1 },
    },
    {
      source: { type: 'columns', basket: columnOfTable(table, 'time')!, item: columnOfTable(table, 'c')! },
      ...{ support: null, confidence: null, seed: 1 },
    },
  ],
  opinions: (table) => {
    const column = columnOfTable(table, 'text')!;
    const answers = columnOfTable(table, 'answer')!;
    const texts =
      column.type === 'category' ? Array.from(column.codes, (code) => column.labels[code] ?? '') : [];
    return [
      {
        source: { type: 'texts', texts },
        ratings: answers.type === 'number' ? answers.values : null,
        days: answers.type === 'number' ? answers.values : null,
        ...{ topics: 2, seed: 1, whole: [], leftOut: [] },
      },
    ];
  },
};

/** Why there is no answer, in the cases that the pages explain with what to do. */
const explained: { [T in AnalysisTask]?: readonly string[] } = {
  predict: ['too-few-known', 'too-few-of-class', 'too-few-rows', 'constant-target'],
  cluster: ['no-rows', 'one-row', 'no-columns', 'k-above-rows', 'bad-option'],
  statistics: ['no-rows', 'no-column', 'too-few-answers', 'too-few-groups', 'too-many-groups', 'constant'],
  staying: ['no-rows'],
  baskets: ['no-rows', 'too-many', 'bad-support'],
  opinions: ['no-rows', 'too-few-texts', 'no-words'],
};

/** Empty cells of a prepared table, and a rule without an exception, which is shown as such. */
const meant = /^\.table\.columns\.\d+\.values.*=NaN$|^\.rules\.conviction.*=Infinity$/;

describe('whatever people bring, an analysis gives numbers or says why not', () => {
  for (const [name, rows] of Object.entries(cases)) {
    for (const task of Object.keys(asked) as (keyof typeof asked)[]) {
      it(`${task}: ${name}`, async () => {
        for (const request of requestsOf(task, tableFrom(rows))) {
          const result = await analysisWork[task](request as never, () => undefined);
          if (result.ok) expect(holesIn(result.value).filter((hole) => !meant.test(hole))).toEqual([]);
          else expect(explained[task] ?? []).toContain(result.error.type);
        }
      }, 120_000);
    }
  }
});

describe('a prediction', () => {
  it('warns of a column that is the answer, of one that is always different and of an empty one', async () => {
    const table = tableFrom(
      rowsWith(({ ended }, i) => ({ a: ended === 'yes' ? 1 : 0, c: `c${i}`, b: null })),
    );
    const uses = await analysisWork.uses(
      { table, columns: ['a', 'b', 'c', 'time'], target: { key: 'ended', yes: 'yes' } },
      () => undefined,
    );
    expect(uses.ok && uses.value.map(({ key, flaw }) => [key, flaw])).toEqual([
      ['a', 'leak'],
      ['b', 'empty'],
      ['c', 'distinct'],
      ['time', undefined],
    ]);
  });
});

function requestsOf(task: keyof typeof asked, table: Table): readonly object[] {
  return asked[task]?.(table) ?? [];
}
