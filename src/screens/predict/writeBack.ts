import type { CommandError } from '../../commands/commit.ts';
import { localDate } from '../../domain/dates.ts';
import type { Json } from '../../domain/json.ts';
import type { Result } from '../../domain/result.ts';
import { formatDate } from '../../i18n/formats.ts';
import { t } from '../../i18n/language.svelte.ts';
import { predictTexts } from '../../i18n/predict.ts';
import type { ScreenBook } from '../book.ts';
import { writeFields, type WrittenField, type WrittenFields } from '../fields/writtenFields.ts';
import { scoreText } from './findings.ts';
import type { Found } from './predictModel.svelte.ts';

/** Writes what is said of every customer: the chance in percent or the estimate, of estimates the reach of nine in ten, and the day. */
export function writePrediction(
  book: ScreenBook,
  found: Found,
  name: string,
): Promise<Result<WrittenFields, CommandError>> {
  const words = t(predictTexts);
  const { answer, data } = found;
  const today = localDate(new Date());
  const help = words.help(words.methods[answer.chosen], scoreText(answer), formatDate(today, 'always'));
  return writeFields(book, data.table.ids, fieldsOf(found, name, today), { title: name, help });
}

function fieldsOf({ data: { table }, answer }: Found, name: string, today: string): readonly WrittenField[] {
  const words = t(predictTexts);
  const { quality, said } = answer;
  const by = (valueAt: (row: number) => Json): WrittenField['values'] =>
    Object.fromEntries(table.ids.map((id, row) => [id, valueAt(row)]));
  const day: WrittenField = { name: words.asOfField(name), type: 'date', values: by(() => today) };
  if (quality.type === 'class')
    return [{ name, type: 'number', values: by((row) => Math.round(1_000 * (said[row] ?? 0)) / 10) }, day];
  const around = (shift: number) => by((row) => rounded((said[row] ?? 0) + shift));
  return [
    { name, type: 'number', values: around(0) },
    { name: words.lowField(name), type: 'number', values: around(-quality.reach) },
    { name: words.highField(name), type: 'number', values: around(quality.reach) },
    day,
  ];
}

/** Five digits are more than an estimate knows. */
function rounded(value: number): number {
  return Number(value.toPrecision(5));
}
