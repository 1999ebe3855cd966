import { valueTexts } from '../../i18n/customerValue.ts';
import { t } from '../../i18n/language.svelte.ts';
import { csvText, fileNameOf, saveFile } from '../../ui/charts/chartFiles.ts';
import type { ValueAnswer } from '../../workers/analysisTasks.ts';
import type { ScreenBook } from '../book.ts';

/** A file of every customer with an order: what they will probably bring, between what, and whether they are still a customer. */
export async function saveValue(
  book: ScreenBook,
  { accounts, alive, expected, value, spread, currency }: ValueAnswer,
): Promise<void> {
  const words = t(valueTexts);
  const names = await book.index.labels(accounts);
  const figure = (of: Float64Array, at: number): number => Number((of[at] ?? 0).toPrecision(5));
  const rows = accounts.map((id, at) => [
    id,
    names.ok ? (names.value[at] ?? '') : '',
    ...[alive, expected, value, spread.low, spread.high].map((of) => figure(of, at)),
  ]);
  const money = (name: string): string => `${name} (${currency})`;
  const head = [
    ...['id', words.customer, words.alive, words.expected],
    ...[money(words.valueField), money(words.lowField), money(words.highField)],
  ];
  const content = csvText([head, ...rows]);
  saveFile(fileNameOf(words.title, 'csv'), new Blob([content], { type: 'text/csv;charset=utf-8' }));
}
