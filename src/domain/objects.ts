/** The objects of a book and their fields: what drives forms, lists, filters, import, export and validation. */
export type ObjectKind = 'member' | 'account' | 'contact' | 'product' | 'order' | 'segment' | 'tag' | 'batch';

export type FieldType =
  | 'text'
  | 'longText'
  | 'number'
  | 'integer'
  | 'money'
  | 'unitPrice'
  | 'date'
  | 'choice'
  | 'boolean'
  | 'reference'
  | 'set'
  | 'json';

/** What the elements of a `set` are. Tags and references are their own element ids; texts get random ones. */
export type ElementType = 'text' | 'phone' | 'email' | 'tag' | 'reference';

export interface FieldDef {
  readonly key: string;
  readonly type: FieldType;
  readonly element?: ElementType;
  /** For references: the kind they point to. */
  readonly to?: ObjectKind;
  readonly choices?: readonly string[];
  readonly required?: boolean;
  /** Form of a text that validation knows. */
  readonly format?: 'phone' | 'email' | 'url' | 'currency' | 'code';
  readonly min?: number;
  readonly max?: number;
  /** Shown as a column unless the person chooses otherwise. */
  readonly listed?: boolean;
  /** May be set on many records at once. */
  readonly bulk?: boolean;
  /** Not offered in forms and imports: written by commands only. */
  readonly internal?: boolean;
}

const text = (key: string, more: Partial<FieldDef> = {}): FieldDef => ({ key, type: 'text', ...more });
const set = (key: string, element: ElementType, more: Partial<FieldDef> = {}): FieldDef => ({
  key,
  type: 'set',
  element,
  ...more,
});
const owner: FieldDef = { key: 'owner', type: 'reference', to: 'member', listed: true, bulk: true };
const collaborators = set('collaborators', 'reference', { to: 'member' });
const tags = set('tags', 'tag', { to: 'tag', bulk: true });
const notes: FieldDef = { key: 'notes', type: 'longText' };

export const orderStatuses = ['draft', 'open', 'done', 'cancelled'] as const;
export const orderKinds = ['order', 'return', 'adjustment'] as const;
export type OrderStatus = (typeof orderStatuses)[number];
export type OrderKind = (typeof orderKinds)[number];
export const batchStatuses = ['staging', 'committed', 'undone'] as const;
export type BatchStatus = (typeof batchStatuses)[number];

export const fieldsByKind = {
  member: [
    text('name', { required: true, listed: true }),
    { key: 'role', type: 'choice', choices: ['owner', 'editor', 'viewer'] },
  ],
  account: [
    text('name', { required: true, listed: true }),
    { key: 'kind', type: 'choice', choices: ['company', 'person'], bulk: true },
    { key: 'level', type: 'choice', choices: ['A', 'B', 'C', 'D'], listed: true, bulk: true },
    text('industry', { listed: true, bulk: true }),
    owner,
    set('phones', 'phone'),
    set('emails', 'email'),
    text('website', { format: 'url' }),
    text('region', { listed: true, bulk: true }),
    text('address'),
    text('source', { bulk: true }),
    text('externalId', { format: 'code' }),
    { key: 'birthday', type: 'date' },
    { key: 'gender', type: 'choice', choices: ['female', 'male', 'other'] },
    { key: 'age', type: 'integer', min: 0, max: 150 },
    { key: 'income', type: 'number' },
    { key: 'spending', type: 'number' },
    { key: 'annualRevenue', type: 'money' },
    { key: 'employees', type: 'integer', min: 0 },
    set('interests', 'text'),
    set('preferences', 'text'),
    collaborators,
    tags,
    notes,
  ],
  contact: [
    text('name', { required: true, listed: true }),
    text('title', { listed: true }),
    {
      key: 'role',
      type: 'choice',
      choices: ['decisionMaker', 'evaluator', 'influencer'],
      listed: true,
      bulk: true,
    },
    set('accounts', 'reference', { to: 'account', listed: true }),
    set('phones', 'phone', { listed: true }),
    set('emails', 'email', { listed: true }),
    text('wechat'),
    text('externalId', { format: 'code' }),
    { key: 'birthday', type: 'date' },
    text('address'),
    owner,
    collaborators,
    tags,
    notes,
  ],
  product: [
    text('name', { required: true, listed: true }),
    text('code', { listed: true, format: 'code' }),
    text('category', { listed: true, bulk: true }),
    { key: 'price', type: 'unitPrice', listed: true },
    { key: 'cost', type: 'unitPrice' },
    text('currency', { format: 'currency', bulk: true }),
    { key: 'active', type: 'boolean', listed: true, bulk: true },
    owner,
    tags,
    notes,
  ],
  order: [
    text('number', { required: true, listed: true, format: 'code' }),
    { key: 'account', type: 'reference', to: 'account', listed: true },
    { key: 'date', type: 'date', required: true, listed: true },
    text('time'),
    { key: 'kind', type: 'choice', choices: orderKinds, listed: true },
    { key: 'status', type: 'choice', choices: orderStatuses, listed: true, bulk: true },
    text('currency', { required: true, format: 'currency' }),
    { key: 'returns', type: 'reference', to: 'order' },
    owner,
    tags,
    notes,
  ],
  segment: [
    text('name', { required: true, listed: true }),
    { key: 'method', type: 'choice', choices: ['list', 'cluster', 'rfm'], listed: true },
    set('members', 'reference', { to: 'account', internal: true }),
    { key: 'recipe', type: 'json', internal: true },
    notes,
    owner,
  ],
  tag: [text('name', { required: true }), text('color')],
  batch: [
    text('title', { required: true }),
    { key: 'command', type: 'choice', choices: ['import', 'sample', 'bulkEdit'] },
    { key: 'status', type: 'choice', choices: batchStatuses },
    { key: 'report', type: 'json', internal: true },
  ],
} as const satisfies Record<ObjectKind, readonly FieldDef[]>;

export const objectKinds = Object.keys(fieldsByKind) as ObjectKind[];

export function fieldsOf(kind: ObjectKind): readonly FieldDef[] {
  return fieldsByKind[kind];
}

export function fieldOf(kind: ObjectKind, key: string): FieldDef | undefined {
  return fieldsOf(kind).find((field) => field.key === key);
}
