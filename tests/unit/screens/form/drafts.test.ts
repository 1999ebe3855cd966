import { beforeEach, expect, test, vi } from 'vitest';
import {
  aboutOnly,
  dropDraft,
  keepDraft,
  readDraft,
  type DraftPlace,
  type FormDraft,
} from '../../../../src/screens/form/drafts.ts';
import { pageStorage } from '../../../support/pageStorage.ts';

const place: DraftPlace = { book: 'rapport-book', kind: 'order', about: ['a1.0.1', 'c1.0.2'] };
const line = { id: '', product: 'p1.0.1', quantity: 3, price: 1, discount: 0, text: null, tax: 0 };
const draft: FormDraft = { values: { number: 'SO-1' }, lines: [line] };

beforeEach(() => void vi.stubGlobal('localStorage', pageStorage()));

test('what was begun is there again with its lines, whatever the order of the records that it is about', () => {
  keepDraft(place, draft);
  expect(readDraft({ ...place, about: ['c1.0.2', 'a1.0.1'] })).toEqual(draft);
  dropDraft(place);
  expect(readDraft(place)).toBeUndefined();
});

test.each<[string, Partial<DraftPlace>]>([
  ['another book', { book: 'rapport-book-2' }],
  ['another kind', { kind: 'need' }],
  ['another record', { about: ['a1.0.2'] }],
  ['no record', { about: [] }],
])('%s has a draft of its own', (_other, change) => {
  keepDraft(place, draft);
  expect(readDraft({ ...place, ...change })).toBeUndefined();
});

test('what is no draft is not taken for one', () => {
  localStorage.setItem('rapport.draft.rapport-book.order', '{"number":"SO-1"}');
  expect(readDraft({ ...place, about: [] })).toBeUndefined();
});

test('first values say what a record is about only where they hold nothing but records', () => {
  expect(aboutOnly({})).toEqual([]);
  expect(aboutOnly({ account: 'a1.0.1', contacts: ['c1.0.2'] })).toEqual(['a1.0.1', 'c1.0.2']);
  expect(aboutOnly({ account: 'a1.0.1', title: 'Call back' })).toBeUndefined();
});
