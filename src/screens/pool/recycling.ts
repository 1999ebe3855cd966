import { entryOf } from '../../domain/bookSettings.ts';
import { dateToDay, isIsoDate, localDate } from '../../domain/dates.ts';
import type { Silent } from '../../domain/ownerChange.ts';
import { pooledKinds, type PooledKind } from '../../domain/pooled.ts';
import { formatCount } from '../../i18n/formats.ts';
import { t } from '../../i18n/language.svelte.ts';
import { poolTexts } from '../../i18n/pool.ts';
import type { SyncView } from '../../workers/syncView.ts';
import { isDone, type Acts } from '../acts.svelte.ts';
import type { ScreenBook } from '../book.ts';
import { definitions } from '../fields/definitions.svelte.ts';
import { saveSetting } from '../settings/saveSetting.ts';
import type { Team } from '../team/team.ts';
import { poolRules } from './claim.ts';
import { silentRequest } from './silent.ts';

/** The setting that says up to which day each pool has been looked through: who was taken back out by an undo stays out. */
const lookedSetting = 'poolLooked';
/** As many as one run may give back: more wait for the next. */
const most = 5_000;
const lookEveryMs = 600_000;
/** One device after another, so that the next one mostly finds it done. */
const afterEachOtherMs = 4_000;

/**
 * True where a device knows what the others know: alone with its book, or in touch with the relay and caught up. One that was away
 * might give away a customer whom somebody has spoken with.
 */
export function isUpToDate(view: SyncView | undefined): boolean {
  return view !== undefined && (!view.isShared || view.connection === 'online');
}

/**
 * Gives back what nobody has looked after for too long: one undoable step for a pool. Devices that do so at the same time write the
 * same values at the same moments, which count as one write. Returns how many went back.
 */
export async function recycleSilent(
  book: ScreenBook,
  acts: Acts,
  kind: PooledKind,
  now = Date.now(),
): Promise<number> {
  const rules = poolRules(kind);
  const request = silentRequest(kind, rules, now, 0);
  if (request === undefined) return 0;
  const looked = definitions().settings.get(lookedSetting)?.value;
  const last = entryOf(looked, kind);
  const after = typeof last === 'string' && isIsoDate(last) ? { after: dateToDay(last) } : {};
  const found = await book.index.silent({ ...request, ...after, limit: most });
  if (!found.ok) return 0;
  const { items, count } = found.value;
  if (items.length > 0) {
    const silent = Object.fromEntries(
      items.map(({ id, owner, at }): [string, Silent] => [id, { owner, at }]),
    );
    const text = t(poolTexts).recycled(items.length, formatCount(rules.silentDays));
    const edit = { op: 'recycle', silent } as const;
    const answer = await acts.run(
      book.editMany(
        items.map(({ id }) => id),
        edit,
        text,
      ),
      text,
    );
    if (!isDone(answer)) return 0;
  }
  const today = localDate(now);
  if (count <= items.length && last !== today) {
    const others = pooledKinds.flatMap((each) => {
      const own = each === kind ? today : entryOf(looked, each);
      return typeof own === 'string' ? [[each, own] as const] : [];
    });
    await saveSetting(book, lookedSetting, Object.fromEntries(others));
  }
  return items.length;
}

/** Looks now and every ten minutes, one tab at a time, while the page is seen and knows what the others know. */
export function followRecycling(book: ScreenBook, acts: Acts, team: Team): () => void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const look = async () => {
    if (book.isReadOnly || document.visibilityState !== 'visible' || !isUpToDate(team.view)) return;
    await navigator.locks.request(`rapport.recycle.${book.name}`, { ifAvailable: true }, async (lock) => {
      if (lock === null) return;
      for (const kind of pooledKinds) await recycleSilent(book, acts, kind);
    });
  };
  const inTurn = () => {
    clearTimeout(waiting);
    const before = team.view?.isShared === true ? (team.view.me?.device ?? 1) - 1 : 0;
    waiting = setTimeout(() => void look(), (before % 16) * afterEachOtherMs);
  };
  inTurn();
  const timer = setInterval(inTurn, lookEveryMs);
  return () => {
    clearInterval(timer);
    clearTimeout(waiting);
  };
}
