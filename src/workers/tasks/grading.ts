import { customerFigures, dayAfterLastOrder } from '../../analytics/customerFigures.ts';
import { gradeCustomers, type Graded } from '../../analytics/grading.ts';
import type { DatabaseError } from '../../database/errors.ts';
import type { GradingRule } from '../../domain/gradingRule.ts';
import type { RecordId } from '../../domain/ids.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { currencyOf, lastLookedAt, loadColumns, type OrderSource } from './orderSource.ts';

/** What open deals of a customer may bring. */
export interface Potential {
  readonly account: RecordId;
  /** Amount × likelihood, in major units. */
  readonly amount: number;
  readonly currency: string;
}

export interface GradingRequest {
  readonly source: OrderSource;
  /** Null for the currency with most orders. */
  readonly currency: string | null;
  readonly rule: GradingRule;
  readonly potentials: readonly Potential[];
  /** Days since 1970-01-01. */
  readonly today: number;
}

/** The grade of every customer who ever ordered or has an open deal; one place for each of them. */
export interface GradingAnswer extends Graded {
  readonly accounts: readonly RecordId[];
  /** Of the days that count, in major units of the currency. */
  readonly value: Float64Array;
  readonly orders: Float64Array;
  readonly potential: Float64Array;
  readonly currency: string;
  /** The last day that counts. */
  readonly endDay: number;
}

export interface GradingTask {
  request: GradingRequest;
  answer: GradingAnswer;
  error: { readonly type: 'nobody' } | DatabaseError;
}

const unitsPerMajor = 10_000;

export async function grading(request: GradingRequest): Promise<Result<GradingAnswer, GradingTask['error']>> {
  const loaded = await loadColumns(request.source);
  if (!loaded.ok) return loaded;
  const columns = loaded.value;
  const latest = dayAfterLastOrder(columns);
  const endDay = latest === null ? request.today : lastLookedAt(request.today, latest);
  const currency = columns.currencies.length === 0 ? -1 : currencyOf(columns, request.currency);
  const code = columns.currencies[currency] ?? request.currency ?? '';
  const figuresFrom = (fromDay: number | null) =>
    customerFigures(columns, { rule: 'net', snapshotDay: endDay, fromDay, currency });
  const [ever, recent] = [figuresFrom(null), figuresFrom(endDay - request.rule.days + 1)];
  const accounts = new Map<RecordId, number>();
  const add = (id: RecordId) => accounts.get(id) ?? accounts.set(id, accounts.size).size - 1;
  for (const account of ever.account) add(columns.accounts[account] as RecordId);
  const potentials = request.potentials.filter((each) => each.currency === code);
  for (const { account } of potentials) add(account);
  if (accounts.size === 0) return err({ type: 'nobody' });
  const [value, orders, potential] = [0, 0, 0].map(() => new Float64Array(accounts.size));
  recent.account.forEach((account, i) => {
    const place = add(columns.accounts[account] as RecordId);
    value![place] = Math.max(0, recent.netUnits[i]! / unitsPerMajor);
    orders![place] = recent.orders[i]!;
  });
  for (const { account, amount } of potentials) potential![add(account)]! += Math.max(0, amount);
  const measured = { value: value!, frequency: orders!, potential: potential! };
  return ok({
    ...gradeCustomers(measured, request.rule),
    ...{ accounts: [...accounts.keys()], value: value!, orders: orders!, potential: potential! },
    ...{ currency: code, endDay },
  });
}
