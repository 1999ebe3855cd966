import { formatCount } from '../../i18n/formats.ts';
import { t } from '../../i18n/language.svelte.ts';
import { tableTexts } from '../../i18n/tables.ts';
import type { BookTableError } from '../../read/bookTable.ts';
import { failureText as importFailureText } from '../import/failureText.ts';
import type { TableFailure } from './tableFlow.svelte.ts';

const words = t(tableTexts);

/** What is wrong with a table that an analysis reads; undefined for anything else. */
export function readingProblem(error: { readonly type: string }): string | undefined {
  const isOfTable = error.type === 'table-incomplete' || error.type === 'table-damaged';
  return isOfTable ? failureText(error as BookTableError) : undefined;
}

/** What went wrong with a table and what to do, in a sentence or two. */
export function failureText(error: TableFailure): string {
  const texts = words.errors;
  switch (error.type) {
    case 'table-no-columns':
    case 'table-too-many-columns':
    case 'table-missing':
    case 'table-damaged':
      return texts[error.type];
    case 'table-too-large':
      return texts['table-too-large'](formatCount(error.cells), formatCount(error.maxCells));
    case 'table-row-too-large':
      return texts['table-row-too-large'](formatCount(error.row));
    case 'table-incomplete':
      return texts['table-incomplete'](formatCount(error.parts), formatCount(error.expected));
    case 'cancelled':
      return words.cancelled;
    default:
      return importFailureText(error);
  }
}
