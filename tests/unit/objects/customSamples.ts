import { applyTogether, type Act } from '../../../src/commands/records.ts';
import type { Book } from '../../../src/database/book.ts';
import {
  customisedKinds,
  customKeyOf,
  customTypes,
  type CustomisedKind,
  type CustomType,
  type ReferredKind,
} from '../../../src/domain/customFields.ts';
import type { Json } from '../../../src/domain/json.ts';
import type { Values } from '../../../src/domain/record.ts';
import { valueOfResult } from '../../support/results.ts';
import type { Around, Kind } from './samples.ts';

/** What the custom reference of each object points to: between them, everything that one can point to. */
export const referredBy: Readonly<Record<CustomisedKind, ReferredKind>> = {
  account: 'member',
  contact: 'account',
  lead: 'deal',
  deal: 'account',
  quote: 'account',
  payment: 'lead',
  product: 'contact',
  order: 'product',
  activity: 'task',
  need: 'order',
  task: 'need',
  behaviour: 'quote',
};

export type CustomKeys = Readonly<Record<CustomType, string>>;

export function isCustomised(kind: Kind): kind is CustomisedKind {
  return customisedKinds.some((each) => each === kind);
}

/** Defines a custom field of every type on an object; the formula doubles the number. */
export async function defineFields(book: Book, kind: CustomisedKind): Promise<CustomKeys> {
  const to = referredBy[kind];
  const define = (type: CustomType, more: Values = {}): Act => ({
    create: 'field',
    values: { name: `My ${kind} ${type}`, object: kind, type, ...more },
  });
  const stored = customTypes.filter((type) => type !== 'formula');
  const acts = stored.map((type) => {
    if (type === 'choice' || type === 'multipleChoice')
      return define(type, { choices: ['Gold', 'Silver, plated', 'Bronze'] });
    return type === 'reference' ? define(type, { to }) : define(type);
  });
  const { ids } = valueOfResult(await applyTogether(book, acts));
  const keys = Object.fromEntries(stored.map((type, i) => [type, customKeyOf(ids[i] ?? '', type, to)]));
  const formula = define('formula', { formula: `{${keys['number'] ?? ''}} * 2` });
  const [id = ''] = valueOfResult(await applyTogether(book, [formula])).ids;
  return { ...keys, formula: customKeyOf(id, 'formula') } as CustomKeys;
}

type Stored = Exclude<CustomType, 'formula'>;

const values = (referred: string): Readonly<Record<Stored, Json>> => ({
  text: 'One line, "quoted"',
  longText: 'Two\nlines; with 漢字',
  number: -1234.5,
  money: { minor: 1_234_550, currency: 'USD' },
  date: '2020-02-29',
  choice: '1',
  multipleChoice: ['0', '2'],
  checkbox: true,
  phone: '+49307777777',
  email: 'own@example.com',
  link: 'https://example.com/a?b=c',
  reference: referred,
});

const edited: Readonly<Record<Stored, Json>> = {
  text: 'Other',
  longText: 'Three',
  number: 7,
  money: { minor: 5, currency: 'JPY' },
  date: '2021-01-01',
  choice: '0',
  multipleChoice: ['1', '2'],
  checkbox: false,
  phone: '13816024471',
  email: 'two@example.com',
  link: 'two.example',
  reference: null,
};

export function customValues(kind: CustomisedKind, keys: CustomKeys, around: Around): Values {
  return byKey(keys, values(around[referredBy[kind]]));
}

export function editedCustomValues(keys: CustomKeys): Values {
  return byKey(keys, edited);
}

function byKey(keys: CustomKeys, byType: Readonly<Record<Stored, Json>>): Values {
  return Object.fromEntries(
    Object.entries(byType).map(([type, value]) => [keys[type as Stored], value] as const),
  );
}
