import { kindOfId } from '../../domain/ids.ts';
import type { RecordRow } from '../../domain/record.ts';
import { duplicateTexts } from '../../i18n/duplicates.ts';
import { t } from '../../i18n/language.svelte.ts';
import type { Acts } from '../acts.svelte.ts';
import type { ScreenBook } from '../book.ts';
import { fieldLabel } from '../fields/labels.ts';
import { nameOfRow } from '../fields/names.svelte.ts';

/** Takes a merge apart and says so, and what was left alone because somebody has changed it since. */
export async function takeApart(book: ScreenBook, acts: Acts, loser: RecordRow): Promise<void> {
  const words = t(duplicateTexts);
  const result = await book.unmerge(loser.id);
  const kept = result.ok ? result.value.kept : [];
  const labels = [...new Set(kept.map(({ register }) => register.split('/')[0] ?? ''))].map((key) =>
    fieldLabel(kindOfId(loser.id), key),
  );
  await acts.run(
    Promise.resolve(result),
    labels.length === 0 ? words.past.unmerged(nameOfRow(loser)) : words.past.kept(labels.join(', ')),
  );
}
