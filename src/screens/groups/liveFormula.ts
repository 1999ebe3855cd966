import type { FieldDef } from '../../domain/objects.ts';
import type { ClusterAnswer, ColumnEncoding } from '../../workers/analysisTasks.ts';

/** A formula that says which group is nearest. */
export interface GroupFormula {
  readonly text: string;
  /** Fields without a value leave a customer in no group; any other gap counts as the median did. */
  readonly needed: readonly string[];
}

/** What a formula can be made of. */
type FormulaGroups = Pick<ClusterAnswer, 'centers' | 'features'>;

/**
 * The name of the nearest centre as a formula of the fields themselves, first the group that is nearer than all others, then
 * among what is left. Nearer of two centres a and b is a linear question: Σ (aⱼ − bⱼ) xⱼ ≥ (|a|² − |b|²) / 2. `typeOf` says what
 * the values of a field are; undefined without centres or where a column is taken by its logarithm.
 */
export function nearestFormula(
  { centers, features }: FormulaGroups,
  names: readonly string[],
  typeOf: (key: string) => FieldDef['type'] | undefined,
): GroupFormula | undefined {
  const { columns } = features.encoding;
  if (centers === null || columns.some((column) => column.type === 'number' && column.isLogged))
    return undefined;
  const gaps = new Set(features.filled.map(({ key }) => key));
  const needed = columns.flatMap((column) =>
    column.type === 'number' && !gaps.has(column.key) && typeOf(column.key) !== 'boolean' ? [column.key] : [],
  );
  const width = centers.columns;
  const squareOf = (group: number): number =>
    centers.values
      .subarray(group * width, (group + 1) * width)
      .reduce((sum, value) => sum + value * value, 0);
  const isNearer = (a: number, b: number): string => {
    const weights = Array.from(
      { length: width },
      (_, j) => centers.values[a * width + j]! - centers.values[b * width + j]!,
    );
    const parts: Parts = { terms: [], constant: (squareOf(b) - squareOf(a)) / 2 };
    let first = 0;
    for (const column of columns) {
      const own = column.type === 'number' ? 1 : column.labels.length + Number(column.hasOther);
      addColumn(parts, column, weights.slice(first, first + own), gaps.has(column.key), typeOf(column.key));
      first += own;
    }
    return `${parts.terms.join('+') || '0'}>=${decimal(-parts.constant)}`;
  };
  const chain = names.reduceRight<string>((rest, name, a) => {
    if (a === names.length - 1) return quoted(name);
    const others = names.slice(a + 1).map((_, i) => isNearer(a, a + 1 + i));
    const test = others.length === 1 ? (others[0] ?? '') : `and(${others.join(',')})`;
    return `if(${test},${quoted(name)},${rest})`;
  }, '');
  const empty = needed.map((key) => `isempty({${key}})`);
  const isEmpty = empty.length === 1 ? empty[0] : `or(${empty.join(',')})`;
  return { text: empty.length === 0 ? chain : `if(${isEmpty ?? ''},"",${chain})`, needed };
}

interface Parts {
  readonly terms: string[];
  constant: number;
}

function addColumn(
  parts: Parts,
  column: ColumnEncoding,
  weights: readonly number[],
  hasGaps: boolean,
  type: FieldDef['type'] | undefined,
): void {
  const field = `{${column.key}}`;
  if (column.type === 'number') {
    const weight = (weights[0] ?? 0) / column.deviation;
    parts.constant -= weight * column.mean;
    if (type === 'boolean') {
      if (Math.abs(weight) >= tiny) parts.terms.push(`if(${field},${decimal(weight)},0)`);
      return;
    }
    const value = type === 'date' || type === 'instant' ? `days("1970-01-01",${field})` : field;
    const known = hasGaps ? `if(isempty(${field}),${decimal(column.median)},${value})` : value;
    if (Math.abs(weight) >= tiny) parts.terms.push(`${decimal(weight)}*${known}`);
    return;
  }
  const other = column.hasOther ? (weights[column.labels.length] ?? 0) : 0;
  if (Math.abs(other) >= tiny) parts.terms.push(`if(isempty(${field}),0,${decimal(other)})`);
  column.labels.forEach((label, i) => {
    const weight = (weights[i] ?? 0) - other;
    if (Math.abs(weight) >= tiny) parts.terms.push(`if(${field}=${quoted(label)},${decimal(weight)},0)`);
  });
}

/** Weights below this move no border that anybody could see. */
const tiny = 1e-9;

/** A number with eight digits and without an exponent, as formulas are written. */
function decimal(value: number): string {
  const digits = Number(value.toPrecision(8));
  const text = Math.abs(digits).toString().includes('e') ? digits.toFixed(12) : String(digits);
  return digits < 0 ? `(${text})` : text;
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
