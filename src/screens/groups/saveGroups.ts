import { groupsTexts } from '../../i18n/groups.ts';
import { t } from '../../i18n/language.svelte.ts';
import { csvText, fileNameOf, saveFile } from '../../ui/charts/chartFiles.ts';
import { valueText } from '../predict/topCustomers.ts';
import type { FoundGroups } from './groupsModel.svelte.ts';

/** A file of every record with what it was grouped by and its group. */
export function saveGroups({ data, columns, answer }: FoundGroups, names: readonly string[]): void {
  const words = t(groupsTexts);
  const fields = data.fields.filter(({ key }) => columns.includes(key));
  const rows = data.table.ids.map((id, row) => {
    const label = answer.labels[row] ?? -2;
    const group = label === -1 ? words.noiseName : (names[label] ?? '');
    return [id, ...fields.map(({ key }) => valueText(data, key, row) ?? ''), group];
  });
  const content = csvText([['id', ...fields.map(({ label }) => label), words.groupColumn], ...rows]);
  const title = words.noteTitle(data.label, answer.k);
  saveFile(fileNameOf(title, 'csv'), new Blob([content], { type: 'text/csv;charset=utf-8' }));
}
