import { ok, type Result } from '../../domain/result.ts';
import type { ImportWords } from '../mapping/guess.ts';
import { readRows, type ReadError, type Reading } from '../reading/rows.ts';
import type { TextSource } from '../reading/source.ts';
import type { ChunkPacker, PackPlan } from './chunkPacker.ts';
import { OrderPass, type OrderCounts } from './orderPass.ts';
import { RecordPass, type RowResult } from './recordPass.ts';
import { rowReader, type ReadRow } from './rowReader.ts';
import type { CellProblem } from './cell.ts';
import type { ExistingRecords, ImportSettings, RowOutcome, RowProblem } from './settings.ts';

export interface ProblemRow {
  row: number;
  /** The row as it stands in the file, long cells cut; empty for rows that are out because of another row. */
  cells: string[];
  problems: RowProblem[];
}

export type ReasonType = Exclude<RowProblem['type'], 'cell'> | CellProblem['type'];

export interface Reason {
  type: ReasonType;
  rows: number;
  example: { row: number; cell: string | undefined };
}

/** What an import will do, or has done. Every row of the file is counted once in `outcomes`, or is blank. */
export interface RunReport {
  rows: number;
  blank: number;
  outcomes: Record<RowOutcome, number>;
  /** The first rows that stay out. */
  problems: ProblemRow[];
  reasons: Reason[];
  /** Cells to fix, by column. */
  badCells: Record<number, number>;
  plan: PackPlan;
  orders: OrderCounts | undefined;
}

export const shownProblems = 200;
const rowsAtOnce = 2_000;
const longestShown = 120;

export interface RunInput {
  source: TextSource;
  reading: Reading;
  /** Columns of the header, or of the widest record. */
  width: number;
  settings: ImportSettings;
  words: ImportWords;
  existing: ExistingRecords;
  packer: ChunkPacker;
  signal?: AbortSignal;
  onBytes?: (bytes: number) => void;
  /** Called when chunks may be ready, between rows: what it awaits holds reading back. */
  onReady?: () => Promise<void>;
  /** Hears of every row that stays out. */
  onOut?: (result: RowResult) => void;
}

/** Reads the whole file and converts, checks and matches each row; the packer gets what is to be written. Reading is held back
 *  while records of the book are looked up or chunks are taken. Errors: those of reading. */
export async function runImport(input: RunInput): Promise<Result<RunReport, ReadError>> {
  const { settings, packer, existing } = input;
  const read = rowReader(settings, { words: input.words, currency: settings.currency }, input.width);
  const tally = createTally(input.onOut);
  const orders =
    settings.kind === 'orderLine' ? new OrderPass(settings, existing, packer.newIds, packer) : undefined;
  const records =
    settings.kind === 'orderLine' ? undefined : new RecordPass(settings, existing, packer.newIds, packer);
  let waiting: { read: ReadRow; cells: readonly string[] }[] = [];

  const flush = async () => {
    const rows = waiting;
    waiting = [];
    for (let start = 0; start < rows.length; start += rowsAtOnce) {
      const some = rows.slice(start, start + rowsAtOnce);
      const results = (await records?.take(some.map((each) => each.read))) ?? [];
      results.forEach((result, index) => tally.add(result, some[index]?.cells ?? []));
    }
    await input.onReady?.();
  };

  const done = await readRows(
    input.source,
    input.reading,
    (cells, row, damage) => {
      const readRow = read(cells, row, damage);
      if (orders === undefined) waiting.push({ read: readRow, cells });
      else {
        const result = orders.take(readRow);
        if (result !== undefined) tally.add(result, cells);
      }
    },
    {
      ...(input.signal === undefined ? {} : { signal: input.signal }),
      ...(input.onBytes === undefined ? {} : { onBytes: input.onBytes }),
      ...(records === undefined ? {} : { onChunk: flush }),
    },
  );
  if (!done.ok) return done;
  if (records !== undefined) await flush();
  if (orders !== undefined) {
    for (const result of orders.rest()) tally.add(result, []);
    orders.emit(packer.newIds, packer);
  }
  const plan = packer.end();
  await input.onReady?.();
  return ok({
    rows: done.value.rows,
    blank: done.value.blank,
    ...tally.report(),
    plan,
    orders: orders?.counts(),
  });
}

/** The kind of problem that a person reads: of a cell, what is wrong with it. */
export function reasonOf(problem: RowProblem): ReasonType {
  return problem.type === 'cell' ? problem.problem.type : problem.type;
}

function createTally(onOut: RunInput['onOut']) {
  const outcomes: Record<RowOutcome, number> = { new: 0, updated: 0, same: 0, skipped: 0, out: 0 };
  const problems: ProblemRow[] = [];
  const reasons = new Map<ReasonType, Reason>();
  const badCells: Record<number, number> = {};
  return {
    add(result: RowResult, cells: readonly string[]) {
      outcomes[result.outcome] += 1;
      if (result.outcome !== 'out') return;
      onOut?.(result);
      if (problems.length < shownProblems) {
        problems.push({
          row: result.row,
          cells: cells.map((cell) => cell.slice(0, longestShown)),
          problems: result.problems,
        });
      }
      result.problems.forEach((problem, index) => {
        if (problem.type === 'cell') badCells[problem.column] = (badCells[problem.column] ?? 0) + 1;
        if (index > 0) return;
        const type = reasonOf(problem);
        const known = reasons.get(type);
        if (known !== undefined) known.rows += 1;
        else
          reasons.set(type, {
            type,
            rows: 1,
            example: { row: result.row, cell: problem.type === 'cell' ? problem.cell : undefined },
          });
      });
    },
    report: () => ({
      outcomes,
      problems: problems.sort((a, b) => a.row - b.row),
      reasons: [...reasons.values()].sort((a, b) => b.rows - a.rows),
      badCells,
    }),
  };
}
