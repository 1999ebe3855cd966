import type { RecordId } from '../../domain/ids.ts';
import { canonicalJson, type Json } from '../../domain/json.ts';
import { linesOf, toStoredLine, type OrderLine } from '../../domain/order.ts';
import { valuesOf, type RecordState } from '../../domain/record.ts';
import { ok, type Result } from '../../domain/result.ts';
import type { ImportWords } from '../mapping/guess.ts';
import { readRows, type ReadError, type Reading } from '../reading/rows.ts';
import type { TextSource } from '../reading/source.ts';
import type { ChunkPacker, PackPlan } from './chunkPacker.ts';
import { DocumentRows, readsLines } from './documentRows.ts';
import { OrderPass, type OrderCounts } from './orderPass.ts';
import { RecordPass, type PassOutput, type RowResult } from './recordPass.ts';
import { rowReader, type ReadRow } from './rowReader.ts';
import type { CellProblem } from './cell.ts';
import {
  isCode,
  type ExistingRecords,
  type ImportSettings,
  type ReadyUpdate,
  type RowOutcome,
  type RowProblem,
} from './settings.ts';

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
/** A record that the file says something else of, field by field: of a set what is added to it. */
export interface RecordChange {
  readonly id: RecordId;
  readonly name: string;
  readonly fields: readonly { readonly field: string; readonly before: Json; readonly after: Json }[];
}

/** Records of the book with a number or code that the file does not have. */
export interface MissingRecords {
  readonly count: number;
  readonly first: readonly { readonly id: RecordId; readonly name: string }[];
}

export interface RunReport {
  rows: number;
  blank: number;
  outcomes: Record<RowOutcome, number>;
  /** The first rows that stay out. */
  problems: ProblemRow[];
  reasons: Reason[];
  /** Cells to fix, by column. */
  badCells: Record<number, number>;
  /** The first records that change. */
  changes: readonly RecordChange[];
  /** Where rows are matched by a number or code. */
  missing?: MissingRecords;
  plan: PackPlan;
  orders: OrderCounts | undefined;
}

export const shownProblems = 200;
const shownChanges = 200;
const shownMissing = 50;
const shownLines = 20;
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
  const changes: RecordChange[] = [];
  const orders = settings.kind === 'orderLine' ? new OrderPass(settings, existing, packer) : undefined;
  const records =
    settings.kind === 'orderLine' ? undefined : new RecordPass(settings, existing, noting(packer, changes));
  const documents = readsLines(settings) ? new DocumentRows(settings, existing) : undefined;
  /** Of what has many rows: nothing is known of a record before all rows are. */
  const gathering = orders ?? documents;
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
      if (gathering === undefined) waiting.push({ read: readRow, cells });
      else {
        const result = gathering.take(readRow);
        if (result !== undefined) tally.add(result, cells);
      }
    },
    {
      ...(input.signal === undefined ? {} : { signal: input.signal }),
      ...(input.onBytes === undefined ? {} : { onBytes: input.onBytes }),
      ...(gathering === undefined ? { onChunk: flush } : {}),
    },
  );
  if (!done.ok) return done;
  if (gathering === undefined) await flush();
  if (records !== undefined && documents !== undefined) await takeDocuments(documents, records, tally);
  if (orders !== undefined) {
    for (const result of orders.rest()) tally.add(result, []);
    orders.emit(packer);
  }
  const plan = packer.end();
  await input.onReady?.();
  return ok({
    rows: done.value.rows,
    blank: done.value.blank,
    ...tally.report(),
    plan,
    changes,
    ...(records === undefined ? {} : await missingOf(settings, existing, records.metIds())),
    orders: orders?.counts(),
  });
}

/** What becomes of a deal or quote becomes of all its rows. */
async function takeDocuments(
  documents: DocumentRows,
  records: RecordPass,
  tally: ReturnType<typeof createTally>,
): Promise<void> {
  for (const result of documents.incomplete()) tally.add(result, []);
  const all = [...documents.gathered()];
  for (let start = 0; start < all.length; start += rowsAtOnce) {
    const some = all.slice(start, start + rowsAtOnce);
    const results = await records.take(some.map(({ read }) => read));
    results.forEach((result, index) => {
      for (const row of some[index]?.rows ?? []) tally.add({ ...result, row }, []);
    });
  }
}

/** Hands on what a pass makes, and keeps the first changes for a person to look at. */
function noting(output: PassOutput, changes: RecordChange[]): PassOutput {
  const newProducts = new Map<RecordId, string>();
  return {
    create: (kind, values) => {
      const id = output.create(kind, values);
      if (kind === 'product' && typeof values['name'] === 'string') newProducts.set(id, values['name']);
      return id;
    },
    update: (update) => {
      if (changes.length < shownChanges) changes.push(changeOf(update, newProducts));
      output.update(update);
    },
  };
}

function changeOf(
  { state, set, add, lines }: ReadyUpdate,
  newProducts: ReadonlyMap<RecordId, string>,
): RecordChange {
  const before = valuesOf(state);
  const of = (field: string): Json => (Object.hasOwn(before, field) ? (before[field] ?? null) : null);
  return {
    ...{ id: state.id, name: nameOf(state) },
    fields: [
      ...Object.entries(set).map(([field, after]) => ({ field, before: of(field), after })),
      ...Object.entries(add).map(([field, elements]) => {
        const present = of(field);
        const list = Array.isArray(present) ? (present as readonly Json[]) : [];
        return { field, before: present, after: [...list, ...elements] };
      }),
      ...(lines === undefined ? [] : [lineChange(linesOf(state), lines, newProducts)]),
    ],
  };
}

/** The lines that go and those that come, as they are stored; a product that is not there yet by its name. */
function lineChange(
  before: readonly OrderLine[],
  after: readonly OrderLine[],
  newProducts: ReadonlyMap<RecordId, string>,
): RecordChange['fields'][number] {
  const saidIn = (lines: readonly OrderLine[]) => new Set(lines.map((line) => canonicalJson({ ...line })));
  const [said, saidBefore] = [saidIn(after), saidIn(before)];
  const shown = (lines: readonly OrderLine[], others: ReadonlySet<string>): Json =>
    lines
      .filter((line) => !others.has(canonicalJson({ ...line })))
      .slice(0, shownLines)
      .map((line) => toStoredLine({ ...line, product: newProducts.get(line.product ?? '') ?? line.product }));
  return { field: 'lines', before: shown(before, said), after: shown(after, saidBefore) };
}

async function missingOf(
  { kind, matchBy, policy }: ImportSettings,
  existing: ExistingRecords,
  met: ReadonlySet<RecordId>,
): Promise<{ missing?: MissingRecords }> {
  const code = matchBy.find(isCode);
  if (kind === 'orderLine' || code === undefined || policy !== 'update') return {};
  const left = [...existing.all(kind, code)].filter((id) => !met.has(id));
  const rows = await existing.rows(left.slice(0, shownMissing));
  const first = rows.flatMap((row) => (row === undefined ? [] : [{ id: row.id, name: nameOf(row) }]));
  return { missing: { count: left.length, first } };
}

function nameOf(state: RecordState): string {
  const { name, title, subject } = valuesOf(state);
  const found = [name, title, subject].find((each) => typeof each === 'string' && each !== '');
  return typeof found === 'string' ? found : state.id;
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
