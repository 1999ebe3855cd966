import type { NumberColumn, TableColumn } from '../../domain/table.ts';
import { countVectors } from '../text/countVectors.ts';
import { keyOfMade } from './steps.ts';

/** A column of 0 and 1 for each of the most frequent labels; of an empty cell all are 0. Numbers have none. */
export function labelColumns(column: TableColumn, most: number): readonly NumberColumn[] {
  if (column.type === 'number') return [];
  const counts = new Float64Array(column.labels.length);
  for (const code of column.codes) if (code >= 0) counts[code]! += 1;
  const rows = column.type === 'category' ? column.codes.length : column.start.length - 1;
  const frequent = [...counts.keys()]
    .filter((code) => counts[code]! > 0)
    .sort((a, b) => counts[b]! - counts[a]! || a - b)
    .slice(0, most);
  const made = new Map(frequent.map((code) => [code, new Float64Array(rows)]));
  for (let row = 0; row < rows; row++) {
    const from = column.type === 'category' ? row : column.start[row]!;
    const to = column.type === 'category' ? row + 1 : column.start[row + 1]!;
    for (let i = from; i < to; i++) {
      const values = made.get(column.codes[i]!);
      if (values !== undefined) values[row] = 1;
    }
  }
  return [...made].map(([code, values]) => ({
    key: keyOfMade(column.key, column.labels[code]!),
    type: 'number',
    values,
  }));
}

/** How often each of the most frequent terms stands in a text. Terms in more than half of the texts say nothing. */
export function wordColumns(column: TableColumn, most: number): readonly NumberColumn[] {
  if (column.type !== 'category') return [];
  const texts = Array.from(column.codes, (code) => (code < 0 ? '' : (column.labels[code] ?? '')));
  const { names, start, terms, counts } = countVectors(texts, { leastTexts: 2, mostTerms: most });
  const made = names.map(() => new Float64Array(texts.length));
  for (let row = 0; row < texts.length; row++)
    for (let i = start[row]!; i < start[row + 1]!; i++) made[terms[i]!]![row] = counts[i]!;
  return names.map((name, i) => ({ key: keyOfMade(column.key, name), type: 'number', values: made[i]! }));
}
