import {
  fieldsOf,
  isExchanged,
  type ElementType,
  type FieldDef,
  type FieldType,
  type ObjectKind,
} from '../../domain/objects.ts';

/** What one row of a file is. */
export const importKinds = [
  'account',
  'contact',
  'lead',
  'deal',
  'quote',
  'payment',
  'product',
  'orderLine',
  'activity',
  'need',
  'task',
  'behaviour',
] as const;
export type ImportKind = (typeof importKinds)[number];

/** Records that a row makes or names. */
export const importRecords = [
  'account',
  'contact',
  'lead',
  'deal',
  'quote',
  'payment',
  'product',
  'order',
  'line',
  'activity',
  'need',
  'task',
  'behaviour',
] as const;
export type ImportRecord = (typeof importRecords)[number];

/** Where a column can go: a field of a record that a row makes or names. `givenName` and `familyName` are joined into `name`;
 *  those of `line` make a line of the order, deal or quote with the row's number. */
export interface Target {
  /** `account.name`: unique, kept in remembered mappings. */
  key: string;
  record: ImportRecord;
  field: string;
  type: FieldType;
  element: ElementType | undefined;
  choices: readonly string[] | undefined;
  /** Several columns may go here; their values are joined, or are all elements. */
  many: boolean;
  /** What a reference points to; cells hold its name or number. */
  to?: ObjectKind;
  /** Of a target that only this book has: how it is called there, and names that columns of it may have. */
  name?: string;
  names?: readonly string[];
  /** Words of its choices as this book calls them, as `choiceKey` writes them → choice. */
  words?: Readonly<Record<string, string>>;
  /** How its choices are called, by choice. */
  labels?: Readonly<Record<string, string>>;
}

const nameParts = (record: 'account' | 'contact' | 'lead'): Target[] =>
  ['givenName', 'familyName'].map((field) => plain(record, field, 'text'));

/** What a line says; the products of lines are named by fields of their own. */
const lineTargets: readonly Target[] = [
  plain('line', 'quantity', 'number'),
  plain('line', 'price', 'unitPrice'),
  plain('line', 'discount', 'number'),
  plain('line', 'tax', 'number'),
  plain('line', 'text', 'text'),
];

/** The record that a row of a kind makes. */
export function recordOf(kind: ImportKind): Exclude<ImportRecord, 'line'> {
  return kind === 'orderLine' ? 'order' : kind;
}

/**
 * Fields that come from columns, the usual first. `ofBook` are targets that only this book has: custom fields, members as
 * owners, choices that it has renamed; one with the key of a usual target stands in its place.
 */
export function targetsOf(kind: ImportKind, ofBook: readonly Target[] = []): readonly Target[] {
  const usual = usualTargets(kind);
  if (ofBook.length === 0) return usual;
  const own = recordOf(kind);
  const replaced = new Map(ofBook.map((target) => [target.key, target]));
  const keys = new Set(usual.map((target) => target.key));
  return [
    ...usual.map((target) => replaced.get(target.key) ?? target),
    ...ofBook.filter((target) => target.record === own && !keys.has(target.key)),
  ];
}

function usualTargets(kind: ImportKind): readonly Target[] {
  switch (kind) {
    case 'account':
      return [
        ...own('account'),
        ...nameParts('account'),
        ...only('contact', ['name', 'title', 'role', 'phones', 'emails', 'wechat']),
        ...nameParts('contact'),
      ];
    case 'contact':
      return [
        ...own('contact'),
        ...nameParts('contact'),
        ...only('account', ['name', 'externalId', 'industry', 'region']),
      ];
    case 'product':
      return own('product');
    case 'orderLine':
      return [
        ...only('order', [
          ...['number', 'date', 'time', 'kind', 'status', 'currency', 'taxMode', 'returns'],
          ...['deal', 'quote', 'duration', 'succeeded', 'tags', 'notes'],
        ]),
        ...lineTargets,
        ...only('product', ['code', 'name', 'category']),
        ...only('account', ['externalId', 'name', 'region', 'phones', 'emails']),
      ];
    case 'lead':
      return [...own('lead'), ...nameParts('lead'), ...only('account', ['externalId', 'name'])];
    case 'deal':
    case 'quote':
      return [
        ...own(kind),
        ...only('account', ['externalId', 'name']),
        ...(kind === 'deal' ? [plain('line', 'position', 'integer')] : []),
        ...lineTargets,
        ...only('product', ['code', 'name', 'category']),
      ];
    case 'payment':
    case 'activity':
    case 'need':
    case 'task':
    case 'behaviour':
      return [...own(kind), ...only('account', ['externalId', 'name'])];
  }
}

/** Targets without which a row cannot go in; of each group one is enough. */
export function requiredTargets(kind: ImportKind): readonly (readonly string[])[] {
  switch (kind) {
    case 'account':
      return [['account.name', 'account.familyName', 'account.givenName', 'account.externalId']];
    case 'contact':
      return [['contact.name', 'contact.familyName', 'contact.givenName']];
    case 'product':
      return [['product.name', 'product.code']];
    case 'orderLine':
      return [['order.number'], ['order.date'], ['line.price']];
    case 'lead':
      return [['lead.name', 'lead.familyName', 'lead.givenName']];
    case 'deal':
      return [['deal.name', 'deal.externalId']];
    case 'quote':
      return [['quote.date']];
    case 'payment':
      return [['payment.amount']];
    case 'activity':
      return [['activity.at']];
    case 'need':
      return [['need.title']];
    case 'task':
      return [['task.title']];
    case 'behaviour':
      return [['behaviour.kind'], ['behaviour.at']];
  }
}

/** The target of a field of a record. */
export function targetOfField(record: Exclude<ImportRecord, 'line'>, field: FieldDef): Target {
  const isLong = field.type === 'longText' || field.type === 'document';
  return {
    key: `${record}.${field.key}`,
    record,
    field: field.key,
    type: field.type,
    element: field.element,
    choices: field.choices,
    many: field.type === 'set' || field.key === 'address' || isLong,
    ...(field.to === undefined ? {} : { to: field.to }),
  };
}

/** Every field but those that say who or which customer: members come with the book, customers with fields of their own. */
function own(kind: Exclude<ImportRecord, 'line' | 'order'>): Target[] {
  return fieldsOf(kind)
    .filter((field: FieldDef) => isExchanged(field) && field.to !== 'member' && field.to !== 'account')
    .map((field) => targetOfField(kind, field));
}

function only(kind: ObjectKind & Exclude<ImportRecord, 'line'>, keys: readonly string[]): Target[] {
  return keys.flatMap((key) => {
    const field = fieldsOf(kind).find((candidate) => candidate.key === key);
    return field === undefined ? [] : [targetOfField(kind, field)];
  });
}

function plain(record: Target['record'], field: string, type: FieldType): Target {
  return {
    key: `${record}.${field}`,
    record,
    field,
    type,
    element: undefined,
    choices: undefined,
    many: false,
  };
}
