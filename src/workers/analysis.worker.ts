import { analysisWork } from './analysisWork.ts';
import type {
  AnalysisReport,
  AnalysisRequest,
  AnalysisTask,
  AnalysisTasks,
  TaskResult,
} from './analysisTasks.ts';
import { packed, unpacked } from './packing.ts';
import { buffersIn } from './transfer.ts';

declare const self: DedicatedWorkerGlobalScope;

/** A report is not sent more often than this. */
const progressEveryMs = 50;

self.onmessage = ({ data }: MessageEvent<AnalysisRequest>) => {
  void perform(data);
};

async function perform<T extends AnalysisTask>({ task, request }: AnalysisRequest<T>): Promise<void> {
  let reportedAt = 0;
  const onProgress = (done: number) => {
    if (performance.now() - reportedAt < progressEveryMs) return;
    reportedAt = performance.now();
    post({ type: 'progress', done });
  };
  try {
    const work: (request: AnalysisTasks[T]['request'], onProgress: (done: number) => void) => unknown =
      analysisWork[task];
    const result = packed((await work(unpacked(request), onProgress)) as TaskResult<AnalysisTask>);
    self.postMessage({ type: 'answer', result } satisfies AnalysisReport, buffersIn(result));
  } catch (thrown) {
    post({
      type: 'failure',
      detail: thrown instanceof Error ? `${thrown.message}\n${thrown.stack ?? ''}` : String(thrown),
    });
  }
}

function post(report: AnalysisReport): void {
  self.postMessage(report);
}
