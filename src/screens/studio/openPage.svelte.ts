import { untrack } from 'svelte';
import type { RecordId } from '../../domain/ids.ts';
import { useBook } from '../book.ts';
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
 * again, and notes what comes out. The model outlives the page.
 */
export function openPage<M extends Opened>(model: M, { run, noteOf }: PageOptions<M>): void {
  const log = new RunLog(useBook());
  $effect(() => {
    if (run() === undefined) untrack(() => void (model.done === undefined && model.load()));
  });
  $effect(() => log.open(run(), (earlier) => void model.repeat(earlier)));
  $effect(() =>
    log.note<NonNullable<M['found']>>(model.found, model.foundAt, (found) => noteOf(found, model)),
  );
}
