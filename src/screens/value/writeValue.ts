import type { CommandError } from '../../commands/commit.ts';
import { localDate } from '../../domain/dates.ts';
import type { Json } from '../../domain/json.ts';
import type { Result } from '../../domain/result.ts';
import { valueTexts } from '../../i18n/customerValue.ts';
import { formatDate } from '../../i18n/formats.ts';
import { t } from '../../i18n/language.svelte.ts';
import type { ValueAnswer } from '../../workers/analysisTasks.ts';
import type { ScreenBook } from '../book.ts';
import { writeFields, type WrittenField, type WrittenFields } from '../fields/writtenFields.ts';

/** Writes what every customer with an order will probably bring, where that lies with 80 %, the chance in percent that they are still one, and the day. */
export function writeValue(
  book: ScreenBook,
  { accounts, value, alive, spread }: ValueAnswer,
): Promise<Result<WrittenFields, CommandError>> {
  const words = t(valueTexts);
  const today = localDate(new Date());
  const by = (valueAt: (at: number) => Json): WrittenField['values'] =>
    Object.fromEntries(accounts.map((id, at) => [id, valueAt(at)]));
  const money = (amount = 0): number => Math.round(100 * amount) / 100;
  const fields: WrittenField[] = [
    { name: words.valueField, type: 'number', values: by((at) => money(value[at])) },
    { name: words.lowField, type: 'number', values: by((at) => money(spread.low[at])) },
    { name: words.highField, type: 'number', values: by((at) => money(spread.high[at])) },
    { name: words.aliveField, type: 'number', values: by((at) => Math.round(1_000 * (alive[at] ?? 0)) / 10) },
    { name: words.dayField, type: 'date', values: by(() => today) },
  ];
  const help = words.help(formatDate(today, 'always'));
  return writeFields(book, accounts, fields, { title: words.title, help });
}
