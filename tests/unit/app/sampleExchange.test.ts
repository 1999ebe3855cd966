import 'fake-indexeddb/auto';
import { afterEach, expect, test, vi } from 'vitest';
import { exportRecords } from '../../../src/app/exportRecords.ts';
import { beginImport, finishImport } from '../../../src/commands/batches.ts';
import type { RecordId } from '../../../src/domain/ids.ts';
import { encodeChunk } from '../../../src/domain/importChunk.ts';
import { ok } from '../../../src/domain/result.ts';
import { setLanguage } from '../../../src/i18n/language.svelte.ts';
import { sampleWords } from '../../../src/i18n/sample.ts';
import { layOutBook } from '../../../src/interchange/sample/book.ts';
import type { ListedKind } from '../../../src/read/listQuery.ts';
import { provideDefinitions } from '../../../src/screens/fields/definitions.svelte.ts';
import { writeImportChunk } from '../../../src/store/imports.ts';
import type { ListIndex } from '../../../src/workers/listIndex.ts';
import { checkedImport, writtenImport } from '../../support/imports.ts';
import { serve } from '../../support/indexServer.ts';
import { Replica, valueOfResult } from '../../support/replica.ts';
import { sampleToday } from '../../support/sampleBook.ts';

vi.stubGlobal('document', { documentElement: { lang: '' } });

const open: { close: () => void }[] = [];
afterEach(() => open.splice(0).forEach((each) => each.close()));

const size = {
  ...{ accounts: 300, contacts: 400, products: 60, lines: 1_500 },
  ...{ activities: 400, needs: 60, tasks: 60, behaviours: 60 },
};
/** What others refer to comes first. */
const kinds = ['account', 'contact', 'product', 'order', 'need', 'task', 'activity', 'behaviour'] as const;
const damaged = /\ufffd/;

test.each(['en', 'zh'] as const)(
  'a book of many records, exported in %s, comes into an empty one whole, but for rows with damaged letters',
  async (language) => {
    setLanguage(language);
    provideDefinitions({ fields: [], settings: [] });
    const giver = await aSampleBook(language);
    const taker = await Replica.open();
    open.push(taker);
    for (const kind of kinds) {
      const file = await exported(giver, kind);
      const checked = await checkedImport(taker, file);
      const { report, settings } = checked;
      expect(settings.kind).toBe(kind === 'order' ? 'orderLine' : kind);
      const rest = report.problems.filter(({ problems }) =>
        problems.some((each) => each.type !== 'order-incomplete' && !isDamaged(each)),
      );
      expect(rest).toEqual([]);
      expect(report.outcomes).toMatchObject({ updated: 0, same: 0, skipped: 0 });
      expect(report.outcomes.out).toBeLessThan(report.rows / 20);
      // Nobody is made of a name but who has none of these lists.
      const { records } = report.plan;
      const beside = kinds.filter((each) => each !== kind && records[each] > 0);
      expect(beside).toEqual([]);
      await writtenImport(taker, checked);
      await taker.fold();
      if (kind === 'account' || kind === 'contact' || kind === 'product') {
        const again = await checkedImport(taker, file);
        expect(again.report.outcomes).toMatchObject({ new: 0, updated: 0, same: report.outcomes.new });
      }
    }
  },
);

function isDamaged(problem: { readonly type: string }): boolean {
  return 'cell' in problem && damaged.test(String(problem.cell));
}

async function aSampleBook(language: 'en' | 'zh'): Promise<Replica> {
  const giver = await Replica.open();
  open.push(giver);
  const words = sampleWords(language);
  const book = layOutBook({ size, seed: 1, words, today: sampleToday, member: 'm1.0.0' });
  const plan = { ...book.plan, title: 'Sample', command: 'sample', resume: null } as const;
  const { batch, shards } = valueOfResult(await beginImport(giver.book, plan));
  for (const [position, chunk] of [...book.chunks(shards)].entries())
    await writeImportChunk(giver.engine, batch, position, encodeChunk(chunk));
  valueOfResult(await finishImport(giver.book, batch, {}));
  await giver.fold();
  return giver;
}

async function exported({ book }: Replica, kind: ListedKind): Promise<Blob> {
  const { ask, server } = serve(book.relaxed);
  open.push(server);
  const ids = await ask('matchingIds', { kind });
  const labels = async (of: readonly RecordId[]) => ok(await ask('labels', of));
  return exportRecords(book.strict, { labels } as unknown as ListIndex, { kind, ids });
}
