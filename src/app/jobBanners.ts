import { resumeJob, undoBatch } from '../commands/batches.ts';
import type { Book } from '../database/book.ts';
import type { JobRow } from '../database/schema.ts';
import type { RecordId } from '../domain/ids.ts';
import { formatCount } from '../i18n/formats.ts';
import { t } from '../i18n/language.svelte.ts';
import { shellTexts } from '../i18n/shell.ts';
import { goTo } from '../screens/routes.ts';
import type { Banner } from './banner.ts';

const words = t(shellTexts);

/** Work that a closed tab or a crash left unfinished, each with the choice to go on or to take it back. */
export function jobBanners(
  book: Book,
  jobs: readonly JobRow[],
  titles: ReadonlyMap<RecordId, string>,
): readonly Banner[] {
  return jobs.map((job): Banner => {
    const isInterrupted = job.state === 'interrupted';
    const title = titles.get(job.id) ?? '';
    const [done, total] = [formatCount(job.done), formatCount(job.total)];
    return {
      id: job.id,
      tone: isInterrupted ? 'warn' : 'plain',
      icon: isInterrupted ? 'warning' : 'clock',
      title: isInterrupted ? words.unfinished.title(title) : words.unfinished.running(title),
      text: isInterrupted ? words.unfinished.text(done, total) : words.unfinished.progress(done, total),
      share: isInterrupted || job.total === 0 ? undefined : job.done / job.total,
      actions: isInterrupted ? interruptedActions(book, job) : [],
    };
  });
}

/** Old code that has met a newer book may only look. */
export function readOnlyBanner(isReadOnly: boolean): readonly Banner[] {
  if (!isReadOnly) return [];
  return [
    {
      id: 'read-only',
      tone: 'warn',
      icon: 'lock',
      title: words.readOnly.title,
      text: words.readOnly.text,
      actions: [{ label: words.readOnly.reload, isMain: true, run: () => location.reload() }],
    },
  ];
}

function interruptedActions(book: Book, job: JobRow): Banner['actions'] {
  const resume = job.kind === 'import' ? () => goTo({ page: 'import' }) : () => void resumeJob(book, job.id);
  const isReversal = job.kind === 'undo' || job.kind === 'redo';
  return [
    { label: words.unfinished.resume, isMain: true, run: resume },
    ...(isReversal
      ? []
      : [{ label: words.unfinished.discard, isMain: false, run: () => void undoBatch(book, job.id) }]),
  ];
}
