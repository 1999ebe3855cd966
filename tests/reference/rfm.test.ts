import { describe, expect, it } from 'vitest';
import { concentrationOf, topShare } from '../../src/analytics/concentration.ts';
import { customerFigures, dayAfterLastOrder } from '../../src/analytics/customerFigures.ts';
import { scoreRfm } from '../../src/analytics/rfm.ts';
import { dateToDay } from '../../src/domain/dates.ts';
import { onlineRetailColumns } from '../support/orderColumns.ts';
import { held } from '../support/reference.ts';
import { readSharedJson, sharedFolder } from '../support/sharedData.ts';

interface Truth {
  readonly customers: number;
  readonly invoices: number;
  readonly rows_clean: number;
  readonly revenue_sum: number;
  readonly quintile_cutoffs: Record<'R' | 'F' | 'M', number[]>;
  readonly r_score_counts: Record<string, number>;
  readonly f_score_counts: Record<string, number>;
  readonly m_score_counts: Record<string, number>;
  readonly top_cells: Record<string, number>;
  readonly cells_nonempty: number;
  readonly gini_customer_revenue: number;
  readonly top_1pct_share: number;
  readonly top_20pct_share: number;
  readonly sample: Record<string, Record<'R' | 'F' | 'M' | 'rs' | 'fs' | 'ms', number>>;
}

describe.skipIf(sharedFolder === null)('the reference preset on Online Retail', () => {
  const truth = readTruth();
  const columns = sharedFolder === null ? null : onlineRetailColumns();
  const figures =
    columns === null
      ? null
      : customerFigures(columns, {
          rule: 'reference',
          snapshotDay: dateToDay('2011-12-10'),
          fromDay: null,
          currency: 0,
        });
  const rfm = figures === null ? null : scoreRfm(figures);

  it('counts from the day after the last order', () => {
    expect(dayAfterLastOrder(columns!)).toBe(dateToDay('2011-12-10'));
  });

  it('counts the customers, orders and lines of the published rule', () => {
    same('customers', truth.customers, figures!.account.length);
    same('orders', truth.invoices, figures!.totals.orders);
    same('lines', truth.rows_clean, figures!.totals.lines);
  });

  it('sums revenue exactly to 10⁻⁴ of a pound', () => {
    same('revenue, 10⁻⁴ of a pound', Math.round(truth.revenue_sum * 10_000), figures!.totals.netUnits);
  });

  it('cuts quintiles where numpy does', () => {
    const { recencyDays, orders, netUnits } = rfm!.cutoffs;
    truth.quintile_cutoffs.R.forEach((cutoff, i) => expect(recencyDays[i]).toBeCloseTo(cutoff, 9));
    truth.quintile_cutoffs.F.forEach((cutoff, i) => expect(orders[i]).toBeCloseTo(cutoff, 9));
    truth.quintile_cutoffs.M.forEach((cutoff, i) => expect(netUnits[i]! / 10_000).toBeCloseTo(cutoff, 9));
  });

  it('gives each score to as many customers', () => {
    expect(countsOf(rfm!.recency)).toEqual(truth.r_score_counts);
    expect(countsOf(rfm!.frequency)).toEqual(truth.f_score_counts);
    expect(countsOf(rfm!.monetary)).toEqual(truth.m_score_counts);
  });

  it('fills the same cells of recency, frequency and monetary scores', () => {
    const cells = Array.from(rfm!.recency, (r, i) => `${r}${rfm!.frequency[i]!}${rfm!.monetary[i]!}`);
    const counts = countsOf(cells);
    expect(Object.keys(counts)).toHaveLength(truth.cells_nonempty);
    expect(counts).toMatchObject(truth.top_cells);
    expect(rfm!.cells.reduce((sum, cell) => sum + cell.customers, 0)).toBe(truth.customers);
  });

  it('gives each sampled customer the published figures and scores', () => {
    for (const [id, expected] of Object.entries(truth.sample)) {
      const i = figures!.account.indexOf(columns!.accounts.indexOf(id));
      expect({
        R: figures!.recencyDays[i],
        F: figures!.orders[i],
        M: figures!.netUnits[i]! / 10_000,
        rs: rfm!.recency[i],
        fs: rfm!.frequency[i],
        ms: rfm!.monetary[i],
      }).toEqual(expected);
    }
  });

  it('finds the published Gini index and top shares', () => {
    const { netUnits } = figures!;
    same('Gini index', truth.gini_customer_revenue, concentrationOf(netUnits).gini, 1e-12);
    same('share of the top 1 %', truth.top_1pct_share, topShare(netUnits, 0.01), 1e-12);
    same('share of the top 20 %', truth.top_20pct_share, topShare(netUnits, 0.2), 1e-12);
  });

  it('takes returns off what customers spent when figures are net', () => {
    const net = customerFigures(columns!, {
      rule: 'net',
      snapshotDay: dateToDay('2011-12-10'),
      fromDay: null,
      currency: 0,
    });
    const gross = net.grossUnits.reduce((sum, units) => sum + units, 0);
    const returned = net.returnedUnits.reduce((sum, units) => sum + units, 0);
    expect(returned).toBeGreaterThan(0);
    expect(net.totals.netUnits).toBe(gross - returned);
  });
});

function same(what: string, reference: number, ours: number, tolerance = 0): void {
  held({ method: 'RFM on Online Retail', what, reference, ours, tolerance });
}

function readTruth(): Truth {
  return sharedFolder === null ? ({} as Truth) : (readSharedJson('truth/rfm_online_retail.json') as Truth);
}

function countsOf(values: Iterable<number | string>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[String(value)] = (counts[String(value)] ?? 0) + 1;
  return counts;
}
