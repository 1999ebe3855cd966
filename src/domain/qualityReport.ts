import { dateToDay, isIsoDate, weekdayOfDay, type IsoDate } from './dates.ts';
import { entriesOf } from './bookSettings.ts';
import type { Json } from './json.ts';

/** How good the values of a book were on a day. */
export interface QualityNote {
  readonly day: IsoDate;
  /** S of the book, 0 to 1. */
  readonly score: number;
  /** Values that could have been better. */
  readonly found: number;
}

/** The setting that holds the notes of all devices. */
export const qualityReportSetting = 'qualityReport';
/** Days whose every note is kept; of earlier weeks one is. */
const keptDays = 14;
const mostNotes = 260;

/** The notes in a setting, the oldest first. */
export function qualityNotesOf(value: Json | undefined): readonly QualityNote[] {
  return entriesOf(value)
    .flatMap(([day, note]): QualityNote[] => {
      const numbers = Array.isArray(note) ? (note as readonly Json[]) : [];
      const [score, found] = numbers;
      return isIsoDate(day) && typeof score === 'number' && typeof found === 'number'
        ? [{ day, score, found }]
        : [];
    })
    .sort((a, b) => (a.day < b.day ? -1 : 1));
}

/** The setting with one more note, thinned out: of each week before the last fourteen days the last note stays. */
export function withQualityNote(notes: readonly QualityNote[], note: QualityNote): Json {
  const all = [...notes.filter(({ day }) => day !== note.day), note].sort((a, b) => (a.day < b.day ? -1 : 1));
  const kept = all.filter(
    (each, i) =>
      dateToDay(note.day) - dateToDay(each.day) < keptDays ||
      weekOf(each.day) !== weekOf(all[i + 1]?.day ?? ''),
  );
  const rounded = (score: number): number => Math.round(score * 10_000) / 10_000;
  return Object.fromEntries(
    kept.slice(-mostNotes).map(({ day, score, found }) => [day, [rounded(score), found]]),
  );
}

/** One note a week, the last of each, by the day on which its week begins: a Monday. */
export function notesByWeek(
  notes: readonly QualityNote[],
): readonly (QualityNote & { readonly monday: number })[] {
  const byWeek = new Map(notes.map((note) => [weekOf(note.day), note]));
  return [...byWeek].flatMap(([monday, note]) => (monday === undefined ? [] : [{ ...note, monday }]));
}

function weekOf(day: string): number | undefined {
  if (!isIsoDate(day)) return undefined;
  const number = dateToDay(day);
  return number - weekdayOfDay(number);
}
