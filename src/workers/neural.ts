import { err, ok, type Result } from '../domain/result.ts';
import type { CallError } from './analysisTasks.ts';
import type {
  NeuralCall,
  NeuralCalls,
  NeuralReport,
  NeuralRequest,
  TrainingState,
} from './neuralMessages.ts';
import { handedOver } from './handing.ts';
import { packed, unpacked } from './packing.ts';

export type { DatabaseError } from '../database/errors.ts';
export type {
  NetworkModel,
  NetworkPrediction,
  SavedNetwork,
  TrainError,
  TrainingState,
} from './neuralMessages.ts';

export interface NeuralOptions {
  /** Aborting ends the worker at once; the call answers `cancelled`. */
  readonly signal?: AbortSignal;
  readonly onTraining?: (state: TrainingState) => void;
}

/**
 * Has a worker of its own do one thing with neural networks, and ends it: TensorFlow.js and its WebAssembly are fetched when they
 * are first asked for, and leave memory with the worker.
 */
export function callNeural<C extends NeuralCall>(
  call: C,
  args: Parameters<NeuralCalls[C]>,
  { signal, onTraining }: NeuralOptions = {},
): Promise<Result<ReturnType<NeuralCalls[C]>, CallError>> {
  if (signal?.aborted === true) return Promise.resolve(err({ type: 'cancelled' }));
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./neural.worker.ts', import.meta.url), {
      type: 'module',
      name: 'neural',
    });
    const end = (result: Result<ReturnType<NeuralCalls[C]>, CallError>) => {
      signal?.removeEventListener('abort', onAbort);
      worker.terminate();
      resolve(result);
    };
    const fail = (detail: string) => end(err({ type: 'worker-failed', detail }));
    const onAbort = () => end(err({ type: 'cancelled' }));
    signal?.addEventListener('abort', onAbort, { once: true });
    worker.onmessage = ({ data }: MessageEvent<NeuralReport>) => {
      if (data.type === 'training') onTraining?.(data.state);
      else if (data.type === 'answer') end(ok(unpacked(data.value) as ReturnType<NeuralCalls[C]>));
      else fail(data.detail);
    };
    worker.onerror = ({ message }) => fail(message);
    const request: NeuralRequest = { call, args: packed<readonly unknown[]>(args) };
    const handed = handedOver(request);
    if (handed === undefined) worker.postMessage(request);
    else void handed.then(({ message, buffers }) => worker.postMessage(message, [...buffers]));
  });
}
