import { sourceOfJson, type AnalysisSource } from '../../domain/analysisSource.ts';
import type { RecordId } from '../../domain/ids.ts';
import { entryOf } from '../../domain/bookSettings.ts';
import type { Json } from '../../domain/json.ts';
import { refreshes, runTasks, type Refresh, type RunTask } from '../../domain/objects.ts';
import { valuesOf, type RecordRow, type Values } from '../../domain/record.ts';
import type { PreparationStep } from '../../workers/analysisTasks.ts';
import type { Answer, ScreenBook } from '../book.ts';

/** A score of a result, in words ready to be shown. */
export interface RunScore {
  readonly name: string;
  readonly value: number;
  readonly text: string;
}

/** A finished analysis: what was asked and how, enough to make it again, and what came out. */
export interface RunNote {
  readonly task: RunTask;
  readonly title: string;
  readonly source: AnalysisSource;
  /** What the source is called. */
  readonly sourceLabel: string;
  readonly steps: readonly PreparationStep[];
  /** The page's own settings; it reads them back. */
  readonly settings: Json;
  readonly seed: number;
  readonly rows: number;
  readonly method: string;
  readonly scores: readonly RunScore[];
  /** The finding in a sentence. */
  readonly finding: string;
  readonly limits: readonly string[];
}

export interface Run extends RunNote {
  readonly id: RecordId;
  /** How often it is made again by itself, and its fields written anew. */
  readonly refresh: Refresh;
  /** The field of customers that it writes; '' where it writes none. */
  readonly written: string;
  /** ms since 1970. */
  readonly at: number;
  readonly row: RecordRow;
}

/** Notes a result that was made `at`, ms since 1970, in the book, unless the one before it of the same task was the same. A viewer's results are not noted. */
export async function noteRun(
  book: ScreenBook,
  note: RunNote,
  at: number,
  earlier: readonly Run[],
): Promise<void> {
  if (book.isReadOnly) return;
  const last = earlier.find(({ task }) => task === note.task);
  if (last !== undefined && contentOf(last) === contentOf(note)) return;
  await book.create('run', { ...valuesOfNote(book, note, '', 'never'), at });
}

/** Notes a result that is written into a field of customers, and how often that is to be done again. */
export function noteWritten(book: ScreenBook, note: RunNote, written: string, refresh: Refresh): Answer {
  return book.create('run', valuesOfNote(book, note, written, refresh));
}

/** Notes what came out this time in place of the last. */
export function rewriteRun(book: ScreenBook, run: Run, note: RunNote): Answer {
  return book.update(run.row, valuesOfNote(book, { ...note, title: run.title }, run.written, run.refresh));
}

/** True for one whose time has come. */
export function isDue({ refresh, written, at }: Run, now: number): boolean {
  return refresh !== 'never' && written !== '' && now - at >= everyMs[refresh];
}

const dayMs = 86_400_000;
const everyMs = { daily: dayMs, weekly: 7 * dayMs, monthly: 30 * dayMs } as const;

function valuesOfNote(book: ScreenBook, note: RunNote, written: string, refresh: Refresh): Values {
  const { task, title, rows, source, sourceLabel, steps, settings, seed } = note;
  const { method, scores, finding, limits } = note;
  return {
    ...{ task, title, rows, at: Date.now(), refresh, owner: book.member },
    recipe: plain({ source, sourceLabel, steps, settings, seed, written }),
    result: plain({ method, scores, finding, limits }),
  };
}

/** What a record of a run says; undefined for one that this program does not know. */
export function runOf(row: RecordRow): Run | undefined {
  const { task, title, at, rows, recipe, result, refresh } = valuesOf(row);
  const source = sourceOfJson(entryOf(recipe, 'source'));
  const known = runTasks.find((each) => each === task);
  if (known === undefined || source === undefined) return undefined;
  return {
    ...{ id: row.id, row, task: known, source },
    refresh: refreshes.find((each) => each === refresh) ?? 'never',
    written: textOf(entryOf(recipe, 'written')),
    title: textOf(title),
    at: typeof at === 'number' ? at : row.base[1],
    rows: numberOf(rows),
    sourceLabel: textOf(entryOf(recipe, 'sourceLabel')),
    steps: listOf(entryOf(recipe, 'steps')) as unknown as readonly PreparationStep[],
    settings: entryOf(recipe, 'settings') ?? null,
    seed: numberOf(entryOf(recipe, 'seed')),
    method: textOf(entryOf(result, 'method')),
    scores: listOf(entryOf(result, 'scores')).map((score) => ({
      name: textOf(entryOf(score, 'name')),
      value: numberOf(entryOf(score, 'value')),
      text: textOf(entryOf(score, 'text')),
    })),
    finding: textOf(entryOf(result, 'finding')),
    limits: listOf(entryOf(result, 'limits')).map(textOf),
  };
}

function contentOf({ source, steps, settings, seed, rows, scores, finding }: RunNote): string {
  return JSON.stringify([source, steps, settings, seed, rows, scores, finding]);
}

function plain(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

function numberOf(value: Json | undefined): number {
  return typeof value === 'number' ? value : 0;
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}
