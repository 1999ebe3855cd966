import { fieldsOf, type ElementType, type FieldType, type ObjectKind } from '../../domain/objects.ts';

/** What one row of a file is. */
export const importKinds = ['account', 'contact', 'product', 'orderLine'] as const;
export type ImportKind = (typeof importKinds)[number];

/** Where a column can go: a field of a record that a row makes or names. `givenName` and `familyName` are joined into `name`;
 *  those of `line` make a line of the order with the row's number. */
export interface Target {
  /** `account.name`: unique, kept in remembered mappings. */
  key: string;
  record: 'account' | 'contact' | 'product' | 'order' | 'line';
  field: string;
  type: FieldType;
  element: ElementType | undefined;
  choices: readonly string[] | undefined;
  /** Several columns may go here; their values are joined, or are all elements. */
  many: boolean;
}

const nameParts = (record: 'account' | 'contact'): Target[] =>
  ['givenName', 'familyName'].map((field) => plain(record, field, 'text'));

const lineTargets: readonly Target[] = [
  plain('line', 'quantity', 'number'),
  plain('line', 'price', 'unitPrice'),
  plain('line', 'discount', 'number'),
];

/** Fields that come from columns, the usual first. Owners, collaborators and tags are given in the book, not by a file. */
export function targetsOf(kind: ImportKind): readonly Target[] {
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
        ...only('order', ['number', 'date', 'currency', 'status', 'notes']),
        ...lineTargets,
        ...only('product', ['code', 'name', 'category']),
        ...only('account', ['externalId', 'name', 'region', 'phones', 'emails']),
      ];
  }
}

/** Targets without which a row cannot go in; of each group one is enough. */
export function requiredTargets(kind: ImportKind): readonly (readonly string[])[] {
  switch (kind) {
    case 'account':
      return [['account.name', 'account.familyName', 'account.givenName']];
    case 'contact':
      return [['contact.name', 'contact.familyName', 'contact.givenName']];
    case 'product':
      return [['product.name', 'product.code']];
    case 'orderLine':
      return [['order.number'], ['order.date'], ['line.price']];
  }
}

function own(kind: 'account' | 'contact' | 'product'): Target[] {
  return only(
    kind,
    fieldsOf(kind)
      .filter((field) => field.internal !== true && field.to === undefined)
      .map((field) => field.key),
  );
}

function only(kind: ObjectKind & Target['record'], keys: readonly string[]): Target[] {
  return keys.flatMap((key) => {
    const field = fieldsOf(kind).find((candidate) => candidate.key === key);
    if (field === undefined) return [];
    const many = field.type === 'set' || key === 'address' || key === 'notes';
    return [
      {
        key: `${kind}.${key}`,
        record: kind,
        field: key,
        type: field.type,
        element: field.element,
        choices: field.choices,
        many,
      },
    ];
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
