import { err, type Result } from '../domain/result.ts';
import type {
  AnalysisReport,
  AnalysisRequest,
  AnalysisTask,
  AnalysisTasks,
  CallError,
  TaskResult,
} from './analysisTasks.ts';
import { handedOver } from './handing.ts';
import { packed, unpacked } from './packing.ts';

export interface CallOptions {
  /** Aborting ends the worker at once; the call answers `cancelled`. */
  readonly signal?: AbortSignal;
  /** Share done, 0 to 1. */
  readonly onProgress?: (done: number) => void;
}

/** Analysis off the page: workers start with the first call, take one task each, and end when idle. */
export interface Analysis {
  run<T extends AnalysisTask>(
    task: T,
    request: AnalysisTasks[T]['request'],
    options?: CallOptions,
  ): Promise<Result<AnalysisTasks[T]['answer'], AnalysisTasks[T]['error'] | CallError>>;
  /** Ends all workers; calls under way answer `cancelled`. */
  close(): void;
}

export interface AnalysisOptions {
  /** Workers at most. */
  readonly size?: number;
  /** A worker without work ends after this long. */
  readonly idleMs?: number;
  readonly makeWorker?: () => AnalysisPort;
}

/** The part of `Worker` that is used, so that tests can stand in for it. */
export type AnalysisPort = Pick<
  Worker,
  'postMessage' | 'terminate' | 'onmessage' | 'onerror' | 'onmessageerror'
>;

export function startAnalysis(options: AnalysisOptions = {}): Analysis {
  const { size = 2, idleMs = 30_000, makeWorker = startWorker } = options;
  const idle = new Map<AnalysisPort, ReturnType<typeof setTimeout>>();
  const busy = new Map<AnalysisPort, (error: CallError) => void>();
  const waiting: Job[] = [];

  function start(job: Job): void {
    const worker = takeIdle() ?? makeWorker();
    const finish = (end: () => void, isReusable: boolean) => {
      busy.delete(worker);
      job.onsettled();
      worker.onmessage = worker.onerror = worker.onmessageerror = null;
      if (isReusable) rest(worker);
      else worker.terminate();
      end();
      const next = waiting.shift();
      if (next !== undefined) start(next);
    };
    const stop = (error: CallError) => finish(() => job.fail(error), false);
    busy.set(worker, stop);
    job.started(() => busy.get(worker)?.({ type: 'cancelled' }));
    worker.onmessage = ({ data }: MessageEvent<AnalysisReport>) => {
      if (data.type === 'progress') job.progress(data.done);
      else if (data.type === 'answer') finish(() => job.answer(unpacked(data.result)), true);
      else busy.get(worker)?.({ type: 'worker-failed', detail: data.detail });
    };
    worker.onerror = (event) => busy.get(worker)?.({ type: 'worker-failed', detail: event.message });
    worker.onmessageerror = () => busy.get(worker)?.({ type: 'worker-failed', detail: 'unreadable message' });
    const post = (message: AnalysisRequest, buffers: readonly ArrayBuffer[]) => {
      try {
        worker.postMessage(message, [...buffers]);
      } catch (thrown) {
        busy.get(worker)?.({ type: 'worker-failed', detail: String(thrown) });
      }
    };
    const message: AnalysisRequest = { task: job.task, request: packed(job.request) };
    const handed = handedOver(message);
    if (handed === undefined) post(message, []);
    // A worker that was ended meanwhile is sent nothing, nor one that has something else to do.
    else void handed.then(({ message: own, buffers }) => busy.get(worker) === stop && post(own, buffers));
  }

  function takeIdle(): AnalysisPort | undefined {
    for (const [worker, timer] of idle) {
      clearTimeout(timer);
      idle.delete(worker);
      return worker;
    }
    return undefined;
  }

  function rest(worker: AnalysisPort): void {
    const timer = setTimeout(() => {
      idle.delete(worker);
      worker.terminate();
    }, idleMs);
    idle.set(worker, timer);
  }

  return {
    run: (task, request, { signal, onProgress } = {}) =>
      new Promise((resolve) => {
        if (signal?.aborted === true) {
          resolve(err({ type: 'cancelled' }));
          return;
        }
        let cancel = () => {
          waiting.splice(waiting.indexOf(job), 1);
          job.fail({ type: 'cancelled' });
        };
        const onAbort = () => cancel();
        const job: Job = {
          task,
          request,
          started: (next) => (cancel = next),
          progress: (done) => onProgress?.(done),
          answer: (result) => resolve(result),
          fail: (error) => resolve(err(error)),
          onsettled: () => signal?.removeEventListener('abort', onAbort),
        };
        signal?.addEventListener('abort', onAbort, { once: true });
        if (busy.size < size) start(job);
        else waiting.push(job);
      }),
    close() {
      for (const job of waiting.splice(0)) job.fail({ type: 'cancelled' });
      for (const stop of [...busy.values()]) stop({ type: 'cancelled' });
      for (const [worker, timer] of idle) {
        clearTimeout(timer);
        worker.terminate();
      }
      idle.clear();
    },
  };
}

interface Job {
  readonly task: AnalysisTask;
  readonly request: AnalysisTasks[AnalysisTask]['request'];
  /** Called when a worker has it, with the way to stop it. */
  readonly started: (cancel: () => void) => void;
  readonly progress: (done: number) => void;
  readonly answer: (result: TaskResult<AnalysisTask>) => void;
  readonly fail: (error: CallError) => void;
  readonly onsettled: () => void;
}

function startWorker(): AnalysisPort {
  return new Worker(new URL('./analysis.worker.ts', import.meta.url), { type: 'module', name: 'analysis' });
}
