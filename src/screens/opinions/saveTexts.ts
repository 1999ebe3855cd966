import { t } from '../../i18n/language.svelte.ts';
import { opinionsTexts } from '../../i18n/opinions.ts';
import { csvText, fileNameOf, saveFile } from '../../ui/charts/chartFiles.ts';
import { columnOfTable } from '../../domain/table.ts';
import { topicName } from './findings.ts';
import type { Found } from './opinionsModel.svelte.ts';
import { numbersOf } from './textFields.ts';

/** A file of every text that was looked at, with its topic and, where it was learnt, how content it is. */
export function saveTexts({ data, rating, rows, answer, field }: Found, texts: readonly string[]): void {
  const words = t(opinionsTexts);
  const { topics, topicOf, sentiment } = answer;
  const chance = sentiment?.type === 'learnt' ? sentiment.chance : undefined;
  const column = rating === undefined ? undefined : columnOfTable(data.table, rating.key);
  const ratings = column === undefined ? undefined : numbersOf(column);
  const names = topics.map(topicName);
  const lines = Array.from(rows, (row, i) => [
    data.table.ids[row] ?? '',
    names[topicOf[i] ?? -1] ?? '',
    ...(ratings === undefined ? [] : [numberCell(ratings[row] ?? NaN)]),
    ...(chance === undefined ? [] : [numberCell(Number((chance[i] ?? 0).toFixed(3)))]),
    texts[i] ?? '',
  ]);
  const head = [
    'id',
    words.topic,
    ...(rating === undefined ? [] : [rating.label]),
    ...(chance === undefined ? [] : [words.contentChance]),
    field.label,
  ];
  const content = csvText([head, ...lines]);
  saveFile(
    fileNameOf(words.noteTitle(field.label), 'csv'),
    new Blob([content], { type: 'text/csv;charset=utf-8' }),
  );
}

function numberCell(value: number): string | number {
  return Number.isNaN(value) ? '' : value;
}
