import { entriesOf, textsOf, type BookSettings } from './bookSettings.ts';
import { addMonths, dateToDay, dayToDate, type IsoDate } from './dates.ts';
import type { Json } from './json.ts';
import { refreshes, type Refresh } from './objects.ts';
import type { RecordRow } from './record.ts';

/** How a column of the file was read, by its name: files of later weeks may have their columns elsewhere. */
export interface SavedColumn {
  readonly name: string;
  /** Key of an import target. */
  readonly target: string;
  readonly dateOrder: string;
  readonly numberFormat: string;
  readonly choices: Readonly<Record<string, string | null>>;
}

/** What a run did, as the list of past runs shows it. */
export interface SavedRun {
  /** ms */
  readonly at: number;
  readonly file: string;
  readonly created: number;
  readonly changed: number;
  readonly same: number;
  readonly out: number;
  /** Records with a number that the file did not have. */
  readonly missing: number;
}

/** An import that is made again and again with new files of one origin. */
export interface SavedImport {
  readonly name: string;
  readonly kind: string;
  readonly columns: readonly SavedColumn[];
  readonly matchBy: readonly string[];
  readonly policy: string;
  readonly currency: string;
  readonly every: Refresh;
  /** The newest first. */
  readonly runs: readonly SavedRun[];
}

export interface StoredImport {
  /** The name of its setting. */
  readonly key: string;
  readonly saved: SavedImport;
}

const prefix = 'savedImport:';
export const keptRuns = 20;

export function newImportKey(): string {
  return prefix + crypto.randomUUID();
}

/** The saved imports of a book, by name. */
export function savedImportsOf(
  settings: BookSettings,
): readonly (StoredImport & { readonly row: RecordRow })[] {
  return [...settings]
    .flatMap(([key, { row, value }]) => {
      const saved = key.startsWith(prefix) ? savedImportOf(value) : undefined;
      return saved === undefined ? [] : [{ key, row, saved }];
    })
    .sort((a, b) => (a.saved.name < b.saved.name ? -1 : 1));
}

export function savedImportJson(saved: SavedImport): Json {
  return JSON.parse(JSON.stringify({ ...saved, runs: saved.runs.slice(0, keptRuns) })) as Json;
}

/** The day on which it is to be made again; undefined where it never is, or has just been saved without a run. */
export function dueDay({ every, runs }: SavedImport, dayOf: (at: number) => IsoDate): IsoDate | undefined {
  const last = runs[0];
  if (every === 'never' || last === undefined) return undefined;
  const day = dayOf(last.at);
  if (every === 'monthly') return addMonths(day, 1);
  return dayToDate(dateToDay(day) + (every === 'weekly' ? 7 : 1));
}

function savedImportOf(value: Json): SavedImport | undefined {
  const entries = new Map(entriesOf(value));
  const text = (key: string): string => textIn(entries.get(key));
  const every = refreshes.find((each) => each === text('every')) ?? 'never';
  if (text('name') === '' || text('kind') === '') return undefined;
  return {
    ...{ name: text('name'), kind: text('kind'), policy: text('policy'), currency: text('currency'), every },
    columns: listIn(entries.get('columns')).flatMap(columnOf),
    matchBy: textsOf(entries.get('matchBy')),
    runs: listIn(entries.get('runs')).flatMap(runOf),
  };
}

function columnOf(value: Json): SavedColumn[] {
  const entries = new Map(entriesOf(value));
  const [name, target] = [textIn(entries.get('name')), textIn(entries.get('target'))];
  if (name === '' || target === '') return [];
  const choices = entriesOf(entries.get('choices')).flatMap(([word, choice]): [string, string | null][] =>
    typeof choice === 'string' || choice === null ? [[word, choice]] : [],
  );
  return [
    {
      ...{ name, target, dateOrder: textIn(entries.get('dateOrder')) },
      numberFormat: textIn(entries.get('numberFormat')),
      choices: Object.fromEntries(choices),
    },
  ];
}

function runOf(value: Json): SavedRun[] {
  const entries = new Map(entriesOf(value));
  const count = (key: string): number => {
    const found = entries.get(key);
    return typeof found === 'number' ? found : 0;
  };
  if (count('at') === 0) return [];
  return [
    {
      ...{
        at: count('at'),
        file: textIn(entries.get('file')),
        created: count('created'),
        changed: count('changed'),
      },
      ...{ same: count('same'), out: count('out'), missing: count('missing') },
    },
  ];
}

function listIn(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

function textIn(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
