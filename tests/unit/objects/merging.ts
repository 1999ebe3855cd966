import { expect } from 'vitest';
import { mergeRecords, unmergeRecord } from '../../../src/commands/merges.ts';
import { undo } from '../../../src/commands/undo.ts';
import { readStandingFor } from '../../../src/database/merges.ts';
import { valuesOf } from '../../../src/domain/record.ts';
import { rebuildRows } from '../../../src/store/projection.ts';
import { allRows, valueOfResult } from '../../support/replica.ts';
import { makeRecord, openSample } from './sampleBook.ts';
import type { Kind } from './samples.ts';

/** One record stands for another with every field filled; taken apart or undone, both are as they were. */
export async function merges(kind: Kind): Promise<void> {
  const { replica, values, edited } = await openSample(kind);
  const winner = await makeRecord(replica.book, kind, values);
  const loser = await makeRecord(replica.book, kind, { ...values, ...edited });
  const before = valuesOf(await replica.mustRow(winner));
  const merge = async (): Promise<string> => {
    const rows = await Promise.all([winner, loser].map((id) => replica.mustRow(id)));
    const [kept, lost] = rows;
    if (kept === undefined || lost === undefined) throw new Error('two records are made');
    const merged = await mergeRecords(replica.book, { winner: kept, losers: [lost], values: edited });
    return valueOfResult(merged).command;
  };
  const command = await merge();
  expect(await readStandingFor(replica.book.strict, loser)).toBe(winner);
  expect(valuesOf(await replica.mustRow(winner))).not.toEqual(before);
  await replica.fold();
  const rows = await allRows(replica.book);
  await rebuildRows(replica.engine);
  expect(await allRows(replica.book)).toEqual(rows);
  valueOfResult(await undo(replica.book, command));
  expect(valuesOf(await replica.mustRow(winner))).toEqual(before);
  await merge();
  valueOfResult(await unmergeRecord(replica.book, loser));
  expect(await readStandingFor(replica.book.strict, loser)).toBe(loser);
  expect(valuesOf(await replica.mustRow(winner))).toEqual(before);
}
