import { dayToDate } from '../../domain/dates.ts';
import { largestOf } from '../../domain/largest.ts';
import { columnOfTable } from '../../domain/table.ts';
import { formatDate } from '../../i18n/formats.ts';
import { yesNo } from '../fields/labels.ts';
import type { SourceTable } from '../studio/readSource.ts';
import type { Found } from './predictModel.svelte.ts';
import { amountText, labelText } from './valueText.ts';

/** Places in the table of the customers of whom most is said, without those who are "yes" already. */
export function topRows({ answer: { said, rows, truth, quality } }: Found, count: number): Int32Array {
  const isOut = new Uint8Array(said.length);
  if (quality.type === 'class') rows.forEach((row, i) => (isOut[row] = truth[i] ?? 0));
  return Int32Array.from(largestOf(said, count, (row) => isOut[row] !== 1));
}

/** What a record has in a column, as a person reads it; undefined where it is empty. */
export function valueText(data: SourceTable, key: string, row: number): string | undefined {
  const column = columnOfTable(data.table, key);
  if (column === undefined) return undefined;
  if (column.type === 'category') {
    const code = column.codes[row] ?? -1;
    return code < 0 ? undefined : labelText(data, key, column.labels[code] ?? '');
  }
  if (column.type === 'set') {
    const codes = column.codes.subarray(column.start[row], column.start[row + 1]);
    const texts = Array.from(codes, (code) => labelText(data, key, column.labels[code] ?? ''));
    return texts.length === 0 ? undefined : texts.join(', ');
  }
  const value = column.values[row] ?? NaN;
  if (Number.isNaN(value)) return undefined;
  const field = data.fields.find((each) => each.key === key);
  if (field?.format === 'boolean') return yesNo(value === 1);
  return field?.type === 'date' ? formatDate(dayToDate(value)) : amountText(value);
}
