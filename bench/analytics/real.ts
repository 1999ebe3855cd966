import { basketsOf, type Baskets } from '../../src/analytics/baskets/baskets.ts';
import { countVectors, type CountVectors } from '../../src/analytics/text/countVectors.ts';
import { readSharedText, readSharedTable, sharedFolder } from '../../tests/support/sharedData.ts';
import { scaledBy, telcoChurn } from '../../tests/support/telco.ts';
import { madeBaskets, madeCustomers, madeTexts, type MadeClasses } from './made.ts';

/** The sets that the limits speak of, where they are at hand; else made ones of their shape. */
export function customers(): MadeClasses {
  if (sharedFolder === null) return madeCustomers();
  const { raw } = telcoChurn();
  return { features: scaledBy(raw.features, raw.features), target: raw.target };
}

export function baskets(): Baskets {
  if (sharedFolder === null) return madeBaskets();
  const lines = readSharedText('data/groceries/groceries.csv').trim().split(/\r?\n/);
  const rows = lines.map((line) => line.split(','));
  const names = new Map([...new Set(rows.flat())].sort().map((name, i) => [name, i]));
  const pairs = rows.flatMap((row, i) => row.map((item) => [i, names.get(item)!] as const));
  return basketsOf(
    pairs.map(([basket]) => basket),
    pairs.map(([, item]) => item),
    rows.length,
    names.size,
  );
}

/** 5,000 texts. */
export function texts(): CountVectors {
  if (sharedFolder === null) return madeTexts();
  const rows = readSharedTable('data/zh_hotel_reviews/ChnSentiCorp_htl_all.csv.gz', ',');
  return countVectors(rows.slice(0, 5_000).map((row) => row['review'] ?? ''));
}
