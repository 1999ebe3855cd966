import { describe, expect, it } from 'vitest';
import { compileFormula } from '../../../../src/domain/formula.ts';
import type { FieldDef } from '../../../../src/domain/objects.ts';
import { seededRandom } from '../../../../src/domain/random.ts';
import { nearestFormula } from '../../../../src/screens/groups/liveFormula.ts';
import { clusterTable } from '../../../../src/workers/tasks/clusters.ts';
import { tableOf } from '../../../support/tables.ts';

const fields: readonly FieldDef[] = [
  { key: 'x', type: 'number' },
  { key: 'y', type: 'number' },
  { key: 'sex', type: 'choice', choices: ['f', 'm'] },
];
const typeOf = (key: string) => fields.find((field) => field.key === key)?.type;

function rowsOf(count: number) {
  const random = seededRandom(3);
  return Array.from({ length: count }, (_, i) => ({
    x: Math.round(1_000 * random()) / 10,
    y: i % 9 === 0 ? null : Math.round(random() * 50),
    sex: random() < 0.4 ? 'f' : random() < 0.9 ? 'm' : '',
  }));
}

function grouped(rows: ReturnType<typeof rowsOf>, columns: readonly string[], k: number) {
  const table = tableOf({
    x: rows.map(({ x }) => x),
    y: rows.map(({ y }) => y),
    sex: rows.map(({ sex }) => sex),
  });
  const request = { table, columns, method: 'kmeans', k, eps: null, minPts: null } as const;
  const result = clusterTable(
    { ...request, useLog: true, isScaled: true, label: null, seed: 5 },
    () => undefined,
  );
  if (!result.ok) throw new Error(result.error.type);
  return result.value;
}

describe('the formula of groups', () => {
  it('says of every row the group that K-means gave it, with gaps and choices too', () => {
    const rows = rowsOf(300);
    const answer = grouped(rows, ['x', 'y', 'sex'], 4);
    const names = ['one', 'two "2"', 'three', 'four'];
    const formula = nearestFormula(answer, names, typeOf);
    const compiled = compileFormula(
      formula?.text ?? '',
      new Map(fields.map((field) => [field.key, { field }])),
    );
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.error));
    const said = rows.map(({ x, y, sex }) =>
      compiled.value.evaluate(
        { x, ...(y === null ? {} : { y }), ...(sex === '' ? {} : { sex }) },
        '2026-11-22',
      ),
    );
    expect(said).toEqual(rows.map((_, row) => names[answer.labels[row] ?? -1]));
  });

  it('leaves a customer without a value that all others had in no group', () => {
    const answer = grouped(rowsOf(100), ['x'], 2);
    const formula = nearestFormula(answer, ['a', 'b'], typeOf);
    expect(formula?.needed).toEqual(['x']);
    const compiled = compileFormula(
      formula?.text ?? '',
      new Map(fields.map((field) => [field.key, { field }])),
    );
    expect(compiled.ok && compiled.value.evaluate({}, '2026-11-22')).toBe('');
  });

  it('is none without centres', () => {
    const answer = grouped(rowsOf(50), ['x'], 2);
    expect(nearestFormula({ ...answer, centers: null }, ['a', 'b'], typeOf)).toBeUndefined();
  });
});
