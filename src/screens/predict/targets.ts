import { columnOfTable, type Table } from '../../domain/table.ts';
import { definitions, type ShownField } from '../fields/definitions.svelte.ts';
import { choosableColumns } from '../list/columns.ts';
import { targetLabels } from '../../workers/analysisTasks.ts';

/** A field that can be predicted: by the labels that it has, or as an amount. */
export interface Target {
  readonly key: string;
  readonly label: string;
  /** Empty for an amount. */
  readonly labels: readonly { readonly label: string; readonly count: number }[];
  /** Customers for whom it is known. */
  readonly known: number;
}

/** Labels of a field that is worth predicting, at most. */
const mostLabels = 20;
const leastKnown = 30;

/** What a prediction can look at: names, addresses and ways to reach somebody say who a customer is, not what they are like,
 *  and what an analysis has written says only what it thought. */
export function predictionColumns(): readonly ShownField[] {
  return choosableColumns('account').filter(
    ({ key, element, format, custom }) =>
      custom?.isComputed !== true &&
      !unusable.has(key) &&
      element !== 'phone' &&
      element !== 'email' &&
      format !== 'url' &&
      format !== 'phone' &&
      format !== 'email',
  );
}

/** The fields of which enough is known, custom ones first, and of those what takes few values before amounts. */
export function targetsIn(table: Table): readonly Target[] {
  const targets = predictionColumns().flatMap((field): Target[] => {
    const target = targetOfField(table, field);
    return target === undefined ? [] : [target];
  });
  const rank = ({ key, labels }: Target): number =>
    Number(labels.length === 0) * 2 + Number(definitions().column('account', key)?.custom === undefined);
  return targets.toSorted((a, b) => rank(a) - rank(b));
}

function targetOfField(table: Table, { key, label, type, to }: ShownField): Target | undefined {
  const column = columnOfTable(table, key);
  if (
    column === undefined ||
    column.type === 'set' ||
    type === 'date' ||
    type === 'instant' ||
    to !== undefined
  )
    return undefined;
  const labels = targetLabels(table, key);
  if (labels.length > 0) {
    const known = labels.reduce((sum, { count }) => sum + count, 0);
    const isFit = known >= leastKnown && labels.length >= 2 && labels.length <= mostLabels;
    return isFit ? { key, label, labels, known } : undefined;
  }
  if (column.type !== 'number') return undefined;
  const values = column.values.filter((value) => !Number.isNaN(value));
  const isFit = values.length >= leastKnown && values.some((value) => value !== values[0]);
  return isFit ? { key, label, labels: [], known: values.length } : undefined;
}

const unusable = new Set(['name', 'externalId', 'address', 'createdBy', 'updatedAt']);
