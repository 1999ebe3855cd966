import type { Book } from '../database/book.ts';
import type { RecordId } from '../domain/ids.ts';
import { importsTexts } from '../i18n/imports.ts';
import { t } from '../i18n/language.svelte.ts';
import { liveReversed, readStanding } from '../read/standing.ts';
import { asText } from '../screens/fields/text.ts';
import { goTo } from '../screens/routes.ts';
import type { Toasts } from '../ui/toasts.svelte.ts';

const words = t(importsTexts);

/** Tells in the tab a person looks at when an import or a bulk edit is undone to its end and something of it stays. */
export function followReversals(book: Book, toasts: Toasts): () => void {
  let known: ReadonlySet<RecordId> | undefined;
  return liveReversed(book.strict).subscribe((reversed) => {
    const before = known;
    known = reversed;
    if (before === undefined) return;
    for (const batch of reversed) if (!before.has(batch)) void tell(book, batch, toasts);
  });
}

async function tell(book: Book, batch: RecordId, toasts: Toasts): Promise<void> {
  const { recordTotal, fieldTotal } = await readStanding(book.strict, batch, 0);
  if (recordTotal + fieldTotal === 0 || document.visibilityState !== 'visible') return;
  const title = asText((await book.strict.batches.get(batch))?.base[0]['title']);
  toasts.show(words.staysOf(title, words.stays(recordTotal, fieldTotal)), {
    label: words.show,
    run: () => goTo({ page: 'imports', target: batch }),
  });
}
