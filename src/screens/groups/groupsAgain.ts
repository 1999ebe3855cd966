import { formatCount, formatList } from '../../i18n/formats.ts';
import { groupsTexts } from '../../i18n/groups.ts';
import { t } from '../../i18n/language.svelte.ts';
import { columnOfTable, columnsFor } from '../../domain/table.ts';
import type { Analysis } from '../../workers/analysis.ts';
import type { ScreenBook } from '../book.ts';
import { keyOfWritten } from '../fields/writtenFields.ts';
import type { SourceTable } from '../studio/readSource.ts';
import type { Run, RunNote } from '../studio/runs.ts';
import { SourceModel } from '../studio/source.svelte.ts';
import { namesOf } from './findings.ts';
import { GroupsModel } from './groupsModel.svelte.ts';
import { noteOf } from './groupsNote.ts';
import { groupsIn, settingsWithGroups, type KeptGroups } from './keptModel.ts';
import { namesOfSame } from './sameGroups.ts';
import type { NamedGroups } from './writeNames.ts';

interface Again {
  readonly groups: NamedGroups;
  readonly note: RunNote;
}

/**
 * The groups of the customers as they are now. Where the groups have centres those stay, and each customer is in the nearest;
 * without centres the groups are found anew, and called as those before with most of the same members. Undefined where that failed.
 */
export async function groupsAgain(
  book: ScreenBook,
  analysis: Analysis,
  run: Run,
): Promise<Again | undefined> {
  const kept = groupsIn(run.settings);
  if (kept === undefined) return undefined;
  return kept.nearest === undefined
    ? foundAnew(book, analysis, run)
    : inNearest(book, analysis, run, { ...kept, nearest: kept.nearest });
}

async function inNearest(
  book: ScreenBook,
  analysis: Analysis,
  run: Run,
  { names, nearest }: Required<KeptGroups>,
): Promise<Again | undefined> {
  const reading = new SourceModel(book, analysis, run.source);
  reading.use(run.source, run.steps);
  const read = await reading.read();
  if (!read.ok) return undefined;
  const { table } = read.value;
  const keys = nearest.encoding.columns.map(({ key }) => key);
  const assigned = await analysis.run('assignGroups', { table: columnsFor(table, keys), ...nearest });
  if (!assigned.ok) return undefined;
  const labels = assigned.value;
  const counts = names.map((name, group) => {
    const count = labels.reduce((sum, each) => sum + Number(each === group), 0);
    return `${name} ${formatCount(count)}`;
  });
  const finding = t(groupsTexts).assigned(table.rows, formatList(counts));
  return {
    groups: { ids: table.ids, labels, names, method: 'kmeans' },
    note: { ...run, rows: table.rows, finding },
  };
}

async function foundAnew(book: ScreenBook, analysis: Analysis, run: Run): Promise<Again | undefined> {
  const model = new GroupsModel(book, analysis);
  await model.repeat(run);
  const { found } = model;
  if (found === undefined || found.answer.k === 0) return undefined;
  const { data, answer } = found;
  const names = namesOfSame(answer.labels, saidBefore(data, run.written), namesOf(found, new Map()));
  return {
    groups: { ids: data.table.ids, labels: answer.labels, names, method: answer.method },
    note: { ...noteOf(found, model), settings: settingsWithGroups(found, names) },
  };
}

/** What the field says of each row. */
function saidBefore({ table }: SourceTable, fieldName: string): readonly (string | undefined)[] {
  const key = keyOfWritten(fieldName, 'text');
  const column = key === undefined ? undefined : columnOfTable(table, key);
  return column?.type === 'category' ? Array.from(column.codes, (code) => column.labels[code]) : [];
}
