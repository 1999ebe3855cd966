import type { Table, TableColumn } from '../domain/table.ts';

/** What one column of a table holds. */
export interface ColumnProfile {
  /** Rows with a value. */
  readonly filled: number;
  /** Different values; of sets, different words. */
  readonly distinct: number;
  /** Of numbers and of days since 1970-01-01, where there are any. */
  readonly numbers?: { readonly min: number; readonly max: number; readonly mean: number };
  /** Of texts, categories and sets: the values that come most often, three at most. */
  readonly common?: readonly { readonly label: string; readonly rows: number }[];
}

/** Profiles in the order of the columns. Linear in cells. */
export function profilesOfTable({ columns }: Table): readonly ColumnProfile[] {
  return columns.map(profileOf);
}

function profileOf(column: TableColumn): ColumnProfile {
  if (column.type === 'number') return numberProfile(column.values);
  const counts = new Uint32Array(column.labels.length);
  let filled = 0;
  if (column.type === 'category') {
    for (const code of column.codes) {
      if (code < 0) continue;
      filled += 1;
      counts[code] = (counts[code] ?? 0) + 1;
    }
  } else {
    const { start, codes } = column;
    for (let i = 0; i + 1 < start.length; i++) if ((start[i + 1] ?? 0) > (start[i] ?? 0)) filled += 1;
    for (const code of codes) counts[code] = (counts[code] ?? 0) + 1;
  }
  return {
    filled,
    distinct: counts.filter((count) => count > 0).length,
    common: mostCommon(column.labels, counts),
  };
}

function numberProfile(values: Float64Array): ColumnProfile {
  const filled = values.filter((value) => !Number.isNaN(value)).sort();
  let [sum, distinct] = [0, 0];
  filled.forEach((value, i) => {
    sum += value;
    if (i === 0 || value !== filled[i - 1]) distinct += 1;
  });
  const [min, max] = [filled[0], filled.at(-1)];
  if (min === undefined || max === undefined) return { filled: 0, distinct: 0 };
  return { filled: filled.length, distinct, numbers: { min, max, mean: sum / filled.length } };
}

const shownLabels = 3;

function mostCommon(labels: readonly string[], counts: Uint32Array): { label: string; rows: number }[] {
  const best: number[] = [];
  counts.forEach((count, code) => {
    if (count === 0) return;
    let at = best.length;
    while (at > 0 && (counts[best[at - 1] ?? 0] ?? 0) < count) at -= 1;
    if (at < shownLabels) best.splice(at, 0, code);
    if (best.length > shownLabels) best.pop();
  });
  return best.map((code) => ({ label: labels[code] ?? '', rows: counts[code] ?? 0 }));
}
