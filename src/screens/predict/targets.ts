import { pacer } from '../../domain/pacer.ts';
import { columnOfTable } from '../../domain/table.ts';
import { targetLabels } from '../../workers/analysisTasks.ts';
import type { SourceField, SourceTable } from '../studio/readSource.ts';

/** A field that can be predicted: by the labels that it has, or as an amount. */
export interface Target {
  readonly key: string;
  readonly label: string;
  /** Empty for an amount. */
  readonly labels: readonly { readonly label: string; readonly count: number }[];
  /** Records for which it is known. */
  readonly known: number;
}

/** Labels of a field that is worth predicting, at most. */
const mostLabels = 20;
const leastKnown = 30;

/** What a prediction can look at: names and addresses say who a customer is, not what they are like, and what an analysis has
 *  written says only what it thought. */
export function predictionFields({ fields, source }: SourceTable): readonly SourceField[] {
  return fields.filter(({ key, isComputed }) => !isComputed && (source.type === 'table' || !naming.has(key)));
}

/** The fields of which enough is known, custom ones first, and of those what takes few values before amounts. */
export async function targetsIn(data: SourceTable): Promise<readonly Target[]> {
  const pause = pacer();
  const targets: { readonly target: Target; readonly field: SourceField }[] = [];
  for (const field of predictionFields(data)) {
    const target = targetOfField(data, field);
    if (target !== undefined) targets.push({ target, field });
    await pause();
  }
  const rank = ({ target, field }: (typeof targets)[number]): number =>
    Number(target.labels.length === 0) * 2 + Number(!field.isCustom);
  return targets.toSorted((a, b) => rank(a) - rank(b)).map(({ target }) => target);
}

function targetOfField(
  { table }: SourceTable,
  { key, label, type, isReference }: SourceField,
): Target | undefined {
  const column = columnOfTable(table, key);
  if (column === undefined || column.type === 'set' || type === 'date' || isReference) return undefined;
  const labels = targetLabels(table, key, mostLabels);
  if (labels.length > 0) {
    const known = labels.reduce((sum, { count }) => sum + count, 0);
    const isFit = known >= leastKnown && labels.length >= 2;
    return isFit ? { key, label, labels, known } : undefined;
  }
  if (column.type !== 'number') return undefined;
  let [known, least, most] = [0, Infinity, -Infinity];
  for (const value of column.values) {
    if (Number.isNaN(value)) continue;
    known += 1;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return known >= leastKnown && least < most ? { key, label, labels: [], known } : undefined;
}

const naming = new Set(['name', 'externalId', 'address', 'updatedAt', 'number', 'subject', 'title']);
