import { tasks, type TaskName } from './tasks.ts';

/** First the name of a task, whose data are read, then any number of times `run`. `nothing` is answered at once. */
let run: (() => number) | undefined;

addEventListener('message', ({ data }: MessageEvent<TaskName | 'run' | 'nothing'>) => {
  if (data === 'nothing') {
    postMessage({ type: 'ready' });
    return;
  }
  if (data !== 'run') {
    void tasks[data]().then((prepared) => {
      run = prepared;
      postMessage({ type: 'ready' });
    });
    return;
  }
  const begin = performance.now();
  const said = run?.() ?? NaN;
  postMessage({ type: 'done', said, ms: performance.now() - begin });
});
