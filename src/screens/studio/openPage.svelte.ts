import { untrack } from 'svelte';
import type { RecordId } from '../../domain/ids.ts';
import type { RunTask } from '../../domain/objects.ts';
import { t } from '../../i18n/language.svelte.ts';
import { studioTexts } from '../../i18n/studio.ts';
import { useToasts } from '../../ui/toastContext.ts';
import { useBook } from '../book.ts';
import { goTo } from '../routes.ts';
import { enterPage, leavePage } from './leftPages.svelte.ts';
import { routeOf } from './questions.ts';
import { RunLog } from './runLog.svelte.ts';
import type { Run, RunNote } from './runs.ts';
import type { Kept } from './studio.svelte.ts';

/** The part of a page's model that opening the page is about. */
interface Opened extends Kept {
  readonly found: object | undefined;
  /** ms since 1970. */
  readonly foundAt: number;
  load(): Promise<void>;
  repeat(run: Run): Promise<void>;
}

interface PageOptions<M extends Opened> {
  /** The earlier analysis that is to be made again. */
  readonly run: () => RecordId | undefined;
  /** A result as the book notes it; undefined for one that is not worth a note. */
  readonly noteOf: (found: NonNullable<M['found']>, model: M) => RunNote | undefined;
}

/**
 * Brings a page of the studio to life, where its component starts: reads what the page is about, or makes an earlier analysis
 * again, and notes what comes out. The model outlives the page: a result that comes when a person is elsewhere is noted too, and
 * said.
 */
export function openPage<M extends Opened>(task: RunTask, model: M, { run, noteOf }: PageOptions<M>): void {
  const book = useBook();
  const toasts = useToasts();
  const isNew = enterPage(model);
  const log = new RunLog(book);
  const noteIn = (each: RunLog): void =>
    each.note<NonNullable<M['found']>>(model.found, model.foundAt, (found) => noteOf(found, model));

  $effect(() => {
    if (run() === undefined && !isNew) untrack(() => void (model.done === undefined && model.load()));
  });
  $effect(() => log.open(run(), (earlier) => void model.repeat(earlier)));
  $effect(() => noteIn(log));
  const leave = () => {
    const noteLater = () => {
      const later = new RunLog(book);
      $effect(() => noteIn(later));
    };
    leavePage(model, noteLater, () => {
      const words = t(studioTexts);
      const open = { label: words.openResult, run: () => goTo(routeOf(task)) };
      toasts.show(words.resultReady(words.question[task].title), open);
    });
  };
  // No effect can begin while those of the page end.
  $effect(() => () => queueMicrotask(leave));
}
