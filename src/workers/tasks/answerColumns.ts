import { columnOfTable, type CategoryColumn, type Columns, type TableColumn } from '../../domain/table.ts';
import type { AnswerColumn } from './statisticsTypes.ts';

/** Columns with so many different values are listed with them. */
const mostValues = 60;
/** Share of different labels that are numbers from which a column of texts counts as one of numbers. */
const mostlyNumbers = 0.8;

/** Looks at every column of a table. */
export function answerColumns(table: Columns): AnswerColumn[] {
  return table.columns.map((column) => {
    const nothing = { low: 0, high: 0, isWhole: false, different: 0, filled: 0, values: [] };
    if (column.type === 'set') return { key: column.key, type: 'other', ...nothing };
    if (column.type === 'category' && !isNumeric(column)) {
      const used = new Set(column.codes);
      used.delete(-1);
      const labels = [...used].map((code) => column.labels[code] ?? '');
      return {
        ...{ key: column.key, type: used.size === 0 ? 'other' : 'choice', ...nothing, different: used.size },
        filled: column.codes.reduce((sum, code) => sum + Number(code >= 0), 0),
        values: used.size <= mostValues ? labels.sort() : [],
      };
    }
    const known = numbersOf(column).filter(Number.isFinite);
    const different = new Set(known);
    let [low, high, isWhole] = [Infinity, -Infinity, true];
    for (const value of different) {
      low = Math.min(low, value);
      high = Math.max(high, value);
      isWhole &&= Number.isInteger(value);
    }
    if (known.length === 0) return { key: column.key, type: 'other', ...nothing };
    return {
      ...{
        key: column.key,
        type: 'number',
        filled: known.length,
        different: different.size,
        low,
        high,
        isWhole,
      },
      values: different.size <= mostValues ? [...different].sort((a, b) => a - b).map(String) : [],
    };
  });
}

/** The numbers of a column, also of one whose labels are numbers; NaN for none. Undefined for what has no numbers. */
export function numbersAt(table: Columns, key: string): Float64Array | undefined {
  const column = columnOfTable(table, key);
  if (column === undefined || column.type === 'set') return undefined;
  return numbersOf(column).map((value) => (Number.isFinite(value) ? value : NaN));
}

/** The group of each row by the values of a column, as texts in their order; −1 for none. */
export function groupsAt(
  table: Columns,
  key: string,
): { readonly labels: readonly string[]; readonly codes: Int32Array } | undefined {
  const column = columnOfTable(table, key);
  if (column === undefined || column.type === 'set') return undefined;
  const texts =
    column.type === 'number'
      ? Array.from(column.values, (value) => (Number.isFinite(value) ? String(value) : ''))
      : Array.from(column.codes, (code) => column.labels[code] ?? '');
  const inOrder = new Intl.Collator('en', { numeric: true });
  const labels = [...new Set(texts)].filter((text) => text !== '').sort(inOrder.compare);
  const places = new Map(labels.map((label, place) => [label, place]));
  return { labels, codes: Int32Array.from(texts, (text) => places.get(text) ?? -1) };
}

type Plain = Exclude<TableColumn, { type: 'set' }>;

function isNumeric({ labels }: CategoryColumn): boolean {
  const numbers = labels.filter((label) => Number.isFinite(numberIn(label))).length;
  return numbers >= 2 && numbers >= mostlyNumbers * labels.length;
}

function numbersOf(column: Plain): Float64Array {
  if (column.type === 'number') return column.values;
  const values = column.labels.map(numberIn);
  return Float64Array.from(column.codes, (code) => values[code] ?? NaN);
}

function numberIn(label: string): number {
  return label.trim() === '' ? NaN : Number(label);
}
