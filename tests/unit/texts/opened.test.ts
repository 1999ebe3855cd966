import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Text } from 'yjs';
import { createRecord } from '../../../src/commands/records.ts';
import { valuesOf } from '../../../src/domain/record.ts';
import { TextDocument } from '../../../src/store/textDocument.ts';
import { writeText } from '../../../src/store/texts.ts';
import type { LiveText } from '../../../src/texts/liveLink.ts';
import { openText } from '../../../src/texts/openText.ts';
import { Replica, valueOfResult } from '../../support/replica.ts';

/** Editors that were put on the page, the last one at the end. */
const roots = vi.hoisted(() => [] as Text[]);
vi.mock('../../../src/texts/editor.ts', () => ({
  editShared: (_parent: unknown, root: Text) => {
    roots.push(root);
    const nothing = (): void => undefined;
    return {
      selection: undefined,
      ...{ focus: nothing, change: nothing, destroy: nothing, showCarets: nothing },
    };
  },
}));

beforeEach(() => {
  vi.stubGlobal('document', new EventTarget());
  vi.stubGlobal('addEventListener', () => undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  roots.length = 0;
});

test('letters that came live and never into the book are shown no more; what is typed beside them, meanwhile too, stays', async () => {
  const replica = await Replica.shared(1);
  const values = { type: 'note', at: 1_700_000_000_000, body: 'a' };
  const id = valueOfResult(await createRecord(replica.book, 'activity', values)).ids[0] ?? '';
  await replica.fold();
  const lives: LiveText[] = [];
  const opened = await openText(
    replica.book,
    (writing) => writeText(replica.engine, writing),
    { record: id },
    (live) => {
      lives.push(live);
      const nothing = (): void => undefined;
      return { isConnected: true, ...{ setCaret: nothing, hold: nothing, release: nothing, close: nothing } };
    },
  );
  if (opened === undefined) throw new Error('no text');
  const parent = {} as HTMLElement;
  opened.mount(parent, { label: '', placeholder: '' });
  const theirs = new TextDocument('a', []);
  theirs.doc.clientID = 2 * 2 ** 32 + 1;
  theirs.root.insert(1, ' theirs');
  lives[0]?.text.merge(theirs.encode());
  const type = (letters: string): void => roots.at(-1)?.insert(roots.at(-1)?.length ?? 0, letters);
  type(' mine');
  expect(opened.text).toBe('a theirs mine');

  await vi.waitFor(() => expect(opened.state).toEqual({ type: 'writing' }));
  const now = Date.now;
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  vi.spyOn(Date, 'now').mockImplementation(() => now() + 20_000);
  let typed = ' mine';
  await vi.waitFor(
    () => {
      type('.');
      typed += '.';
      expect(roots).toHaveLength(2);
    },
    { timeout: 5_000, interval: 5 },
  );
  type('!');
  expect(opened.text).toBe(`a${typed}!`);
  expect(lives[1]?.distrusted).toEqual(new Map([[theirs.doc.clientID, 7]]));
  await vi.waitFor(async () => {
    await opened.flush();
    expect(valuesOf(await replica.mustRow(id))['body']).toBe(`a${typed}!`);
  });
  await opened.close();
  expect(await replica.book.strict.drafts.toArray()).toEqual([]);
  replica.close();
}, 20_000);
