import type { Language } from '../i18n/dictionary.ts';
import { fieldTexts } from '../i18n/fields.ts';
import { importTexts } from '../i18n/import.ts';
import { importRecords, type Target } from '../interchange/mapping/targets.ts';
import type { ColumnName } from '../interchange/reading/header.ts';
import type { CellProblem } from '../interchange/records/cell.ts';
import { reasonOf, type ReasonType } from '../interchange/records/importRun.ts';
import type { RowProblem } from '../interchange/records/settings.ts';

/** Every reason has its words in both languages: a missing one does not compile. */
const reasonTexts = { zh: importTexts.zh.reasons, en: importTexts.en.reasons } satisfies Record<
  Language,
  Record<ReasonType, string>
>;

/** The kind of a problem, as a heading: "Phone number too short or long". */
export function reasonText(type: ReasonType, language: Language): string {
  return reasonTexts[language][type];
}

/** What is wrong with a row, in a sentence; of a cell with its column and what stands in it. */
export function problemText(
  problem: RowProblem,
  language: Language,
  columns: readonly ColumnName[],
  ofBook?: readonly Target[],
): string {
  const texts = importTexts[language];
  const nameOf = (index: number) => columns[index]?.name || texts.columnNumber(index + 1);
  switch (problem.type) {
    case 'cell':
      return texts.cellProblem(
        nameOf(problem.column),
        problem.cell,
        cellProblemText(problem.problem, language),
      );
    case 'unclosed-quote':
    case 'stray-quote':
    case 'cell-too-long':
      return texts.inColumn(nameOf(problem.column), reasonText(problem.type, language));
    case 'missing':
      return texts.missing(targetText(problem.target, language, ofBook));
    case 'repeated-in-file':
      return texts.repeated(problem.firstRow);
    case 'order-differs':
      return texts.orderDiffers(targetText(problem.target, language, ofBook), problem.firstRow);
    case 'order-incomplete':
      return texts.orderIncomplete(problem.row);
    case 'extra-cells':
      return texts.extraCells(problem.cells, problem.columns);
    case 'order-too-long':
    case 'too-many-columns':
      return reasonText(reasonOf(problem), language);
  }
}

/** What is wrong with a cell, to follow its text: "has 10 digits, needs 11". */
export function cellProblemText(problem: CellProblem, language: Language): string {
  const texts = importTexts[language];
  switch (problem.type) {
    case 'phone-length':
      return texts.phoneLength(problem.digits, problem.needed);
    case 'number-out-of-range':
      return texts.outOfRange(problem.min, problem.max);
    default:
      return texts.cellReasons[problem.type];
  }
}

/** The name of a field that a column can go to: "Contact: phone". */
export function targetText(target: string, language: Language, ofBook: readonly Target[] = []): string {
  const names: Readonly<Record<string, string>> = importTexts[language].targets;
  const known = names[target] ?? ofBook.find((each) => each.key === target)?.name;
  if (known !== undefined) return known;
  const [record = '', field = ''] = target.split('.');
  const kind = importRecords.find((each) => each === record);
  const labels: Readonly<Record<string, string>> = kind === undefined ? {} : fieldTexts[language][kind];
  return labels[field] ?? target;
}
