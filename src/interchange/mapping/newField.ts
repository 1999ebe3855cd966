import type { CustomType } from '../../domain/customFields.ts';
import { parseBoolean } from '../values/choice.ts';
import type { ColumnSurvey } from './survey.ts';

/** A custom field that would take what a column holds. */
export interface NewField {
  readonly name: string;
  readonly type: Extract<
    CustomType,
    'text' | 'longText' | 'number' | 'date' | 'choice' | 'checkbox' | 'phone' | 'email' | 'link'
  >;
  /** Of a choice, the most frequent first. */
  readonly choices: readonly string[];
}

/** Share of a column's distinct values that a type must take. */
const enough = 0.95;
const mostChoices = 20;
/** Values that occur so often on average are choices rather than texts. */
const leastRepeats = 3;
const longSample = 70;

/** The field that a person would most likely make for a column, by its values; undefined for one without a name or any value. `booleans` are words for yes and no beside the English. */
export function newFieldFor(
  column: ColumnSurvey,
  booleans: ReadonlyMap<string, boolean>,
): NewField | undefined {
  const name = column.name.trim();
  if (name === '' || column.filled === 0) return undefined;
  const words = [...(column.words ?? new Map<string, number>())].sort((a, b) => b[1] - a[1]);
  const labels = words.map(([word]) => word);
  const isMostly = (count: number): boolean => count >= enough * column.distinct;
  const type = (): NewField['type'] => {
    if (column.words !== undefined && labels.length === 2 && isYesNo(labels, booleans)) return 'checkbox';
    if (isMostly(column.numbers)) return 'number';
    if (isMostly(column.dates.dates)) return 'date';
    if (isMostly(column.emails)) return 'email';
    if (isMostly(column.links)) return 'link';
    if (isMostly(column.phones)) return 'phone';
    const repeats = column.filled / Math.max(1, column.distinct);
    if (column.words !== undefined && labels.length <= mostChoices && repeats >= leastRepeats)
      return 'choice';
    return column.samples.some((sample) => sample.length > longSample) ? 'longText' : 'text';
  };
  const chosen = type();
  return { name, type: chosen, choices: chosen === 'choice' ? labels : [] };
}

function isYesNo(labels: readonly string[], booleans: ReadonlyMap<string, boolean>): boolean {
  const read = new Set(labels.map((label) => parseBoolean(label, booleans)));
  return read.has(true) && read.has(false);
}
