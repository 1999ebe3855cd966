import { pacer } from '../../domain/pacer.ts';
import { columnOfTable, type TableColumn } from '../../domain/table.ts';
import { basketsTexts } from '../../i18n/baskets.ts';
import { t } from '../../i18n/language.svelte.ts';
import type { SourceTable } from '../studio/readSource.ts';

/** What can count as a basket. */
export interface Way {
  readonly id: string;
  readonly label: string;
  readonly type: 'order' | 'customer' | 'set' | 'columns';
  /** Of a set, its column. */
  readonly key?: string;
}

export interface PairColumns {
  readonly basket: string;
  readonly item: string;
}

/** The ways in which a source has baskets, the usual one first. Steps of preparation do not reach the lines of orders. */
export function waysOf(data: SourceTable, hasSteps: boolean): readonly Way[] {
  const words = t(basketsTexts);
  const { source } = data;
  const byOrder = { id: 'order', label: words.byOrder, type: 'order' } as const;
  const byCustomer = { id: 'customer', label: words.byCustomer, type: 'customer' } as const;
  const isOrders = source.type === 'records' && source.kind === 'order';
  const isAccounts = source.type === 'records' && source.kind === 'account';
  const orders = isAccounts || (isOrders && !hasSteps) ? [byOrder, byCustomer] : [];
  const sets = data.fields.flatMap(({ key, label, isReference }): Way[] =>
    columnOfTable(data.table, key)?.type === 'set' && !isReference
      ? [{ id: `set:${key}`, label: words.bySet(label), type: 'set', key }]
      : [],
  );
  const isPaired = source.type === 'table' && pairColumns(data).length > 1;
  return [
    ...orders,
    ...sets,
    ...(isPaired ? [{ id: 'columns', label: words.byColumns, type: 'columns' } as const] : []),
  ];
}

/** Columns that can name baskets or items. */
export function pairColumns({ table, fields }: SourceTable) {
  return fields.filter(({ key, type }) => {
    const column = columnOfTable(table, key);
    return type !== 'date' && (column?.type === 'category' || column?.type === 'number');
  });
}

/** The number that comes again most often within the rows, and the names that come again most often of the rest. */
export async function usualPair(data: SourceTable): Promise<PairColumns | undefined> {
  const rows = data.table.rows;
  const pause = pacer();
  const columns: { readonly key: string; readonly type: string | undefined; readonly size: number }[] = [];
  for (const { key } of pairColumns(data)) {
    const column = columnOfTable(data.table, key);
    columns.push({ key, type: column?.type, size: column === undefined ? 0 : distinct(column) });
    await pause();
  }
  const repeated = columns.filter(({ size }) => size > 1 && size < rows);
  const basket = repeated.toSorted((a, b) => b.size - a.size)[0];
  const rest = columns.filter(({ key }) => key !== basket?.key).toSorted((a, b) => b.size - a.size);
  const item = rest.find(({ type }) => type === 'category') ?? rest[0];
  return basket === undefined || item === undefined ? undefined : { basket: basket.key, item: item.key };
}

function distinct(column: TableColumn): number {
  return column.type === 'number' ? new Set(column.values).size : column.labels.length;
}
