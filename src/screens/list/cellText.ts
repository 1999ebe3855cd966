import { dayToDate } from '../../domain/dates.ts';
import { conflictsOf, lastEditOf } from '../../domain/record.ts';
import {
  daysUntil,
  formatAgo,
  formatCount,
  formatDate,
  formatDays,
  formatInstant,
  formatMoney,
} from '../../i18n/formats.ts';
import { langOf } from '../../i18n/language.svelte.ts';
import type { ColumnKey, ListedKind } from '../../read/listQuery.ts';
import { formatValue, type NameLookup } from '../fields/format.ts';
import { definitions } from '../fields/definitions.svelte.ts';
import { choiceText } from '../fields/labels.ts';
import type { CellText } from '../../ui/grid.ts';
import { nameColumn } from './columns.ts';
import type { ListRow } from './listRows.svelte.ts';

const nothing: CellText = { text: '' };

/** Columns that are drawn with a mark, a colour or a tick. */
const markedColumns: Readonly<Partial<Record<ListedKind, readonly ColumnKey[]>>> = {
  account: ['level', 'status', 'nextTask'],
  lead: ['status'],
  deal: ['nextTask'],
  quote: ['validUntil', 'status'],
  payment: ['due', 'status'],
  order: ['status'],
  task: ['title', 'due', 'status', 'priority'],
  need: ['status', 'priority'],
  activity: ['type'],
  behaviour: ['kind'],
};

/** The text of a cell that is nothing else; undefined where it has a mark, such as that of two values. */
export function plainText(
  kind: ListedKind,
  column: ColumnKey,
  row: ListRow,
  few: NameLookup,
): CellText | undefined {
  if (markedColumns[kind]?.includes(column) === true || conflictsIn(kind, column, row).length > 0)
    return undefined;
  return cellText(kind, column, row, few);
}

/** What has two values: the whole record's beside its name, a field's own in its column. */
export function conflictsIn(kind: ListedKind, column: ColumnKey, { row }: ListRow): readonly string[] {
  const all = conflictsOf(row);
  return column === nameColumn[kind] ? all : all.filter((register) => register === column);
}

/** The text of a cell, of stored and of computed columns. `few` are the names of members and tags. */
export function cellText(kind: ListedKind, column: ColumnKey, row: ListRow, few: NameLookup): CellText {
  const { figures, values } = row;
  const derived = row.derived[column];
  const names: NameLookup = { get: (id) => row.names.get(id) ?? few.get(id) };
  const currency = typeof values['currency'] === 'string' ? values['currency'] : undefined;
  switch (column) {
    case 'revenue':
      if (figures === undefined || (figures.orders === 0 && figures.revenueMinor === 0)) return nothing;
      return { text: formatMoney(figures.revenueMinor, figures.currency) };
    case 'orderCount':
      return figures === undefined ? nothing : { text: formatCount(figures.orders) };
    case 'contactCount':
      return figures === undefined ? nothing : { text: formatCount(figures.contacts) };
    case 'lastOrder':
      return lastOrderText(figures?.lastOrderDay);
    case 'activityCount':
    case 'openTasks':
    case 'openNeeds':
      return typeof derived === 'number' && derived > 0 ? { text: formatCount(derived) } : nothing;
    case 'score':
      return typeof derived === 'number' ? { text: formatCount(derived), isNumeric: true } : nothing;
    case 'lastActivity':
      if (typeof derived !== 'number') return nothing;
      return { text: formatAgo(derived), isNumeric: true, isMuted: true, title: formatInstant(derived) };
    case 'createdAt':
      return { text: formatAgo(row.row.base[1]), isNumeric: true };
    case 'updatedAt':
      return { text: formatAgo(lastEditOf(row.row).at), isNumeric: true };
    case 'createdBy':
      return { text: names.get(row.row.base[2]) ?? '' };
  }
  const value = values[column];
  if (column === 'total') {
    if (row.totalMinor === undefined) return nothing;
    return { text: formatMoney(row.totalMinor, currency ?? 'CNY', 'always') };
  }
  if (kind === 'order' && column === 'kind') return { text: choiceText(kind, column, value ?? 'order') };
  const field = definitions().column(kind, column);
  if (field === undefined) return nothing;
  const shown = field.type === 'formula' ? definitions().computed(kind, values)[column] : value;
  const text = formatValue(field, shown, names, currency);
  const isNumeric = field.type === 'date' || field.element === 'phone' || field.element === 'email';
  return isNumeric || field.type === 'set' ? { text, isNumeric } : { text, lang: langOf(text) };
}

function lastOrderText(day: number | null | undefined): CellText {
  if (day === undefined || day === null) return nothing;
  const date = dayToDate(day);
  return {
    text: formatDays(daysUntil(date)),
    isNumeric: true,
    isMuted: true,
    title: formatDate(date, 'always'),
  };
}
