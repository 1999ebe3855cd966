import { dayToDate } from '../../domain/dates.ts';
import { columnOfTable, type Table } from '../../domain/table.ts';
import { formatDate, formatInstant } from '../../i18n/formats.ts';
import { definitions } from '../fields/definitions.svelte.ts';
import { yesNo } from '../fields/labels.ts';
import type { Found } from './predictModel.svelte.ts';
import { amountText, labelText } from './valueText.ts';

/** Places in the table of the customers of whom most is said, without those who are "yes" already. */
export function topRows({ answer: { said, rows, truth, quality } }: Found, count: number): Int32Array {
  const isOut = new Uint8Array(said.length);
  if (quality.type === 'class') rows.forEach((row, i) => (isOut[row] = truth[i] ?? 0));
  return Int32Array.from(said.keys())
    .filter((row) => isOut[row] === 0)
    .sort((a, b) => (said[b] ?? 0) - (said[a] ?? 0) || a - b)
    .subarray(0, count);
}

/** What a customer has in a column, as a person reads it; undefined where it is empty, or one of tags. */
export function valueText(table: Table, key: string, row: number): string | undefined {
  const column = columnOfTable(table, key);
  if (column === undefined) return undefined;
  if (column.type === 'category') {
    const code = column.codes[row] ?? -1;
    return code < 0 ? undefined : labelText(key, column.labels[code] ?? '');
  }
  const field = definitions().column('account', key);
  if (column.type === 'set') {
    if (field?.element !== 'text' && field?.element !== 'choice') return undefined;
    const codes = column.codes.subarray(column.start[row], column.start[row + 1]);
    return codes.length === 0 ? undefined : Array.from(codes, (code) => column.labels[code]).join(', ');
  }
  const value = column.values[row] ?? NaN;
  if (Number.isNaN(value)) return undefined;
  switch (field?.type) {
    case 'boolean':
      return yesNo(value === 1);
    case 'date':
      return formatDate(dayToDate(value));
    case 'instant':
      return formatInstant(value);
    default:
      return amountText(value);
  }
}
