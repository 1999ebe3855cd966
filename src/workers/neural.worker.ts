import { startBackend } from '../analytics/neural/backend.ts';
import { wasmFiles } from '../analytics/neural/wasmFiles.ts';
import type { NeuralReport, NeuralRequest } from './neuralMessages.ts';
import { neuralWork } from './neuralWork.ts';
import { packed, unpacked } from './packing.ts';
import { buffersIn } from './transfer.ts';

declare const self: DedicatedWorkerGlobalScope;

const started = startBackend(wasmFiles);

self.onmessage = ({ data }: MessageEvent<NeuralRequest>) => {
  void perform(data);
};

async function perform({ call, args }: NeuralRequest): Promise<void> {
  try {
    await started;
    const work = neuralWork[call] as (...all: readonly unknown[]) => unknown;
    const given = unpacked(args);
    const report = (state: unknown) => post({ type: 'training', state } as NeuralReport);
    const value = packed(await work(report, ...given));
    self.postMessage({ type: 'answer', value } satisfies NeuralReport, buffersIn(value));
  } catch (thrown) {
    const detail = thrown instanceof Error ? `${thrown.message}\n${thrown.stack ?? ''}` : String(thrown);
    post({ type: 'failure', detail });
  }
}

function post(report: NeuralReport): void {
  self.postMessage(report);
}
