import type { ReplayRequest, ReplayTimes } from './replay.worker.ts';

declare global {
  interface Window {
    replay: (request: ReplayRequest) => Promise<ReplayTimes>;
    /** Set by the worker once it has the source and begins. */
    isReplaying: boolean;
  }
}

window.isReplaying = false;

window.replay = (request) => {
  const worker = new Worker(new URL('./replay.worker.ts', import.meta.url), { type: 'module' });
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<ReplayTimes | 'begun'>) => {
      if (data === 'begun') window.isReplaying = true;
      else resolve(data);
    };
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage(request);
  });
};
