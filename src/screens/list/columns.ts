import type { FieldDef } from '../../domain/objects.ts';
import type { ColumnKey, ListedKind, Sort } from '../../read/listQuery.ts';
import type { GridColumn, NarrowPlace } from '../../ui/grid.ts';
import { definitions, type ShownField } from '../fields/definitions.svelte.ts';

interface Shape {
  readonly width: string;
  readonly place?: NarrowPlace;
}

/** Columns that a list shows at first, in order, with their width and their place on two lines. */
const firstColumns: Readonly<Record<ListedKind, Readonly<Record<ColumnKey, Shape>>>> = {
  account: {
    name: { width: 'minmax(180px, 1fr)', place: 'name' },
    level: { width: '60px', place: 'level' },
    owner: { width: '108px' },
    industry: { width: '128px' },
    region: { width: '128px', place: 'meta' },
    nextTask: { width: '136px', place: 'next' },
    lastOrder: { width: '124px' },
    revenue: { width: '128px', place: 'num' },
  },
  contact: {
    name: { width: 'minmax(160px, 1fr)', place: 'name' },
    title: { width: '144px', place: 'meta' },
    role: { width: '112px', place: 'next' },
    accounts: { width: 'minmax(140px, 1fr)' },
    phones: { width: '152px', place: 'num' },
    emails: { width: 'minmax(140px, 1fr)' },
  },
  lead: {
    name: { width: 'minmax(160px, 1fr)', place: 'name' },
    company: { width: 'minmax(140px, 1fr)', place: 'meta' },
    status: { width: '104px', place: 'level' },
    score: { width: '72px', place: 'num' },
    phones: { width: '152px' },
    source: { width: '128px' },
    owner: { width: '96px', place: 'next' },
  },
  deal: {
    name: { width: 'minmax(180px, 1.5fr)', place: 'name' },
    account: { width: 'minmax(140px, 1fr)', place: 'meta' },
    stage: { width: '112px', place: 'level' },
    nextTask: { width: '136px', place: 'next' },
    closeDate: { width: '112px' },
    owner: { width: '96px' },
    amount: { width: '136px', place: 'num' },
  },
  quote: {
    number: { width: '160px', place: 'name' },
    title: { width: 'minmax(140px, 1fr)' },
    account: { width: 'minmax(140px, 1fr)', place: 'meta' },
    status: { width: '104px', place: 'level' },
    date: { width: '112px' },
    validUntil: { width: '128px', place: 'next' },
    total: { width: '136px', place: 'num' },
  },
  payment: {
    number: { width: '160px', place: 'name' },
    account: { width: 'minmax(140px, 1fr)', place: 'meta' },
    order: { width: '160px' },
    status: { width: '104px', place: 'level' },
    due: { width: '144px', place: 'next' },
    date: { width: '112px' },
    amount: { width: '136px', place: 'num' },
  },
  product: {
    name: { width: 'minmax(180px, 1fr)', place: 'name' },
    code: { width: '128px', place: 'meta' },
    category: { width: '144px', place: 'next' },
    active: { width: '88px' },
    price: { width: '128px', place: 'num' },
  },
  order: {
    number: { width: 'minmax(140px, 1fr)', place: 'name' },
    account: { width: 'minmax(160px, 1.5fr)', place: 'meta' },
    date: { width: '128px', place: 'next' },
    kind: { width: '96px' },
    status: { width: '104px', place: 'level' },
    total: { width: '136px', place: 'num' },
  },
  task: {
    title: { width: 'minmax(180px, 1.5fr)', place: 'name' },
    account: { width: 'minmax(140px, 1fr)', place: 'meta' },
    due: { width: '144px', place: 'next' },
    priority: { width: '88px', place: 'num' },
    status: { width: '104px', place: 'level' },
    owner: { width: '96px' },
  },
  need: {
    title: { width: 'minmax(180px, 1.5fr)', place: 'name' },
    account: { width: 'minmax(140px, 1fr)', place: 'meta' },
    status: { width: '104px', place: 'level' },
    importance: { width: '88px' },
    satisfaction: { width: '88px', place: 'num' },
    date: { width: '128px', place: 'next' },
  },
  activity: {
    type: { width: '88px', place: 'level' },
    subject: { width: 'minmax(180px, 1.5fr)', place: 'name' },
    account: { width: 'minmax(140px, 1fr)', place: 'meta' },
    at: { width: '144px', place: 'next' },
    satisfaction: { width: '88px', place: 'num' },
    owner: { width: '96px' },
  },
  behaviour: {
    kind: { width: '112px', place: 'level' },
    subject: { width: 'minmax(160px, 1fr)', place: 'name' },
    account: { width: 'minmax(140px, 1fr)', place: 'meta' },
    product: { width: 'minmax(120px, 1fr)' },
    at: { width: '144px', place: 'next' },
    value: { width: '88px', place: 'num' },
  },
};

const derivedColumns: Readonly<Partial<Record<ListedKind, readonly ColumnKey[]>>> = {
  account: ['lastActivity', 'activityCount', 'openTasks', 'nextTask', 'openNeeds'],
  contact: ['lastActivity'],
  deal: ['nextTask'],
  lead: ['lastActivity', 'score'],
};

/** True for a column that tasks, needs and activities make, which is read beside the rows. */
export function isDerived(kind: ListedKind, key: ColumnKey): boolean {
  return derivedColumns[kind]?.includes(key) === true;
}

/** The column that says which record a row is: it is always there. */
export const nameColumn = {
  account: 'name',
  contact: 'name',
  lead: 'name',
  deal: 'name',
  quote: 'number',
  payment: 'number',
  product: 'name',
  order: 'number',
  task: 'title',
  need: 'title',
  activity: 'subject',
  behaviour: 'subject',
} as const satisfies Record<ListedKind, ColumnKey>;

/** How a list is sorted until the person chooses. */
export const firstSort: Readonly<Record<ListedKind, Sort>> = {
  account: { by: 'name' },
  contact: { by: 'name' },
  lead: { by: 'createdAt', descending: true },
  deal: { by: 'closeDate' },
  quote: { by: 'date', descending: true },
  payment: { by: 'due' },
  product: { by: 'name' },
  order: { by: 'date', descending: true },
  task: { by: 'due' },
  need: { by: 'date', descending: true },
  activity: { by: 'at', descending: true },
  behaviour: { by: 'at', descending: true },
};

/** The columns a list shows until the person chooses: those of the book's layout, or the program's. */
export function firstColumnKeys(kind: ListedKind): readonly ColumnKey[] {
  const chosen = definitions().firstColumns(kind);
  return chosen.length > 0 ? chosen : Object.keys(firstColumns[kind]);
}

/** The columns a person can choose from. */
export function choosableColumns(kind: ListedKind): readonly ShownField[] {
  return definitions()
    .columns(kind)
    .filter((column) => !hiddenColumns.has(column.key));
}

/** The chosen columns as the grid draws them; those with a place on two lines are there on narrow screens in any case. */
export function gridColumns(kind: ListedKind, chosen: readonly ColumnKey[]): readonly GridColumn[] {
  const shapes = firstColumns[kind];
  const placed = Object.keys(shapes).filter(
    (key) => shapes[key]?.place !== undefined && !chosen.includes(key),
  );
  return [...chosen, ...placed].flatMap((key): GridColumn[] => {
    const field = definitions().column(kind, key);
    if (field === undefined) return [];
    const shape = shapes[key];
    return [
      {
        key,
        label: field.label,
        width: shape?.width ?? widthOf(field),
        place: shape?.place,
        isNumeric: isNumeric(field),
        isSortable: field.type !== 'set',
        isNarrowOnly: !chosen.includes(key),
      },
    ];
  });
}

/** True for a column of which people want to see the greatest, or the latest, first. */
export function startsDescending(kind: ListedKind, key: ColumnKey): boolean {
  const field = definitions().column(kind, key);
  return field !== undefined && (isNumeric(field) || field.type === 'date' || field.type === 'instant');
}

function isNumeric(field: FieldDef): boolean {
  return ['number', 'integer', 'money', 'unitPrice'].includes(field.type);
}

function widthOf(field: FieldDef): string {
  if (field.type === 'boolean' || field.type === 'integer' || field.key === 'age') return '88px';
  return field.type === 'set' ? 'minmax(120px, 1fr)' : '120px';
}

/** Columns for filters only. */
const hiddenColumns = new Set<ColumnKey>(['conflict', 'batch']);
