import { emptyDateTally, tallyDate, type DateTally } from '../values/date.ts';
import { parseEmail, parsePhone } from '../values/contactWays.ts';
import { normaliseDecimal, tallyNumber, type NumberTally } from '../values/number.ts';
import { cleanText, hasDamagedText } from '../values/text.ts';
import type { ColumnName } from '../reading/header.ts';

/** What the values of one column look like. Shares are counted over distinct values. */
export interface ColumnSurvey extends ColumnName {
  filled: number;
  empty: number;
  /** The first distinct values, to show. */
  samples: string[];
  /** Distinct values looked at; exact below `distinctKept`. */
  distinct: number;
  /** Distinct short values and how often they occur, while there are at most `wordsKept`; else undefined. */
  words: Map<string, number> | undefined;
  emails: number;
  phones: number;
  numbers: number;
  links: number;
  dates: DateTally;
  formats: NumberTally;
  /** Cells with replacement characters: bytes that the encoding does not know. */
  damaged: number;
}

export const distinctKept = 20_000;
export const wordsKept = 60;
const samplesKept = 3;
const longestWord = 60;

export interface Surveyor {
  row(cells: readonly string[]): void;
  columns(): ColumnSurvey[];
}

/** Looks at every cell of a file, in one pass. Memory: at most `distinctKept` values a column.
 *  Without a header there are as many columns as the widest record has cells; with one, cells beyond it are no column. */
export function createSurveyor(names: readonly ColumnName[], hasHeader: boolean): Surveyor {
  const columns = names.map((name) => ({ survey: emptySurvey(name), seen: new Set<string>() }));
  return {
    row(cells) {
      for (let index = columns.length; !hasHeader && index < cells.length; index += 1) {
        columns.push({ survey: emptySurvey({ index, name: '', repeated: false }), seen: new Set() });
      }
      columns.forEach(({ survey, seen }, index) => {
        const cell = cells[index] ?? '';
        if (cell === '') {
          survey.empty += 1;
          return;
        }
        if (seen.has(cell)) {
          survey.filled += 1;
          countWord(survey, cell);
          return;
        }
        const text = cleanText(cell);
        if (text === '') {
          survey.empty += 1;
          return;
        }
        survey.filled += 1;
        countWord(survey, cell);
        if (seen.size < distinctKept) {
          seen.add(cell);
          survey.distinct += 1;
          lookAt(survey, text);
        } else lookOn(survey, text);
      });
    },
    columns: () => columns.map(({ survey }) => survey),
  };
}

function emptySurvey(name: ColumnName): ColumnSurvey {
  return {
    ...name,
    filled: 0,
    empty: 0,
    samples: [],
    distinct: 0,
    words: new Map(),
    emails: 0,
    phones: 0,
    numbers: 0,
    links: 0,
    dates: emptyDateTally(),
    formats: { point: 0, comma: 0, ambiguous: 0 },
    damaged: 0,
  };
}

function countWord(survey: ColumnSurvey, cell: string): void {
  const { words } = survey;
  if (words === undefined) return;
  const count = words.get(cell);
  if (count === undefined && (words.size >= wordsKept || cell.length > longestWord)) survey.words = undefined;
  else words.set(cell, (count ?? 0) + 1);
}

function lookAt(survey: ColumnSurvey, text: string): void {
  if (survey.samples.length < samplesKept && !survey.samples.includes(text))
    survey.samples.push(text.slice(0, 80));
  if (hasDamagedText(text)) survey.damaged += 1;
  if (text.length > longestWord) return;
  if (text.includes('@')) {
    if (parseEmail(text).ok) survey.emails += 1;
    return;
  }
  if (/^(?:https?:\/\/|www\.)\S+$/i.test(text)) {
    survey.links += 1;
    return;
  }
  tallyDate(text, survey.dates);
  if (
    normaliseDecimal(text, 'point').ok ||
    normaliseDecimal(text, 'comma').ok ||
    /^[^\w\s]{1,2}\s*[\d.,]+$/.test(text)
  ) {
    survey.numbers += 1;
    tallyNumber(text, survey.formats);
  }
  if (/\d{5}/.test(text.replace(/[\s().-]/g, '')) && parsePhone(text).ok) survey.phones += 1;
}

/** Columns with more distinct values than are kept: only what every single value can decide is still looked at. */
function lookOn(survey: ColumnSurvey, text: string): void {
  if (hasDamagedText(text)) survey.damaged += 1;
  if (survey.dates.dates * 2 > survey.distinct) tallyDate(text, survey.dates);
  else if (survey.numbers * 2 > survey.distinct) tallyNumber(text, survey.formats);
}
