import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openListIndex, type WorkerPort } from '../../../src/workers/listIndex.ts';
import type { ListIndexReport, ListIndexRequest } from '../../../src/workers/listIndexCalls.ts';

class FakeWorker implements WorkerPort {
  readonly received: ListIndexRequest[] = [];
  isTerminated = false;
  onmessage: WorkerPort['onmessage'] = null;
  onerror: WorkerPort['onerror'] = null;

  postMessage(request: ListIndexRequest): void {
    this.received.push(request);
  }

  terminate(): void {
    this.isTerminated = true;
  }

  get calls(): number[] {
    return this.received.flatMap((request) => (request.type === 'call' ? [request.id] : []));
  }

  answer(value: unknown, id = this.calls.at(-1) ?? 0): void {
    this.onmessage?.({ data: { type: 'answer', id, value } } as MessageEvent<ListIndexReport>);
  }

  change(...kinds: ('account' | 'order')[]): void {
    this.onmessage?.(new MessageEvent<ListIndexReport>('message', { data: { type: 'changed', kinds } }));
  }

  crash(): void {
    this.onerror?.({ message: 'boom' } as ErrorEvent);
  }
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function open(): { index: ReturnType<typeof openListIndex>; workers: FakeWorker[]; last: () => FakeWorker } {
  const workers: FakeWorker[] = [];
  const index = openListIndex('book', () => {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker;
  });
  const last = (): FakeWorker => {
    const worker = workers.at(-1);
    if (worker === undefined) throw new Error('no worker');
    return worker;
  };
  return { index, workers, last };
}

test('answers go to the calls they belong to, in whatever order they come', async () => {
  const { index, last } = open();
  const first = index.labels(['a1.0.0']);
  const second = index.labels(['a1.0.1']);
  const [one = 0, two = 0] = last().calls;
  last().answer(['B'], two);
  last().answer(['A'], one);
  expect(await first).toEqual({ ok: true, value: ['A'] });
  expect(await second).toEqual({ ok: true, value: ['B'] });
});

test('after a crash a new worker opens the book and gets the calls that were not answered', async () => {
  const { index, workers, last } = open();
  const answered = index.counts();
  last().answer({});
  await answered;
  const waiting = index.labels(['a1.0.0']);
  last().crash();
  expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true, false]);
  expect(last().received[0]).toEqual({ type: 'open', name: 'book' });
  expect(last().calls).toHaveLength(1);
  last().answer(['A']);
  expect(await waiting).toEqual({ ok: true, value: ['A'] });
});

test('a call that crashes the worker twice is given up', async () => {
  const { index, last } = open();
  const waiting = index.counts();
  last().crash();
  last().crash();
  expect(await waiting).toEqual({ ok: false, error: { type: 'index-failed', detail: 'boom' } });
  expect(last().calls).toEqual([]);
});

test('changes within one frame are told once, with all their kinds', () => {
  const { index, last } = open();
  const told: string[][] = [];
  index.onChange((kinds) => told.push([...kinds].sort()));
  last().change('order');
  last().change('account');
  last().change('order');
  vi.advanceTimersByTime(50);
  expect(told).toEqual([['account', 'order']]);
  last().change('order');
  vi.advanceTimersByTime(50);
  expect(told).toEqual([['account', 'order'], ['order']]);
});

test('a listener that has ended hears nothing more', () => {
  const { index, last } = open();
  const listener = vi.fn();
  const end = index.onChange(listener);
  end();
  last().change('order');
  vi.advanceTimersByTime(50);
  expect(listener).not.toHaveBeenCalled();
});

test('a worker that keeps crashing is left alone until somebody asks again', async () => {
  const { index, workers, last } = open();
  last().crash();
  last().crash();
  const waiting = index.counts();
  last().crash();
  expect(await waiting).toMatchObject({ ok: false });
  expect(workers).toHaveLength(3);
  void index.counts();
  expect(workers).toHaveLength(4);
});
