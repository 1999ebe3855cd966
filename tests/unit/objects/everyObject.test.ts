import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { customisedKinds, customTypes, referredKinds } from '../../../src/domain/customFields.ts';
import { isMergeable } from '../../../src/domain/merging.ts';
import { objectKinds } from '../../../src/domain/objects.ts';
import { setLanguage } from '../../../src/i18n/language.svelte.ts';
import { importKinds, recordOf } from '../../../src/interchange/mapping/targets.ts';
import { binKinds } from '../../../src/read/bin.ts';
import { isListed } from '../../../src/read/packRows.ts';
import { creates, deletes, edits, editsMany, restores, undoes } from './changing.ts';
import { defineFields, referredBy } from './customSamples.ts';
import { exchanges } from './exchanging.ts';
import { filters, searches } from './finding.ts';
import { merges } from './merging.ts';
import { kinds, type Kind } from './samples.ts';
import { closeSamples, openSample } from './sampleBook.ts';
import { keepsBoth, settles, synchronises } from './sharing.ts';

vi.stubGlobal('document', { documentElement: { lang: '' } });
beforeEach(() => setLanguage('en'));
afterEach(closeSamples);

type Check = (kind: Kind) => Promise<void>;

/** Why an act does not apply, with what would be otherwise if it did. */
const reasons = {
  /** There is no list of them to search, filter, choose many of or export. */
  unlisted: (kind: Kind) => expect(isListed(kind)).toBe(false),
  /** Other records bring them along: a name that is new makes one. */
  carried: (kind: Kind) => {
    expect(importKinds.map(recordOf)).not.toContain(kind);
    return exchanges('account');
  },
  /** Nobody has two of one thing in mind that should be one. */
  single: (kind: Kind) => expect(isMergeable(kind)).toBe(false),
  /** They are replaced and never deleted. */
  lasting: (kind: Kind) => expect(binKinds).not.toContain(kind),
} as const satisfies Record<string, (kind: Kind) => unknown>;
type Reason = keyof typeof reasons;

const actions = [
  'create',
  'edit',
  'delete',
  'restore',
  'undo',
  'search',
  'filter',
  'bulk edit',
  'export and import',
  'synchronise',
  'two values',
  'merge',
] as const;
type Action = (typeof actions)[number];
type Row = Readonly<Record<Action, Check | Reason>>;

const listed: Row = {
  create: creates,
  edit: edits,
  delete: deletes,
  restore: restores,
  undo: undoes,
  search: searches,
  filter: filters,
  'bulk edit': editsMany,
  'export and import': exchanges,
  synchronise: synchronises,
  'two values': keepsBoth,
  merge: 'single',
};

const small: Row = {
  ...listed,
  search: 'unlisted',
  filter: 'unlisted',
  'bulk edit': 'unlisted',
  'export and import': 'unlisted',
};

const table: Readonly<Record<Kind, Row>> = {
  account: { ...listed, merge: merges },
  contact: { ...listed, merge: merges },
  lead: listed,
  deal: listed,
  quote: listed,
  payment: listed,
  product: listed,
  order: listed,
  activity: listed,
  need: listed,
  task: listed,
  behaviour: listed,
  segment: small,
  table: small,
  tag: { ...small, 'export and import': 'carried' },
  field: small,
  view: small,
  run: small,
  report: small,
  setting: { ...small, delete: 'lasting', restore: 'lasting', 'two values': settles },
};

describe.each(kinds)('%s', (kind) => {
  for (const action of actions) {
    const entry = table[kind][action];
    if (typeof entry === 'string') test(`${action}: ${entry}`, async () => void (await reasons[entry](kind)));
    else test(action, () => entry(kind));
  }
});

test('every object but members, batches and the rows of tables stands in the table', () => {
  const others = objectKinds.filter((kind) => !kinds.some((each) => each === kind));
  expect(others).toEqual(['member', 'batch', 'tablePart']);
});

test('custom fields of every type stand on every object that can have them, and refer to everything they can', async () => {
  expect(new Set(Object.values(referredBy))).toEqual(new Set(referredKinds));
  for (const kind of customisedKinds) {
    const { replica, keys } = await openSample(kind);
    expect(Object.keys(keys ?? {})).toEqual(expect.arrayContaining([...customTypes]));
    expect(Object.keys(await defineFields(replica.book, kind))).toHaveLength(customTypes.length);
  }
});
