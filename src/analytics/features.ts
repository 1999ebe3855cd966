import type { CustomerFigures } from './customerFigures.ts';
import { matrixOf, type Matrix } from './matrix.ts';
import { momentsOf, signedLog1p, standardise } from './standardise.ts';

/** What customers can be grouped by. */
export const features = [
  'recencyDays',
  'orders',
  'netSpend',
  'meanOrder',
  'tenureDays',
  'returnsShare',
  'linesPerOrder',
  'purchaseRate',
  'ordersPerMonth',
  'rfmSum',
] as const;
export type Feature = (typeof features)[number];

/** Amounts at 10⁻⁴ become major units in features. */
const unitsPerMajor = 10_000;

const daysPerMonth = 30.44;

/** Skewness above which a feature is taken by its logarithm, where that is wanted. */
const skewed = 1;

export interface FeatureMatrix {
  /** Standardised, one column per feature in the given order. */
  readonly matrix: Matrix;
  /** Features taken by their logarithm, because they are skewed. */
  readonly logged: readonly Feature[];
  /** Features in which all customers are equal: they part nobody. */
  readonly constant: readonly Feature[];
}

/**
 * One feature of each customer: days, numbers, or amounts in major units. Mean order is gross spend over orders; the share
 * of returns is returned over gross spend, held between 0 and 1. The purchase rate is days with an order over days since the
 * first, both counted; orders per month take a month as 30.44 days, and no less than one. The sum of recency, frequency and
 * spend has each between 0 and 1 of what occurs, the latest order 1.
 */
export function featureColumn(figures: CustomerFigures, feature: Feature): Float64Array {
  const { orders, netUnits, grossUnits, returnedUnits, lines } = figures;
  switch (feature) {
    case 'recencyDays':
      return figures.recencyDays;
    case 'orders':
      return orders;
    case 'tenureDays':
      return figures.tenureDays;
    case 'netSpend':
      return netUnits.map((units) => units / unitsPerMajor);
    case 'meanOrder':
      return grossUnits.map((units, i) => units / unitsPerMajor / orders[i]!);
    case 'returnsShare':
      return returnedUnits.map((units, i) =>
        units > 0 ? Math.min(1, units / Math.max(1, grossUnits[i]!)) : 0,
      );
    case 'linesPerOrder':
      return lines.map((count, i) => count / orders[i]!);
    case 'purchaseRate':
      return figures.purchaseDays.map((days, i) => days / (figures.tenureDays[i]! + 1));
    case 'ordersPerMonth':
      return orders.map((count, i) => count / Math.max(1, figures.tenureDays[i]! / daysPerMonth));
    case 'rfmSum': {
      const recency = fromZeroToOne(figures.recencyDays);
      const [frequency, spend] = [fromZeroToOne(orders), fromZeroToOne(netUnits)];
      return recency.map((each, i) => 1 - each + frequency[i]! + spend[i]!);
    }
  }
}

/** The chosen features as z-scores with the population deviation, skewed ones by log(1 + x) first where `useLog` is set. */
export function featureMatrix(
  figures: CustomerFigures,
  chosen: readonly Feature[],
  useLog: boolean,
): FeatureMatrix {
  const raw = matrixOf(chosen.map((feature) => featureColumn(figures, feature)));
  const moments = momentsOf(raw);
  const logged = chosen.filter((_, j) => useLog && moments.skewness[j]! > skewed);
  const constant = chosen.filter((_, j) => !(moments.deviation[j]! > 0));
  const columns = chosen.map((feature) => {
    const column = featureColumn(figures, feature);
    return logged.includes(feature) ? column.map(signedLog1p) : column;
  });
  return { matrix: standardise(matrixOf(columns)), logged, constant };
}

/** Zeros where all are equal. */
function fromZeroToOne(values: Float64Array): Float64Array {
  const low = values.reduce((least, value) => Math.min(least, value), Infinity);
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity);
  return values.map((value) => (high > low ? (value - low) / (high - low) : 0));
}
