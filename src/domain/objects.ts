import type { ElementType, FieldDef, ObjectKind } from './kinds.ts';
import { customFieldOf, customisedKinds, customTypes, referredKinds } from './customFields.ts';

export type { ElementType, FieldDef, FieldType, ObjectKind } from './kinds.ts';

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

const reference = (key: string, to: ObjectKind, more: Partial<FieldDef> = {}): FieldDef => ({
  key,
  type: 'reference',
  to,
  ...more,
});
/** From 1 to 5, 5 best. */
const rating = (key: string, more: Partial<FieldDef> = {}): FieldDef => ({
  key,
  type: 'integer',
  min: 1,
  max: 5,
  ...more,
});

export const orderStatuses = ['draft', 'open', 'done', 'cancelled'] as const;
export const orderKinds = ['order', 'return', 'adjustment'] as const;
export type OrderStatus = (typeof orderStatuses)[number];
export type OrderKind = (typeof orderKinds)[number];
/** Why a customer or lead went back to the pool, or why a lead leads nowhere. */
export const releaseReasons = [
  ...(['silence', 'unreachable', 'noFit', 'budget', 'need', 'duplicate', 'other'] as const),
] as const;
export type ReleaseReason = (typeof releaseReasons)[number];
export const leadStatuses = ['new', 'assigned', 'working', 'converted', 'recycled', 'dead'] as const;
/** The stages that a book begins with; it may add others: see `pipelines.ts`. */
const openStages = ['inquiry', 'proposal', 'quoted', 'negotiation'] as const;
export const dealStages = [...openStages, 'won', 'lost'] as const;
export const lostReasons = ['price', 'competitor', 'budget', 'need', 'timing', 'silence', 'other'] as const;
export const quoteStatuses = ['draft', 'sent', 'accepted', 'declined', 'replaced'] as const;
/** Whether prices hold the tax, it is added to them, or there is none. */
export const taxModes = ['included', 'added', 'none'] as const;
export type TaxMode = (typeof taxModes)[number];
export const paymentKinds = ['receipt', 'refund'] as const;
export const paymentStatuses = ['planned', 'done', 'cancelled'] as const;
export const paymentMethods = ['transfer', 'cash', 'card', 'alipay', 'wechat', 'cheque'] as const;
export const activityTypes = ['call', 'mail', 'chat', 'visit', 'meeting', 'note'] as const;
export type ActivityType = (typeof activityTypes)[number];
export const needStatuses = ['open', 'inProgress', 'met', 'declined'] as const;
export const taskStatuses = ['open', 'done', 'cancelled'] as const;
export type TaskStatus = (typeof taskStatuses)[number];
export const taskPriorities = ['low', 'normal', 'high', 'urgent'] as const;
export const channels = ['phone', 'mail', 'chat', 'visit', 'web', 'survey', 'other'] as const;
export const behaviourKinds = ['viewed', 'searched', 'basket', 'rated', 'opened', 'clicked'] as const;
export type BehaviourKind = (typeof behaviourKinds)[number];
export const batchStatuses = ['staging', 'committed', 'undone'] as const;
export type BatchStatus = (typeof batchStatuses)[number];
/** What can be analysed; each has a page of its own. */
export const runTasks = [
  'insight',
  'predict',
  'value',
  'groups',
  'opinions',
  'baskets',
  'grading',
  'statistics',
  'timing',
  'plan',
] as const;
export type RunTask = (typeof runTasks)[number];
export const refreshes = ['never', 'daily', 'weekly', 'monthly'] as const;
export type Refresh = (typeof refreshes)[number];

/** What a report may be about. */
export const reportObjects = [...customisedKinds, 'orderLine'] as const;
export type ReportObject = (typeof reportObjects)[number];

/** What goes with an owner who comes or goes: see `ownerChange.ts`. */
const poolFields = [
  { key: 'ownerSince', type: 'instant', internal: true },
  { key: 'releaseReason', type: 'choice', choices: releaseReasons, internal: true },
  { key: 'pooledAt', type: 'instant', internal: true },
  reference('formerOwner', 'member', { internal: true }),
] as const satisfies readonly FieldDef[];

export const fieldsByKind = {
  member: [
    text('name', { required: true, listed: true }),
    { key: 'role', type: 'choice', choices: ['owner', 'editor', 'viewer'] },
  ],
  account: [
    text('name', { required: true, listed: true }),
    { key: 'kind', type: 'choice', choices: ['company', 'person'], bulk: true },
    {
      key: 'level',
      type: 'choice',
      choices: ['A', 'B', 'C', 'D'],
      extensible: true,
      listed: true,
      bulk: true,
    },
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
    { key: 'gender', type: 'choice', choices: ['female', 'male', 'other'], extensible: true },
    { key: 'age', type: 'integer', min: 0, max: 150 },
    { key: 'income', type: 'number' },
    { key: 'spending', type: 'number' },
    { key: 'annualRevenue', type: 'money' },
    { key: 'employees', type: 'integer', min: 0 },
    set('interests', 'text'),
    set('preferences', 'text'),
    ...poolFields,
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
      extensible: true,
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
  lead: [
    text('name', { required: true, listed: true }),
    text('company', { listed: true }),
    text('title'),
    { key: 'status', type: 'choice', choices: leadStatuses, listed: true, bulk: true },
    set('phones', 'phone', { listed: true }),
    set('emails', 'email', { listed: true }),
    text('website', { format: 'url' }),
    text('industry', { bulk: true }),
    text('region', { bulk: true }),
    text('address'),
    text('source', { listed: true, bulk: true }),
    { key: 'amount', type: 'money' },
    owner,
    /** What it became. */
    reference('account', 'account'),
    reference('contact', 'contact'),
    reference('deal', 'deal'),
    text('externalId', { format: 'code' }),
    ...poolFields,
    collaborators,
    tags,
    notes,
  ],
  deal: [
    text('name', { required: true, listed: true }),
    reference('account', 'account', { listed: true }),
    set('contacts', 'reference', { to: 'contact' }),
    { key: 'amount', type: 'money', listed: true },
    { key: 'pipeline', type: 'choice', choices: ['sales'], extensible: true, bulk: true },
    { key: 'stage', type: 'choice', choices: dealStages, extensible: true, listed: true, bulk: true },
    /** Percent, where it is not that of the stage. */
    { key: 'probability', type: 'integer', min: 0, max: 100 },
    /** When it is expected to be decided, and then when it was. */
    { key: 'closeDate', type: 'date', listed: true, bulk: true },
    /** The stage in which it was won or lost, where that is known: see `closing.ts`. */
    {
      key: 'closedFrom',
      type: 'choice',
      choices: openStages,
      choicesOf: 'stage',
      extensible: true,
      bulk: true,
    },
    { key: 'lostReason', type: 'choice', choices: lostReasons, extensible: true, bulk: true },
    text('competitor', { bulk: true }),
    text('source', { bulk: true }),
    { key: 'openedOn', type: 'date' },
    /** Since when it is in its stage. */
    { key: 'stageSince', type: 'date', internal: true, exchanged: true },
    text('externalId', { format: 'code' }),
    owner,
    collaborators,
    tags,
    notes,
  ],
  quote: [
    text('number', { required: true, drawn: true, listed: true, format: 'code' }),
    text('title', { listed: true }),
    reference('account', 'account', { listed: true }),
    reference('contact', 'contact'),
    reference('deal', 'deal'),
    { key: 'status', type: 'choice', choices: quoteStatuses, listed: true, bulk: true },
    { key: 'date', type: 'date', required: true, listed: true },
    { key: 'validUntil', type: 'date', listed: true, bulk: true },
    text('currency', { required: true, format: 'currency' }),
    { key: 'taxMode', type: 'choice', choices: taxModes },
    { key: 'version', type: 'integer', min: 1, max: 999 },
    reference('replaces', 'quote'),
    { key: 'terms', type: 'longText' },
    owner,
    collaborators,
    tags,
    notes,
  ],
  payment: [
    text('number', { required: true, drawn: true, listed: true, format: 'code' }),
    { key: 'kind', type: 'choice', choices: paymentKinds, bulk: true },
    { key: 'status', type: 'choice', choices: paymentStatuses, listed: true, bulk: true },
    reference('account', 'account', { listed: true }),
    reference('order', 'order', { listed: true }),
    { key: 'amount', type: 'money', required: true, listed: true },
    { key: 'due', type: 'date', listed: true, bulk: true },
    /** When the money came. */
    { key: 'date', type: 'date', listed: true, bulk: true },
    { key: 'method', type: 'choice', choices: paymentMethods, extensible: true, bulk: true },
    text('externalId', { format: 'code' }),
    owner,
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
    text('number', { required: true, drawn: true, listed: true, format: 'code' }),
    { key: 'account', type: 'reference', to: 'account', listed: true },
    { key: 'date', type: 'date', required: true, listed: true },
    text('time', { format: 'time' }),
    { key: 'kind', type: 'choice', choices: orderKinds, listed: true },
    { key: 'status', type: 'choice', choices: orderStatuses, listed: true, bulk: true },
    text('currency', { required: true, format: 'currency' }),
    { key: 'taxMode', type: 'choice', choices: taxModes },
    { key: 'returns', type: 'reference', to: 'order' },
    reference('deal', 'deal'),
    reference('quote', 'quote'),
    /** Hours from taking it to its end. */
    { key: 'duration', type: 'number', min: 0, max: 100_000 },
    /** Where it differs from what the status says: a done order counts as succeeded, a cancelled one as not. */
    { key: 'succeeded', type: 'boolean', bulk: true },
    owner,
    tags,
    notes,
  ],
  activity: [
    {
      key: 'type',
      type: 'choice',
      choices: activityTypes,
      extensible: true,
      required: true,
      listed: true,
      bulk: true,
    },
    text('subject', { listed: true }),
    { key: 'at', type: 'instant', required: true, listed: true },
    reference('account', 'account', { listed: true }),
    set('contacts', 'reference', { to: 'contact', listed: true }),
    reference('deal', 'deal'),
    reference('order', 'order'),
    reference('need', 'need'),
    reference('lead', 'lead'),
    { key: 'direction', type: 'choice', choices: ['in', 'out'], bulk: true },
    { key: 'duration', type: 'integer', min: 0, max: 100_000 },
    { key: 'body', type: 'document' },
    rating('quality', { bulk: true }),
    rating('satisfaction', { bulk: true }),
    text('place'),
    text('externalId', { format: 'code' }),
    owner,
    collaborators,
    tags,
  ],
  need: [
    text('title', { required: true, listed: true }),
    { key: 'status', type: 'choice', choices: needStatuses, listed: true, bulk: true },
    reference('account', 'account', { listed: true }),
    reference('contact', 'contact'),
    reference('product', 'product', { bulk: true }),
    { key: 'date', type: 'date', listed: true },
    { key: 'channel', type: 'choice', choices: channels, extensible: true, bulk: true },
    rating('importance', { listed: true, bulk: true }),
    rating('satisfaction', { listed: true, bulk: true }),
    text('topic', { bulk: true }),
    { key: 'kanoClass', type: 'choice', choices: ['A', 'O', 'M', 'I', 'R', 'Q'], bulk: true },
    { key: 'description', type: 'longText' },
    text('externalId', { format: 'code' }),
    owner,
    collaborators,
    tags,
  ],
  task: [
    text('title', { required: true, listed: true }),
    { key: 'status', type: 'choice', choices: taskStatuses, listed: true, bulk: true },
    { key: 'due', type: 'date', format: 'due', listed: true, bulk: true },
    /** Where the person is, `HH:MM`; without one the task is due on the whole day. */
    text('time', { format: 'time' }),
    { key: 'priority', type: 'choice', choices: taskPriorities, listed: true, bulk: true },
    /** Minutes before it is due, counted from 09:00 of its day where it has no time. */
    { key: 'reminder', type: 'integer', format: 'reminder', min: 0, max: 525_600 },
    /** A rule of RFC 5545, the part that `repeatRule` reads. */
    text('repeat', { format: 'repeat' }),
    reference('account', 'account', { listed: true }),
    reference('contact', 'contact'),
    reference('deal', 'deal'),
    reference('order', 'order'),
    reference('need', 'need'),
    reference('lead', 'lead'),
    { key: 'doneAt', type: 'instant', internal: true, exchanged: true },
    text('externalId', { format: 'code' }),
    owner,
    collaborators,
    tags,
    notes,
  ],
  behaviour: [
    { key: 'kind', type: 'choice', choices: behaviourKinds, required: true, listed: true, bulk: true },
    { key: 'at', type: 'instant', required: true, listed: true },
    reference('account', 'account', { listed: true }),
    reference('contact', 'contact'),
    reference('product', 'product', { listed: true }),
    text('subject', { listed: true }),
    { key: 'value', type: 'number', listed: true },
    text('externalId', { format: 'code' }),
    tags,
  ],
  segment: [
    text('name', { required: true, listed: true }),
    { key: 'method', type: 'choice', choices: ['list', 'cluster', 'rfm', 'rule'], listed: true },
    set('members', 'reference', { to: 'account', internal: true }),
    /** Of a live segment: the filter of accounts, as lists ask it. */
    { key: 'rule', type: 'json', internal: true },
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
  /** What a table is called and how its columns are read; its rows are parts. */
  table: [
    text('name', { required: true, listed: true }),
    { key: 'columns', type: 'json', internal: true, verbatim: true },
    { key: 'rows', type: 'integer', min: 0, listed: true },
    /** The key of the column by which rows are told apart and joined. */
    text('keyColumn'),
    /** The name of the file that it was read from. */
    text('file'),
    owner,
    notes,
  ],
  /** Some rows of a table, column by column: see `tablePart.ts`. */
  tablePart: [
    reference('table', 'table', { internal: true }),
    /** When the rows were kept, in ms: the parts of the last generation are the table. */
    { key: 'generation', type: 'integer', internal: true },
    /** Its place among the parts of the generation, from 0, and how many they are. */
    { key: 'index', type: 'integer', internal: true },
    { key: 'parts', type: 'integer', internal: true },
    { key: 'rows', type: 'integer', internal: true },
    { key: 'content', type: 'json', internal: true, verbatim: true },
  ],
  field: [
    text('name', { required: true }),
    { key: 'object', type: 'choice', choices: customisedKinds, required: true },
    { key: 'type', type: 'choice', choices: customTypes, required: true },
    { key: 'to', type: 'choice', choices: referredKinds },
    /** The element's id is what records store, the text what people read. */
    set('choices', 'text'),
    text('formula'),
    text('help'),
    { key: 'required', type: 'boolean' },
    /** Written by an analysis: predictions do not learn from it, or they would learn from themselves. */
    { key: 'computed', type: 'boolean', internal: true },
  ],
  view: [
    text('name', { required: true }),
    { key: 'object', type: 'choice', choices: customisedKinds, required: true },
    /** Filter, sort, columns and grouping, as the list keeps them. */
    { key: 'definition', type: 'json', internal: true },
    { key: 'shared', type: 'boolean' },
    { key: 'pinned', type: 'boolean' },
    owner,
  ],
  /** Of several records with one name the one that was written last counts. */
  setting: [text('name', { required: true }), { key: 'value', type: 'json', internal: true }],
  run: [
    text('title', { required: true }),
    { key: 'task', type: 'choice', choices: runTasks, required: true },
    { key: 'at', type: 'instant' },
    /** How many records it looked at. */
    { key: 'rows', type: 'integer' },
    /** What was looked at, its preparation, the settings and the seed: enough to make it again. */
    { key: 'recipe', type: 'json', internal: true },
    /** The finding in a sentence, and its scores. */
    { key: 'result', type: 'json', internal: true },
    /** How often it is made again by itself. */
    { key: 'refresh', type: 'choice', choices: refreshes },
    owner,
  ],
  report: [
    text('name', { required: true }),
    { key: 'object', type: 'choice', choices: reportObjects, required: true },
    /** Measure, groups, filter and chart: see `read/reports/definition.ts`. */
    { key: 'definition', type: 'json', internal: true },
    { key: 'shared', type: 'boolean' },
    owner,
  ],
} as const satisfies Record<ObjectKind, readonly FieldDef[]>;

export const objectKinds = Object.keys(fieldsByKind) as ObjectKind[];

/** The fields that every book has; custom ones are records of it. */
export function fieldsOf(kind: ObjectKind): readonly FieldDef[] {
  return fieldsByKind[kind];
}

/** True for a field that files hold. */
export function isExchanged({ internal, exchanged }: FieldDef): boolean {
  return internal !== true || exchanged === true;
}

/** The field whose value several people may write at once; a kind has one at most. */
export function textFieldOf(kind: ObjectKind): FieldDef | undefined {
  return fieldsOf(kind).find((field) => field.type === 'document');
}

/** A field by its key. The key of a custom field says its type; what its record adds, such as choices, is not known here. */
export function fieldOf(kind: ObjectKind, key: string): FieldDef | undefined {
  return fieldsOf(kind).find((field) => field.key === key) ?? customFieldOf(kind, key);
}
