import type { RecordId } from '../domain/ids.ts';
import { t } from '../i18n/language.svelte.ts';
import { taskTexts } from '../i18n/tasks.ts';
import { notify, onNoticeOpened, showBadge } from '../pwa/notifications.ts';
import type { Reminder } from '../read/today.ts';
import type { ScreenBook } from '../screens/book.ts';
import { goTo, hrefOf } from '../screens/routes.ts';
import { wallClockAt } from '../screens/tasks/wallClock.svelte.ts';
import type { Toasts } from '../ui/toasts.svelte.ts';

/** How far ahead reminders are asked for; the question is asked again long before. */
const aheadMs = 6 * 3_600_000;
const roundMs = 60_000;
/** A reminder that a sleeping machine or a closed tab missed by less than this rings late; older ones stand on the page of today. */
const lateMs = 15 * 60_000;
const rungKey = 'rapport.rung';

/** Counts what is due, for the navigation and the icon's badge, and rings reminders while the application is open. */
export class DayWatch {
  readonly #book: ScreenBook;
  readonly #toasts: Toasts;
  readonly #ondue: (count: number) => void;
  #due = 0;
  #reminders: readonly Reminder[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isAsking = false;

  /** `ondue` is told of own tasks that are overdue or due today. */
  constructor(book: ScreenBook, toasts: Toasts, ondue: (count: number) => void) {
    this.#book = book;
    this.#toasts = toasts;
    this.#ondue = ondue;
  }

  /** Watches until the returned function is called. */
  start(): () => void {
    const round = () => void this.#round();
    round();
    const interval = setInterval(round, roundMs);
    const stopFollowing = this.#book.index.onChange((kinds) => {
      if (kinds.has('task')) round();
    });
    const stopOpening = onNoticeOpened((href) => (location.hash = href));
    document.addEventListener('visibilitychange', round);
    return () => {
      clearInterval(interval);
      clearTimeout(this.#timer);
      stopFollowing();
      stopOpening();
      document.removeEventListener('visibilitychange', round);
    };
  }

  async #round(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    const now = Date.now();
    const { index, member } = this.#book;
    const [work, reminders] = await Promise.all([
      index.todayWork({ ...wallClockAt(now), owner: member, limit: 0 }),
      index.reminders(member, now - lateMs, now + aheadMs),
    ]);
    this.#isAsking = false;
    if (work.ok && work.value.tasks.count !== this.#due) {
      this.#due = work.value.tasks.count;
      this.#ondue(this.#due);
      await showBadge(this.#due);
    }
    if (reminders.ok) this.#reminders = reminders.value;
    this.#ring();
  }

  #ring(): void {
    clearTimeout(this.#timer);
    const now = Date.now();
    for (const reminder of this.#reminders.filter(({ at }) => at <= now)) {
      if (noteRung(reminder, now)) void this.#show(reminder);
    }
    const next = this.#reminders.find(({ at }) => at > now);
    if (next !== undefined) this.#timer = setTimeout(() => this.#ring(), Math.min(next.at - now, roundMs));
  }

  async #show({ id, title, about }: Reminder): Promise<void> {
    const words = t(taskTexts);
    const route = { page: 'list', kind: 'task', id } as const;
    if (document.visibilityState === 'visible')
      this.#toasts.show(words.rings(title), { label: words.open, run: () => goTo(route) });
    await notify({ title, text: about ?? '', tag: id satisfies RecordId, href: hrefOf(route) });
  }
}

/** True for the first tab of this browser that rings a reminder. */
function noteRung({ id, at }: Reminder, now: number): boolean {
  const name = `${id}@${String(at)}`;
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(rungKey) ?? '{}');
    const rung = Object.entries(typeof kept === 'object' && kept !== null ? kept : {});
    if (rung.some(([each]) => each === name)) return false;
    const recent = rung.filter(([, when]) => typeof when === 'number' && when > now - 2 * lateMs);
    localStorage.setItem(rungKey, JSON.stringify({ ...Object.fromEntries(recent), [name]: now }));
    return true;
  } catch {
    // Without storage every tab rings; the notice's tag makes them one.
    return true;
  }
}
