import type { CommandError } from '../../commands/commit.ts';
import { localDate } from '../../domain/dates.ts';
import type { Result } from '../../domain/result.ts';
import { formatCount, formatDate } from '../../i18n/formats.ts';
import { t } from '../../i18n/language.svelte.ts';
import { timingTexts } from '../../i18n/timing.ts';
import type { ScreenBook } from '../book.ts';
import { writeFields, type WrittenFields } from '../fields/writtenFields.ts';
import type { TimingFound } from './timingModel.svelte.ts';

type Found = Extract<TimingFound, { kind: 'next' }>;

/** How many will buy, in a sentence. */
export function nextLede({ answer, settings }: Found): string {
  const expected = answer.chance.reduce((sum, chance) => sum + chance, 0);
  return t(timingTexts).ledeNext(formatCount(Math.round(expected)), formatCount(settings.horizonDays));
}

/** Writes each customer's chance in percent, and the day on which it was told. */
export function writeChances(
  book: ScreenBook,
  { answer, settings }: Found,
): Promise<Result<WrittenFields, CommandError>> {
  const words = t(timingTexts);
  const today = localDate(new Date());
  const name = words.chanceField(formatCount(settings.horizonDays));
  const by = <V extends number | string>(valueAt: (at: number) => V) =>
    Object.fromEntries(answer.accounts.map((id, at) => [id, valueAt(at)]));
  return writeFields(
    book,
    answer.accounts,
    [
      { name, type: 'number', values: by((at) => Math.round(1_000 * (answer.chance[at] ?? 0)) / 10) },
      { name: words.dayField(name), type: 'date', values: by(() => today) },
    ],
    { title: name, help: words.writeHelp(formatDate(today, 'always')) },
  );
}
