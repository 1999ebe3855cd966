import { t } from '../../i18n/language.svelte.ts';
import { predictTexts } from '../../i18n/predict.ts';
import { csvText, fileNameOf, saveFile } from '../../ui/charts/chartFiles.ts';
import type { Found } from './predictModel.svelte.ts';
import { valueText } from './topCustomers.ts';

/** A file of every record with what was looked at and what is said of it. */
export function saveSaid({ data, target, columns, answer }: Found): void {
  const words = t(predictTexts);
  const fields = data.fields.filter(({ key }) => key === target.key || columns.includes(key));
  const said = words.noteTitle(target.label);
  const rows = data.table.ids.map((id, row) => [
    id,
    ...fields.map(({ key }) => valueText(data, key, row) ?? ''),
    Number((answer.said[row] ?? 0).toPrecision(5)),
  ]);
  const content = csvText([['id', ...fields.map(({ label }) => label), said], ...rows]);
  saveFile(fileNameOf(said, 'csv'), new Blob([content], { type: 'text/csv;charset=utf-8' }));
}
