import { kindOfId, type RecordId } from '../../domain/ids.ts';
import type { PooledKind } from '../../domain/pooled.ts';
import { valuesOf, type RecordRow } from '../../domain/record.ts';
import { formatCount, formatDate } from '../../i18n/formats.ts';
import { leadTexts } from '../../i18n/leads.ts';
import { t } from '../../i18n/language.svelte.ts';
import { poolTexts } from '../../i18n/pool.ts';
import type { Toasts } from '../../ui/toasts.svelte.ts';
import { isDone, type Acts } from '../acts.svelte.ts';
import type { ScreenBook } from '../book.ts';
import { nameOfRow, type FewRecords } from '../fields/names.svelte.ts';
import { goTo } from '../routes.ts';
import { planClaim, type Refusal } from './claim.ts';
import { noteClaims } from './ownClaims.ts';

/** What the acts on owners need of the page. */
export interface OwnerTools {
  readonly book: ScreenBook;
  readonly acts: Acts;
  readonly few: FewRecords;
  readonly toasts: Toasts;
}

/** Takes records from their pool, as many as the limits allow, and says which limit holds the others back. */
export async function claim(tools: OwnerTools, kind: PooledKind, ids: readonly RecordId[]): Promise<boolean> {
  const { book, acts, toasts } = tools;
  const words = t(poolTexts);
  const { allowed, refused } = await planClaim(book, kind, ids);
  const first = refused[0];
  if (allowed.length > 0) {
    const [row] = allowed.length === 1 ? await book.rows(allowed) : [];
    const text =
      row === undefined ? words.claimedMany(formatCount(allowed.length)) : words.claimed(nameOfRow(row));
    const answer = await acts.run(
      book.editMany(allowed, { op: 'set', field: 'owner', value: book.member }, text),
      text,
    );
    if (!isDone(answer)) return false;
    noteClaims(book.name, allowed);
  }
  if (first !== undefined) {
    const why = refusalText(first.why, tools.few);
    const counts = words.partly(formatCount(allowed.length), formatCount(refused.length));
    toasts.show(allowed.length + refused.length === 1 ? why : `${counts} ${why}`, {
      label: words.refused.settings,
      run: () => goTo({ page: 'settings', section: 'pool' }),
    });
  }
  return allowed.length > 0;
}

function refusalText(why: Refusal, few: FewRecords): string {
  const words = t(poolTexts).refused;
  switch (why.type) {
    case 'taken':
      return words.taken(few.nameOf(why.owner));
    case 'coolDown':
      return words.coolDown(formatDate(why.until, 'always'));
    default:
      return words[why.type](formatCount(why.limit));
  }
}

/** Acts that ask nothing. */
export async function runAtOnce(
  tools: OwnerTools,
  row: RecordRow,
  act: 'claim' | 'start' | 'reopen',
): Promise<void> {
  const words = t(leadTexts);
  if (act === 'claim') {
    await claim(tools, kindOfId(row.id) as PooledKind, [row.id]);
    return;
  }
  const name = nameOfRow(row);
  const isOwned = typeof valuesOf(row)['owner'] === 'string';
  const values =
    act === 'start' ? { status: 'working' } : { status: isOwned ? 'assigned' : 'new', releaseReason: null };
  await tools.acts.run(
    tools.book.update(row, values),
    act === 'start' ? words.started(name) : words.reopened(name),
  );
}
