import type { IsoDate } from '../../domain/dates.ts';
import type { RecordId } from '../../domain/ids.ts';
import { valuesOf, type RecordRow, type Values } from '../../domain/record.ts';
import { formatDate } from '../../i18n/formats.ts';
import { t } from '../../i18n/language.svelte.ts';
import { taskTexts } from '../../i18n/tasks.ts';
import { isDone, type Acts } from '../acts.svelte.ts';
import type { ScreenBook } from '../book.ts';
import { nameOfRow } from '../fields/names.svelte.ts';
import { finishing, puttingOff, type NextStep } from './finishing.ts';

/** What the sheet of dates is asked for. */
export type DateQuestion =
  | { readonly ask: 'next' | 'snooze'; readonly task: RecordId; readonly title: string }
  /** A task that is to be made about a customer or a deal: `about` are its references. */
  | { readonly ask: 'plan'; readonly about: Values; readonly title: string };

/** What people do with tasks wherever they stand: each is one undoable step. */
export class TaskActs {
  readonly #book: ScreenBook;
  readonly #acts: Acts;
  readonly #ask: (question: DateQuestion) => void;
  readonly #finishing = new Set<RecordId>();

  /** `ask` opens the sheet of dates. */
  constructor(book: ScreenBook, acts: Acts, ask: (question: DateQuestion) => void) {
    this.#book = book;
    this.#acts = acts;
    this.#ask = ask;
  }

  /**
   * Done at once, and once, however often it is pressed; the toast offers to schedule what comes next, which makes both one
   * step. A task that is done already stays as it is.
   */
  async finish(id: RecordId): Promise<void> {
    if (this.#finishing.has(id)) return;
    this.#finishing.add(id);
    try {
      await this.#finish(id);
    } finally {
      this.#finishing.delete(id);
    }
  }

  async #finish(id: RecordId): Promise<void> {
    const row = await this.#row(id);
    if (row === undefined || valuesOf(row)['status'] === 'done') return;
    const title = nameOfRow(row);
    const { acts, next } = finishing(row, Date.now());
    const words = t(taskTexts);
    const text = next === undefined ? words.finished(title) : words.finishedNext(title, formatDate(next));
    const scheduleNext = {
      label: words.scheduleNext,
      run: () => this.#ask({ ask: 'next', task: id, title }),
    };
    await this.#acts.run(this.#book.applyTogether(acts), text, ...(next === undefined ? [scheduleNext] : []));
  }

  /** Done, with its next step on a date that the person chose. A task that is done already only gets its next step. */
  async finishWithNext(id: RecordId, step: NextStep): Promise<void> {
    const row = await this.#row(id);
    if (row === undefined) return;
    const title = nameOfRow(row);
    if (valuesOf(row)['status'] === 'done') await this.#acts.takeBackLast(id);
    const fresh = (await this.#row(id)) ?? row;
    const { acts } = finishing(fresh, Date.now(), step);
    const text = t(taskTexts).finishedNext(title, formatDate(step.date));
    await this.#acts.run(this.#book.applyTogether(acts), text);
  }

  async putOff(id: RecordId, step: NextStep, text?: string): Promise<void> {
    const row = await this.#row(id);
    if (row === undefined) return;
    const title = nameOfRow(row);
    const said = text ?? t(taskTexts).snoozed(title, formatDate(step.date));
    await this.#acts.run(this.#book.update(row, puttingOff(row, step)), said);
  }

  /** To another date with its time, or to none. */
  async moveTo(id: RecordId, date: IsoDate | null, text: string): Promise<void> {
    if (date !== null) return this.putOff(id, { date }, text);
    const row = await this.#row(id);
    if (row !== undefined) await this.#acts.run(this.#book.update(row, { due: null }), text);
  }

  async setStatus(id: RecordId, status: 'open' | 'done' | 'cancelled', text?: string): Promise<void> {
    if (status === 'done') return this.finish(id);
    const row = await this.#row(id);
    if (row === undefined) return;
    const words = t(taskTexts);
    const title = nameOfRow(row);
    const said = text ?? (status === 'open' ? words.reopened(title) : words.cancelled(title));
    await this.#acts.run(this.#book.update(row, { status, doneAt: null }), said);
  }

  /** A new task for a customer who has none. True if it was made. */
  async plan(about: Values, title: string, step: NextStep): Promise<boolean> {
    const values = {
      title,
      ...about,
      due: step.date,
      status: 'open',
      priority: 'normal',
      owner: this.#book.member,
      ...(step.time === undefined || step.time === '' ? {} : { time: step.time }),
    };
    return isDone(await this.#acts.run(this.#book.create('task', values), t(taskTexts).planned(title)));
  }

  async #row(id: RecordId): Promise<RecordRow | undefined> {
    const [row] = await this.#book.rows([id]);
    return row;
  }
}
