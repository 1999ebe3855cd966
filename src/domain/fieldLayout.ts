import { entryOf, textsOf } from './bookSettings.ts';
import type { Json } from './json.ts';
import type { FieldDef, ObjectKind } from './objects.ts';

/** Where a form shows a field: at once, under "more fields", or nowhere. */
export type FieldPlace = 'main' | 'more' | 'hidden';

/** What a book has arranged for an object. Fields that it does not name stand where they stand by default. */
export interface FieldLayout {
  readonly main: readonly string[];
  readonly more: readonly string[];
  readonly hidden: readonly string[];
  /** Columns that lists show at first; empty for those of the program. */
  readonly columns: readonly string[];
}

/** Fields a form shows at once until a book arranges it; the others stand under "more fields". */
const firstMainFields: Readonly<Partial<Record<ObjectKind, readonly string[]>>> = {
  account: ['name', 'kind', 'level', 'industry', 'phones', 'emails', 'region', 'address', 'owner', 'tags'],
  contact: ['name', 'accounts', 'title', 'role', 'phones', 'emails', 'wechat', 'owner'],
  lead: ['name', 'company', 'title', 'status', 'phones', 'emails', 'source', 'amount', 'owner', 'notes'],
  deal: [
    'name',
    'account',
    'contacts',
    'amount',
    'pipeline',
    'stage',
    'closeDate',
    'source',
    'owner',
    'notes',
  ],
  quote: ['title', 'account', 'contact', 'deal', 'date', 'validUntil', 'currency', 'taxMode', 'terms'],
  payment: ['account', 'order', 'amount', 'status', 'due', 'date', 'method', 'notes'],
  product: ['name', 'code', 'category', 'price', 'currency', 'active'],
  order: ['number', 'account', 'date', 'kind', 'status', 'currency', 'returns'],
  task: ['title', 'due', 'time', 'priority', 'account', 'contact', 'reminder', 'repeat', 'owner', 'notes'],
  need: ['title', 'account', 'status', 'importance', 'satisfaction', 'channel', 'date', 'description'],
  activity: ['type', 'subject', 'at', 'account', 'contacts', 'body', 'quality', 'satisfaction'],
  behaviour: ['kind', 'at', 'account', 'product', 'subject', 'value'],
};

/** A layout from its setting; what is damaged in it counts as absent. */
export function layoutOf(value: Json | undefined): FieldLayout {
  return {
    main: textsOf(entryOf(value, 'main')),
    more: textsOf(entryOf(value, 'more')),
    hidden: textsOf(entryOf(value, 'hidden')),
    columns: textsOf(entryOf(value, 'columns')),
  };
}

/**
 * The fields of an object in their places. A field that the layout does not name follows those it does: a custom one in
 * view, because somebody has just made it, others as the program has them. A required field is never hidden.
 */
export function placeFields(
  kind: ObjectKind,
  fields: readonly FieldDef[],
  layout: FieldLayout,
): Readonly<Record<FieldPlace, readonly FieldDef[]>> {
  const byKey = new Map(fields.map((field) => [field.key, field]));
  const placed = new Map<string, FieldPlace>();
  const inOrder: Record<FieldPlace, FieldDef[]> = { main: [], more: [], hidden: [] };
  const put = (key: string, place: FieldPlace): void => {
    const field = byKey.get(key);
    if (field === undefined || placed.has(key)) return;
    const isNeeded = place === 'hidden' && field.required === true;
    placed.set(key, place);
    inOrder[isNeeded ? 'main' : place].push(field);
  };
  for (const key of layout.main) put(key, 'main');
  for (const key of layout.more) put(key, 'more');
  for (const key of layout.hidden) put(key, 'hidden');
  const first = firstMainFields[kind] ?? [];
  for (const key of first) put(key, 'main');
  for (const { key } of fields) put(key, key.includes(':') || first.length === 0 ? 'main' : 'more');
  return inOrder;
}
