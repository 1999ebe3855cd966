import { beginImport, finishImport, undoBatch } from '../commands/batches.ts';
import type { CommandError } from '../commands/commit.ts';
import type { Book } from '../database/book.ts';
import { readDevice } from '../database/counters.ts';
import { batchStatusOf } from '../domain/batch.ts';
import type { IsoDate } from '../domain/dates.ts';
import { parseShardId, shardOfRecord, type RecordId } from '../domain/ids.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { valuesOf } from '../domain/record.ts';
import type { Language } from '../i18n/dictionary.ts';
import { sampleTitle } from '../i18n/sampleData.ts';
import type { SampleSize } from '../interchange/sample/layout.ts';
import type { EngineLink } from './engine.ts';
import { importLockName, type EngineFailure } from './engineMessages.ts';
import type { SampleReport, SampleRequest } from './sampleMessages.ts';

/** What sample data are written with; a session has both. */
export interface SampleTarget {
  readonly book: Book;
  readonly engine: Pick<EngineLink, 'call'>;
}

export interface LoadSampleOptions {
  readonly size: SampleSize;
  /** Of regions, products, tags and notes; names of customers are in their own. */
  readonly language: Language;
  /** The day of the last orders. */
  readonly today: IsoDate;
  readonly seed?: number;
}

export interface SampleProgress {
  readonly done: number;
  readonly total: number;
}

export type SampleError = CommandError | EngineFailure | { readonly type: 'cancelled' };

/** The same demo for everybody. */
const demoSeed = 20_26;

/**
 * Fills a book with sample data as one batch that stays out of sight until it is whole. Gives the batch, which
 * `undoBatch` or `removeSample` takes back. What is cancelled, or cannot be written, is taken back at once.
 */
export function loadSample(
  target: SampleTarget,
  options: LoadSampleOptions,
  onProgress: (progress: SampleProgress) => void = () => undefined,
  signal: AbortSignal = new AbortController().signal,
): Promise<Result<RecordId, SampleError>> {
  return navigator.locks.request(sampleLockName(target.book.name), async () => {
    const source = new SampleSource();
    const stop = (): void => source.close();
    signal.addEventListener('abort', stop);
    try {
      return await write(target, options, source, onProgress, signal);
    } finally {
      signal.removeEventListener('abort', stop);
      source.close();
    }
  });
}

/** Takes all sample data back; what somebody has worked on since stays. Gives the batches. */
export async function removeSample(book: Book): Promise<Result<readonly RecordId[], CommandError>> {
  const batches = await sampleBatches(book);
  for (const batch of batches) {
    const undone = await undoBatch(book, batch);
    if (!undone.ok) return undone;
  }
  return ok(batches);
}

/** Committed batches of sample data. */
export async function sampleBatches(book: Book): Promise<readonly RecordId[]> {
  const rows = await book.strict.batches.toArray();
  return rows
    .filter((row) => valuesOf(row)['command'] === 'sample' && batchStatusOf(row) === 'committed')
    .map((row) => row.id);
}

/** Sample data whose tab was closed in the middle are not worth a question: they are taken back. */
export async function discardAbandonedSamples(book: Book): Promise<void> {
  if (book.readOnly) return;
  await navigator.locks.request(sampleLockName(book.name), { ifAvailable: true }, async (lock) => {
    if (lock === null) return;
    const rows = await book.strict.batches.toArray();
    const { device } = await readDevice(book.strict);
    for (const row of rows) {
      // What another device is loading is not ours to take back.
      const isOwn = parseShardId(shardOfRecord(row.id))?.device === device;
      const isSample = valuesOf(row)['command'] === 'sample';
      const isAbandoned = isOwn && isSample && batchStatusOf(row) === 'staging';
      if (isAbandoned) await undoBatch(book, row.id);
    }
  });
}

async function write(
  { book, engine }: SampleTarget,
  { size, language, today, seed = demoSeed }: LoadSampleOptions,
  source: SampleSource,
  onProgress: (progress: SampleProgress) => void,
  signal: AbortSignal,
): Promise<Result<RecordId, SampleError>> {
  const { member } = await readDevice(book.strict);
  const laidOut = await source.ask({ type: 'lay-out', size, language, today, seed, member }, 'plan');
  if (!laidOut.ok) return laidOut;
  const { plan } = laidOut.value;
  const title = sampleTitle[language];
  const begun = await beginImport(book, { ...plan, title, command: 'sample', resume: null });
  if (!begun.ok) return begun;
  const { batch, shards } = begun.value;
  const written = await navigator.locks.request(importLockName(batch), async () => {
    const granted = await source.ask({ type: 'grant', shards }, 'ready');
    if (!granted.ok) return granted;
    let next = source.ask({ type: 'next' }, 'chunk');
    for (let position = 0; ; position++) {
      onProgress({ done: position, total: plan.chunks });
      const chunk = await next;
      if (!chunk.ok) return chunk;
      const { bytes } = chunk.value;
      if (bytes === undefined) return ok(null);
      next = source.ask({ type: 'next' }, 'chunk');
      const answer = await engine.call('writeChunk', { batch, position, bytes });
      if (!answer.ok) return answer;
      if (signal.aborted) return err({ type: 'cancelled' } as const);
    }
  });
  if (written.ok) {
    const finished = await finishImport(book, batch, { created: { ...size } });
    if (finished.ok) return ok(batch);
    return finished;
  }
  await undoBatch(book, batch);
  return written;
}

type Report<T extends SampleReport['type']> = Result<
  Extract<SampleReport, { type: T }>,
  { readonly type: 'cancelled' } | Extract<EngineFailure, { type: 'bug' }>
>;

/** The worker that makes the records: answers requests in their order. */
class SampleSource {
  readonly #worker = new Worker(new URL('./sample.worker.ts', import.meta.url), {
    type: 'module',
    name: 'sample',
  });
  readonly #waiting: ((report: Report<SampleReport['type']>) => void)[] = [];
  #failure: Report<never> | undefined;

  constructor() {
    this.#worker.onmessage = (event: MessageEvent<SampleReport>) => this.#waiting.shift()?.(ok(event.data));
    this.#worker.onerror = (event) => {
      event.preventDefault();
      const stack = `${event.filename}:${event.lineno}`;
      this.#end(err({ type: 'bug', message: event.message, stack }));
    };
  }

  ask<T extends SampleReport['type']>(request: SampleRequest, _answer: T): Promise<Report<T>> {
    if (this.#failure !== undefined) return Promise.resolve(this.#failure);
    return new Promise((resolve) => {
      this.#waiting.push((report) => resolve(report as Report<T>));
      this.#worker.postMessage(request);
    });
  }

  close(): void {
    this.#end(err({ type: 'cancelled' }));
  }

  #end(failure: Report<never>): void {
    this.#failure ??= failure;
    this.#worker.terminate();
    for (const resolve of this.#waiting.splice(0)) resolve(failure);
  }
}

const sampleLockName = (book: string): string => `rapport-sample:${book}`;
