import type { TaskName } from './tasks.ts';

export interface TaskRun {
  /** What came out, to be held beside the reference's. */
  readonly said: number;
  /** Wall clock inside the worker. */
  readonly ms: number;
}

/** One worker at a time, so that what the process spends is what the task spends. */
export interface AnalyticsBench {
  readonly prepare: (name: TaskName) => Promise<void>;
  readonly run: () => Promise<TaskRun>;
  /** Ends the worker in the middle of its work: ms until another one answers on the same core. */
  readonly cancel: () => Promise<number>;
}

declare global {
  interface Window {
    analyticsBench: AnalyticsBench;
  }
}

let worker: Worker | undefined;

function start(): Worker {
  worker?.terminate();
  return (worker = new Worker(new URL('./task.worker.ts', import.meta.url), { type: 'module' }));
}

function answerTo(to: Worker, message: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    to.onmessage = ({ data }: MessageEvent<unknown>) => resolve(data);
    to.onerror = ({ message: why }) => reject(new Error(why));
    to.postMessage(message);
  });
}

window.analyticsBench = {
  prepare: async (name) => void (await answerTo(start(), name)),
  run: async () => (await answerTo(worker ?? start(), 'run')) as TaskRun,
  cancel: async () => {
    const busy = worker ?? start();
    busy.postMessage('run');
    await new Promise((resolve) => setTimeout(resolve, 300));
    const begin = performance.now();
    await answerTo(start(), 'nothing');
    return performance.now() - begin;
  },
};
