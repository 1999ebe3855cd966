import type { CategoryColumn, NumberColumn, SetColumn, Table, TableColumn } from '../../domain/table.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { columnOfTable } from '../../domain/table.ts';

/** What is taken of the rows that match: the first, or a figure of all of them. */
export type JoinTake =
  | { readonly type: 'first' }
  /** The row with the greatest number or latest day in a column; of equal ones the first, and empty ones come last. */
  | { readonly type: 'latest'; readonly by: string }
  /** Sums or means of columns of numbers, and how many rows there are; other columns are left out. */
  | { readonly type: 'sum' }
  | { readonly type: 'mean' }
  | { readonly type: 'count' };

export interface JoinRequest {
  /** Columns of both tables that have to be equal. As many of one as of the other, at least one. */
  readonly leftKeys: readonly string[];
  readonly rightKeys: readonly string[];
  readonly take: JoinTake;
  /** Columns of the right table to take; by default all but its keys. */
  readonly columns?: readonly string[];
  /** Put before the key of a joined column that the left table has already. */
  readonly prefix: string;
  /** The key of the column that counts matches. */
  readonly countKey?: string;
}

export interface Joined {
  /** The rows of the left table in their order, its columns and those that came. */
  readonly table: Table;
  /** Joined columns: the key in the right table and in the answer. The count has no `from`. */
  readonly added: readonly { readonly from?: string; readonly key: string }[];
  /** Rows of the left table with and without a match. */
  readonly matched: number;
  readonly unmatched: number;
  /** Rows of the right table that no row of the left asked for, those with an empty key among them. */
  readonly unused: number;
  /** Keys that stand in more than one row of the right table. */
  readonly repeated: number;
}

export type JoinError =
  | { readonly type: 'no-keys' }
  | { readonly type: 'unknown-column'; readonly side: 'left' | 'right'; readonly key: string };

/**
 * Left join: every row of the left table stays, with what the right table has for its key. Keys are compared as numbers where they
 * are written as one (`7` and `7.0`, but `007` is a text), else as trimmed text without regard to case or width; an empty key
 * matches nothing. Linear in rows and columns.
 */
export function joinTables(left: Table, right: Table, request: JoinRequest): Result<Joined, JoinError> {
  const { leftKeys, rightKeys, take } = request;
  if (leftKeys.length === 0 || leftKeys.length !== rightKeys.length) return err({ type: 'no-keys' });
  const leftColumns = leftKeys.map((key) => columnOfTable(left, key));
  const rightColumns = rightKeys.map((key) => columnOfTable(right, key));
  const missing = (columns: readonly (TableColumn | undefined)[]): number => columns.indexOf(undefined);
  if (missing(leftColumns) >= 0) return unknown('left', leftKeys[missing(leftColumns)]);
  if (missing(rightColumns) >= 0) return unknown('right', rightKeys[missing(rightColumns)]);
  const by = take.type === 'latest' ? columnOfTable(right, take.by) : undefined;
  if (take.type === 'latest' && by?.type !== 'number') return unknown('right', take.by);
  const wanted =
    request.columns ?? right.columns.map(({ key }) => key).filter((key) => !rightKeys.includes(key));
  const absent = wanted.find((key) => columnOfTable(right, key) === undefined);
  if (absent !== undefined) return unknown('right', absent);

  const keysOfRight = keysOf(rightColumns as TableColumn[], right.ids.length);
  const groups = new Map<string, number>();
  const groupOfRight = new Int32Array(right.ids.length).fill(-1);
  const sizes: number[] = [];
  keysOfRight.forEach((key, row) => {
    if (key === undefined) return;
    const group = groups.get(key) ?? sizes.push(0) - 1;
    groups.set(key, group);
    groupOfRight[row] = group;
    sizes[group] = (sizes[group] ?? 0) + 1;
  });

  const groupOfLeft = Int32Array.from(keysOf(leftColumns as TableColumn[], left.ids.length), (key) =>
    key === undefined ? -1 : (groups.get(key) ?? -1),
  );
  const asked = new Uint8Array(sizes.length);
  let matched = 0;
  for (const group of groupOfLeft) {
    if (group < 0) continue;
    matched += 1;
    asked[group] = 1;
  }

  const added: { from?: string; key: string }[] = [];
  const columns: TableColumn[] = [...left.columns];
  const taken = new Set(left.columns.map(({ key }) => key));
  const nameOf = (key: string): string => {
    let name = taken.has(key) ? request.prefix + key : key;
    for (let n = 2; taken.has(name); n += 1) name = `${request.prefix}${key} (${n})`;
    taken.add(name);
    return name;
  };
  if (take.type === 'first' || take.type === 'latest') {
    const rowOfGroup = chosenRows(groupOfRight, sizes.length, by);
    const rows = groupOfLeft.map((group) => (group < 0 ? -1 : (rowOfGroup[group] ?? -1)));
    for (const from of wanted) {
      const key = nameOf(from);
      columns.push(picked(columnOfTable(right, from) as TableColumn, rows, key));
      added.push({ from, key });
    }
  } else {
    for (const from of take.type === 'count' ? [] : wanted) {
      const column = columnOfTable(right, from);
      if (column?.type !== 'number') continue;
      const key = nameOf(from);
      const values = figures(column, groupOfRight, sizes.length, take.type === 'mean');
      columns.push({ key, type: 'number', values: spread(values, groupOfLeft, NaN) });
      added.push({ from, key });
    }
    const key = nameOf(request.countKey ?? 'count');
    columns.push({ key, type: 'number', values: spread(Float64Array.from(sizes), groupOfLeft, 0) });
    added.push({ key });
  }
  let unused = 0;
  for (const group of groupOfRight) if (group < 0 || asked[group] === 0) unused += 1;
  return ok({
    table: { ids: left.ids, columns },
    added,
    matched,
    unmatched: left.ids.length - matched,
    unused,
    repeated: sizes.filter((size) => size > 1).length,
  });
}

/** The key of each row as a text; undefined where one of its columns is empty. */
function keysOf(columns: readonly TableColumn[], rows: number): (string | undefined)[] {
  const readers = columns.map(keyReader);
  return Array.from({ length: rows }, (_, row) => {
    const parts: string[] = [];
    for (const read of readers) {
      const part = read(row);
      if (part === undefined) return undefined;
      parts.push(part);
    }
    return parts.length === 1 ? parts[0] : JSON.stringify(parts);
  });
}

function keyReader(column: TableColumn): (row: number) => string | undefined {
  if (column.type === 'number') {
    return (row) => {
      const value = column.values[row] ?? NaN;
      return Number.isNaN(value) ? undefined : numberKey(value);
    };
  }
  const keys = column.labels.map(textKey);
  if (column.type === 'category') return (row) => keys[column.codes[row] ?? -1];
  return (row) => {
    const own = Array.from(
      column.codes.subarray(column.start[row], column.start[row + 1]),
      (code) => keys[code],
    );
    const filled = own.filter((key) => key !== undefined).sort();
    return filled.length === 0 ? undefined : JSON.stringify(filled);
  };
}

function numberKey(value: number): string {
  return `#${value === 0 ? 0 : value}`;
}

function textKey(label: string): string | undefined {
  const text = label.normalize('NFKC').trim().toLowerCase();
  if (text === '') return undefined;
  return /^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?$/.test(text) ? numberKey(Number(text)) : `$${text}`;
}

/** Of each group the row that stands for it. */
function chosenRows(groupOf: Int32Array, groups: number, by: TableColumn | undefined): Int32Array {
  const chosen = new Int32Array(groups).fill(-1);
  const values = by?.type === 'number' ? by.values : undefined;
  const weight = (row: number): number => {
    const value = values?.[row] ?? NaN;
    return Number.isNaN(value) ? -Infinity : value;
  };
  groupOf.forEach((group, row) => {
    if (group < 0) return;
    const before = chosen[group] ?? -1;
    if (before < 0 || (values !== undefined && weight(row) > weight(before))) chosen[group] = row;
  });
  return chosen;
}

/** Sum or mean of the numbers of each group; NaN where there is none. */
function figures(
  { values }: NumberColumn,
  groupOf: Int32Array,
  groups: number,
  isMean: boolean,
): Float64Array {
  const [sums, counts] = [new Float64Array(groups), new Float64Array(groups)];
  groupOf.forEach((group, row) => {
    const value = values[row] ?? NaN;
    if (group < 0 || Number.isNaN(value)) return;
    sums[group] = (sums[group] ?? 0) + value;
    counts[group] = (counts[group] ?? 0) + 1;
  });
  return sums.map((sum, group) => {
    const count = counts[group] ?? 0;
    return count === 0 ? NaN : isMean ? sum / count : sum;
  });
}

function spread(values: Float64Array, groupOf: Int32Array, none: number): Float64Array {
  return Float64Array.from(groupOf, (group) => (group < 0 ? none : (values[group] ?? none)));
}

/** A column as rows of another table ask for it; −1 is empty. */
function picked(column: TableColumn, rows: Int32Array, key: string): TableColumn {
  if (column.type === 'number') {
    const values = Float64Array.from(rows, (row) => column.values[row] ?? NaN);
    return { key, type: 'number', values } satisfies NumberColumn;
  }
  if (column.type === 'category') {
    const codes = rows.map((row) => column.codes[row] ?? -1);
    return { key, type: 'category', labels: column.labels, codes } satisfies CategoryColumn;
  }
  const start = new Uint32Array(rows.length + 1);
  const codes: number[] = [];
  rows.forEach((row, i) => {
    if (row >= 0)
      for (const code of column.codes.subarray(column.start[row], column.start[row + 1])) codes.push(code);
    start[i + 1] = codes.length;
  });
  return {
    key,
    type: 'set',
    labels: column.labels,
    start,
    codes: Uint32Array.from(codes),
  } satisfies SetColumn;
}

function unknown(side: 'left' | 'right', key = ''): Result<never, JoinError> {
  return err({ type: 'unknown-column', side, key });
}
