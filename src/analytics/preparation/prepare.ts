import { columnOfTable, type Table, type TableColumn } from '../../domain/table.ts';
import { clippedTo, convertColumn, daysSince, fifthsOf, filled, ordinalOf, scaled } from './columnSteps.ts';
import { isEmptyAt, valueAt } from './cells.ts';
import { rowsOfTable, withColumns, withoutColumns } from './tableParts.ts';
import { joined } from './join.ts';
import { labelColumns, wordColumns } from './madeColumns.ts';
import type { PreparationStep, StepReport } from './steps.ts';

export interface Prepared {
  readonly table: Table;
  /** One for each step. */
  readonly reports: readonly StepReport[];
}

export interface PrepareContext {
  /** Days since 1970-01-01. */
  readonly today: number;
  /** What the joins take from, one for each step; undefined for other steps, and where the source is gone. */
  readonly others: readonly (Table | undefined)[];
  /** Cells (rows × columns) that steps may make of a table, at most. */
  readonly mostCells?: number;
}

/** 80 MB of numbers, which a page holds and hands on to a worker. */
const usualMostCells = 10_000_000;

interface Done {
  readonly table: Table;
  readonly changed?: number;
  readonly unmatched?: number;
}

/**
 * A table after the steps, in their order; the table given is not changed. A step leaves out columns that are not there and
 * says so. The same steps on the same table give the same. Linear in cells for each step, but for sorting.
 */
export function prepare(table: Table, steps: readonly PreparationStep[], context: PrepareContext): Prepared {
  const reports: StepReport[] = [];
  let current = table;
  steps.forEach((step, i) => {
    const missing = namedColumns(step).filter((key) => columnOfTable(current, key) === undefined);
    const cells = (current.columns.length + columnsMadeBy(step, current)) * current.rows;
    const most = context.mostCells ?? usualMostCells;
    const isTooLarge = makesColumns(step) && cells > most;
    const done = isTooLarge ? { table: current } : apply(current, step, context.today, context.others[i]);
    reports.push({
      ...{ rowsBefore: current.rows, rowsAfter: done.table.rows },
      ...{ columnsBefore: current.columns.length, columnsAfter: done.table.columns.length },
      ...{ changed: done.changed ?? 0, missing },
      ...(isTooLarge ? { tooLarge: { cells, most } } : {}),
      ...(done.unmatched === undefined ? {} : { unmatched: done.unmatched }),
    });
    current = done.table;
  });
  return { table: current, reports };
}

function makesColumns({ type }: PreparationStep): boolean {
  return type === 'oneHot' || type === 'words' || type === 'join';
}

/** How many columns a step adds at most. */
function columnsMadeBy(step: PreparationStep, table: Table): number {
  if (step.type === 'join') return step.take.length;
  if (step.type === 'words') return step.most;
  if (step.type !== 'oneHot') return 0;
  const column = columnOfTable(table, step.column);
  return column === undefined || column.type === 'number' ? 0 : Math.min(step.most, column.labels.length);
}

/** The columns of the table that a step reads. */
export function namedColumns(step: PreparationStep): readonly string[] {
  if (step.type === 'join') return step.key === 'id' ? [] : [step.key];
  return 'columns' in step ? step.columns : [step.column];
}

function apply(table: Table, step: PreparationStep, today: number, other: Table | undefined): Done {
  switch (step.type) {
    case 'dropEmpty':
      return { table: rowsOfTable(table, filledRows(table, step.columns)) };
    case 'deduplicate':
      return { table: rowsOfTable(table, firstRows(table, step.columns)) };
    case 'drop':
      return { table: withoutColumns(table, step.columns) };
    case 'oneHot':
      return onColumn(table, step.column, (column) => ({
        table: withoutColumns(withColumns(table, labelColumns(column, step.most)), [step.column]),
      }));
    case 'words':
      return onColumn(table, step.column, (column) => ({
        table: withColumns(table, wordColumns(column, step.most)),
      }));
    case 'join':
      return other === undefined ? { table } : joined(table, step, other);
    default:
      return changedColumns(table, step, today);
  }
}

function changedColumns(
  table: Table,
  step: Exclude<
    PreparationStep,
    { type: 'dropEmpty' | 'deduplicate' | 'drop' | 'oneHot' | 'words' | 'join' }
  >,
  today: number,
): Done {
  const change = (column: TableColumn): TableColumn => {
    switch (step.type) {
      case 'fill':
        return filled(column, step);
      case 'convert':
        return convertColumn(column, step.to);
      case 'ordinal':
        return ordinalOf(column, step.order);
      case 'scale':
        return scaled(column, step.by);
      case 'winsorise':
        return clippedTo(column, step.share);
      case 'daysSince':
        return daysSince(column, today);
      case 'fifths':
        return fifthsOf(column, step.isReversed);
    }
  };
  const keys = 'columns' in step ? step.columns : [step.column];
  const made = keys.flatMap((key) => {
    const column = columnOfTable(table, key);
    return column === undefined ? [] : [{ before: column, after: change(column) }];
  });
  return {
    table: withColumns(
      table,
      made.map(({ after }) => after),
    ),
    changed: made.reduce(
      (sum, { before, after }) => sum + (before.key === after.key ? changedCells(before, after) : 0),
      0,
    ),
  };
}

function onColumn(table: Table, key: string, make: (column: TableColumn) => Done): Done {
  const column = columnOfTable(table, key);
  return column === undefined ? { table } : make(column);
}

function filledRows(table: Table, keys: readonly string[]): Int32Array {
  const columns = keys.flatMap((key) => columnOfTable(table, key) ?? []);
  return positions(table.rows, (row) => columns.every((column) => !isEmptyAt(column, row)));
}

function firstRows(table: Table, keys: readonly string[]): Int32Array {
  const columns = keys.flatMap((key) => columnOfTable(table, key) ?? []);
  if (columns.length === 0) return positions(table.rows, () => true);
  const seen = new Set<string>();
  return positions(table.rows, (row) => {
    const key = JSON.stringify(columns.map((column) => valueAt(column, row)));
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function positions(count: number, isKept: (row: number) => boolean): Int32Array {
  const kept = new Int32Array(count);
  let size = 0;
  for (let row = 0; row < count; row++) if (isKept(row)) kept[size++] = row;
  return kept.slice(0, size);
}

function changedCells(before: TableColumn, after: TableColumn): number {
  const rows =
    before.type === 'number'
      ? before.values.length
      : before.type === 'category'
        ? before.codes.length
        : before.start.length - 1;
  let changed = 0;
  for (let row = 0; row < rows; row++) if (valueAt(before, row) !== valueAt(after, row)) changed++;
  return changed;
}
