import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startAnalysis, type AnalysisPort } from '../../../src/workers/analysis.ts';
import { analysisWork } from '../../../src/workers/analysisWork.ts';
import type { AnalysisReport, CustomersRequest } from '../../../src/workers/analysisTasks.ts';
import { packed } from '../../../src/workers/packing.ts';
import { buffersIn } from '../../../src/workers/transfer.ts';
import { BookDatabase } from '../../../src/database/schema.ts';
import { dateToDay } from '../../../src/domain/dates.ts';
import { recordIdOf, shardIdOf } from '../../../src/domain/ids.ts';
import { project } from '../../../src/domain/record.ts';
import { columnsOf, type OrderSketch } from '../../support/orderColumns.ts';

class FakeWorker implements AnalysisPort {
  static readonly made: FakeWorker[] = [];
  readonly posted: unknown[] = [];
  isEnded = false;
  onmessage: AnalysisPort['onmessage'] = null;
  onerror: AnalysisPort['onerror'] = null;
  onmessageerror: AnalysisPort['onmessageerror'] = null;
  constructor() {
    FakeWorker.made.push(this);
  }
  postMessage(message: unknown): void {
    this.posted.push(message);
  }
  terminate(): void {
    this.isEnded = true;
  }
  report(report: AnalysisReport): void {
    this.onmessage?.call(this as unknown as Worker, { data: report } as MessageEvent<AnalysisReport>);
  }
}

const noOrders = { ok: false, error: { type: 'no-orders' } } as const;
const request = requestFor([]);

describe('the analysis workers', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    FakeWorker.made.length = 0;
  });
  afterEach(() => vi.useRealTimers());
  const start = () => startAnalysis({ size: 2, idleMs: 1000, makeWorker: () => new FakeWorker() });

  it('start with the first call, not before', () => {
    const analysis = start();
    expect(FakeWorker.made).toHaveLength(0);
    void analysis.run('customers', request);
    expect(FakeWorker.made).toHaveLength(1);
  });

  it('answer, pass progress on, and are used again', async () => {
    const analysis = start();
    const seen: number[] = [];
    const first = analysis.run('customers', request, { onProgress: (done) => seen.push(done) });
    FakeWorker.made[0]!.report({ type: 'progress', done: 0.5 });
    FakeWorker.made[0]!.report({ type: 'answer', result: packed(noOrders) });
    expect(await first).toEqual(noOrders);
    void analysis.run('customers', request);
    expect(seen).toEqual([0.5]);
    expect(FakeWorker.made).toHaveLength(1);
  });

  it('take no more work at once than there are workers, and the rest in turn', async () => {
    const analysis = start();
    const calls = [1, 2, 3].map(() => analysis.run('customers', request));
    expect(FakeWorker.made).toHaveLength(2);
    FakeWorker.made[1]!.report({ type: 'answer', result: packed(noOrders) });
    await calls[1];
    expect(FakeWorker.made[1]!.posted).toHaveLength(2);
  });

  it('end when their call is aborted, which answers cancelled', async () => {
    const analysis = start();
    const abort = new AbortController();
    const call = analysis.run('customers', request, { signal: abort.signal });
    abort.abort();
    expect(await call).toEqual({ ok: false, error: { type: 'cancelled' } });
    expect(FakeWorker.made[0]!.isEnded).toBe(true);
  });

  it('never see a call that was aborted while it waited', async () => {
    const analysis = startAnalysis({ size: 1, makeWorker: () => new FakeWorker() });
    const abort = new AbortController();
    const first = analysis.run('customers', request);
    const second = analysis.run('customers', request, { signal: abort.signal });
    abort.abort();
    expect(await second).toMatchObject({ error: { type: 'cancelled' } });
    FakeWorker.made[0]!.report({ type: 'answer', result: packed(noOrders) });
    await first;
    expect(FakeWorker.made[0]!.posted).toHaveLength(1);
    expect(await analysis.run('customers', request, { signal: abort.signal })).toMatchObject({
      error: { type: 'cancelled' },
    });
  });

  it('that break down fail their call as plain data and are replaced', async () => {
    const analysis = start();
    const call = analysis.run('customers', request);
    FakeWorker.made[0]!.report({ type: 'failure', detail: 'boom' });
    expect(await call).toEqual({ ok: false, error: { type: 'worker-failed', detail: 'boom' } });
    expect(FakeWorker.made[0]!.isEnded).toBe(true);
    void analysis.run('customers', request);
    expect(FakeWorker.made).toHaveLength(2);
  });

  it('end after a while without work', async () => {
    const analysis = start();
    const call = analysis.run('customers', request);
    FakeWorker.made[0]!.report({ type: 'answer', result: packed(noOrders) });
    await call;
    vi.advanceTimersByTime(999);
    expect(FakeWorker.made[0]!.isEnded).toBe(false);
    vi.advanceTimersByTime(1);
    expect(FakeWorker.made[0]!.isEnded).toBe(true);
  });

  it('that were taken up again before they ended stay at work', async () => {
    const analysis = start();
    const first = analysis.run('customers', request);
    FakeWorker.made[0]!.report({ type: 'answer', result: packed(noOrders) });
    await first;
    vi.advanceTimersByTime(900);
    void analysis.run('customers', request);
    vi.advanceTimersByTime(5000);
    expect(FakeWorker.made[0]!.isEnded).toBe(false);
  });

  it('all end on closing, also those at work', async () => {
    const analysis = start();
    const call = analysis.run('customers', request);
    analysis.close();
    expect(await call).toMatchObject({ error: { type: 'cancelled' } });
    expect(FakeWorker.made[0]!.isEnded).toBe(true);
  });
});

describe('the analysis of customers', () => {
  it('counts back from today in a fresh book and from the day after the last order in an old one', async () => {
    for (const [today, expected] of [
      ['2026-11-20', '2026-11-20'],
      ['2030-01-01', '2026-11-02'],
    ] as const) {
      const result = await analysisWork.customers(
        { ...requestFor([{ account: 'lan', date: '2026-11-01', lines: [[1, 5]] }]), today: dateToDay(today) },
        () => undefined,
      );
      expect(result.ok && result.value.population.snapshotDay).toBe(dateToDay(expected));
    }
  });

  it('counts whole months back, to the last day of a shorter one', async () => {
    const result = await analysisWork.customers(
      {
        ...requestFor([{ account: 'lan', date: '2026-08-30', lines: [[1, 5]] }]),
        months: 6,
        snapshotDay: dateToDay('2026-08-31'),
      },
      () => undefined,
    );
    expect(result.ok && result.value.population.fromDay).toBe(dateToDay('2026-02-28'));
  });

  it('looks at the currency with most orders unless another is asked for', async () => {
    const orders: OrderSketch[] = ['CNY', 'EUR', 'EUR'].map((currency) => ({
      account: 'lan',
      date: '2026-11-01',
      currency,
      lines: [[1, 5]],
    }));
    const usual = await analysisWork.customers(requestFor(orders), () => undefined);
    expect(usual.ok && usual.value.currency).toBe('EUR');
    const asked = await analysisWork.customers({ ...requestFor(orders), currency: 'CNY' }, () => undefined);
    expect(asked.ok && [asked.value.currency, asked.value.figures.totals.orders]).toEqual(['CNY', 1]);
  });

  it('reads the orders of a book by its name', async () => {
    const db = new BookDatabase('analysis-reads-book', 'relaxed');
    await db.open();
    const [account, id] = [
      recordIdOf(shardIdOf('account', 1, 1), 0),
      recordIdOf(shardIdOf('order', 1, 1), 0),
    ];
    const values = {
      number: '1',
      account,
      date: '2026-11-01',
      kind: 'order',
      status: 'done',
      currency: 'CNY',
      lines: [[null, 2, 50_000]],
    };
    await db.orderOverlay.put(project({ id, base: [values, 0, 'm1.0.0'], registers: {} }));
    db.close();
    const result = await analysisWork.customers(
      { ...requestFor([]), source: { type: 'book', name: 'analysis-reads-book' } },
      () => undefined,
    );
    if (!result.ok) throw new Error(result.error.type);
    expect(result.value.accounts).toEqual([account]);
    expect(result.value.figures.totals).toEqual({ orders: 1, lines: 1, netUnits: 100_000 });
  });

  it('says that there are no orders, or none in the period', async () => {
    expect(await analysisWork.customers(request, () => undefined)).toEqual(noOrders);
    const old = requestFor([{ account: 'lan', date: '2020-11-01', lines: [[1, 5]] }]);
    const result = await analysisWork.customers(
      { ...old, months: 12, snapshotDay: dateToDay('2026-11-20') },
      () => undefined,
    );
    expect(result).toEqual({ ok: false, error: { type: 'no-orders-in-period' } });
  });
});

describe('the analysis of groups', () => {
  it('finds, judges and names groups, the same again from the same seed', async () => {
    const orders: OrderSketch[] = Array.from({ length: 90 }, (_, i) => ({
      account: `a${i % 30}`,
      date: i % 30 < 15 ? '2026-11-01' : '2025-01-01',
      lines: [[1, i % 30 < 15 ? 1000 + i : 10 + i]],
    }));
    const customers = await analysisWork.customers(requestFor(orders), () => undefined);
    if (!customers.ok) throw new Error(customers.error.type);
    const { figures, rfm } = customers.value;
    const ask = { figures, rfm, features: ['recencyDays', 'netSpend'], useLog: true, k: 2, seed: 7 } as const;
    const [first, second] = [
      await analysisWork.groups(ask, () => undefined),
      await analysisWork.groups(ask, () => undefined),
    ];
    if (!first.ok || !second.ok) throw new Error('no groups');
    expect(first.value.labels).toEqual(second.value.labels);
    expect(first.value.profiles.map(({ customers: count }) => count)).toEqual([15, 15]);
    expect(first.value.silhouette.value).toBeGreaterThan(0.8);
    expect(new Set(first.value.names.map(({ segment }) => segment)).size).toBe(2);
    const check = await analysisWork.crossCheck({ ...ask, k: 2 }, () => undefined);
    expect(check.ok && check.value.agreement).toBe(1);
  });

  it('refuses fewer customers than groups', async () => {
    const customers = await analysisWork.customers(
      requestFor([{ account: 'lan', date: '2026-11-01', lines: [[1, 5]] }]),
      () => undefined,
    );
    if (!customers.ok) throw new Error(customers.error.type);
    const { figures, rfm } = customers.value;
    const result = await analysisWork.groups(
      { figures, rfm, features: ['orders'], useLog: false, k: null, seed: 1 },
      () => undefined,
    );
    expect(result).toEqual({ ok: false, error: { type: 'too-few-customers', customers: 1 } });
  });
});

describe('what is handed over to a worker', () => {
  it('is every buffer once, in nested objects and lists too', () => {
    const shared = new Float64Array(4);
    const found = buffersIn({
      a: shared,
      b: { c: [new Uint8Array(2), shared.subarray(1)] },
      d: ['text'],
      e: null,
    });
    expect(found.map(({ byteLength }) => byteLength)).toEqual([32, 2]);
  });
});

function requestFor(orders: readonly OrderSketch[]): CustomersRequest {
  return {
    source: { type: 'columns', columns: columnsOf(orders) },
    rule: 'net',
    months: null,
    snapshotDay: null,
    today: dateToDay('2026-11-20'),
    currency: null,
  };
}
