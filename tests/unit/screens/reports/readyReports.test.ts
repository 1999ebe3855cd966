import { expect, test } from 'vitest';
import { recordIdOf } from '../../../../src/domain/ids.ts';
import { project } from '../../../../src/domain/record.ts';
import { MemoryIndex } from '../../../../src/read/memoryIndex.ts';
import { packShard } from '../../../../src/read/pack.ts';
import { answerReport } from '../../../../src/read/reports/answerReport.ts';
import { readyReports } from '../../../../src/screens/reports/readyReports.ts';

test('of the conversations and needs that are rated, those with one or two stars are complaints', () => {
  const index = new MemoryIndex(() => Date.UTC(2026, 10, 20));
  const stars = [1, 2, 3, 5, undefined];
  const rated = (n: number | undefined) => (n === undefined ? {} : { satisfaction: n });
  const rows = (shard: 'y1.0' | 'n1.0', more: Record<string, string | number>) =>
    stars.map((n, i) =>
      project({ id: recordIdOf(shard, i), base: [{ ...more, ...rated(n) }, 5, 'm1.0.0'], registers: {} }),
    );
  index.kinds.activity.setShard(
    'y1.0',
    packShard('activity', rows('y1.0', { type: 'call', at: Date.UTC(2026, 10, 2) })),
  );
  index.kinds.need.setShard('n1.0', packShard('need', rows('n1.0', { title: 'Spare parts' })));
  for (const key of ['complaintsByMonth', 'complaintsByProduct'] as const) {
    const answer = answerReport(index, { definition: readyReports[key], likelihoods: {} });
    expect([answer.rows, answer.value], key).toEqual([4, 0.5]);
  }
});
