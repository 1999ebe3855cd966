import { seededRandom } from '../../domain/random.ts';
import { ok, type Result } from '../../domain/result.ts';
import { columnOfTable, type Columns } from '../../domain/table.ts';
import type { Matrix } from '../matrix.ts';
import { encode, fitEncoding, type Encoding, type FeatureName } from '../preparation/encoding.ts';
import { rowsWithin, widthAtMost } from '../preparation/parts.ts';
import { targetOf, type TargetRecipe } from '../preparation/target.ts';
import { samplePositions } from '../random.ts';
import { chiSquareUpper, normalQuantile } from '../statistics/distributions.ts';
import { concordance } from './concordance.ts';
import { coxRisk, fitCox, type CoxError } from './cox.ts';
import { kaplanMeier, type Durations, type SurvivalCurve, type SurvivalError } from './kaplanMeier.ts';
import { logRank } from './logRank.ts';

export interface StayingRequest {
  readonly table: Columns;
  /** A column of numbers: how long each was seen. */
  readonly time: string;
  /** What says that it ended. */
  readonly ended: TargetRecipe;
  /** A column of labels by which curves are compared. */
  readonly group?: string;
  /** Columns that may hasten or delay the end. */
  readonly columns: readonly string[];
}

/** How a feature multiplies the rate of ending: of a number, for one deviation more; of a label, beside the most frequent. */
export interface RateFactor {
  readonly feature: FeatureName;
  /** For labels: the one it is compared with. */
  readonly beside?: string;
  readonly factor: number;
  /** Of 95 %. */
  readonly low: number;
  readonly high: number;
  readonly p: number;
}

export interface Staying {
  readonly curve: SurvivalCurve;
  /** Of the most frequent labels, at most five. */
  readonly groups: readonly { readonly label: string; readonly curve: SurvivalCurve }[];
  /** Whether the groups differ; null without groups. */
  readonly difference: { readonly chiSquare: number; readonly p: number } | null;
  readonly factors: readonly RateFactor[];
  /** Records that the factors were learnt from: a sample where there are many. */
  readonly factorRows: number;
  /** Share of pairs put in the right order; null without factors. */
  readonly concordance: number | null;
  /** Why there are no factors, though columns were asked for. */
  readonly flaw: Exclude<CoxError, { type: 'collinear' | 'cancelled' }>['type'] | null;
  /** Records left out because their time or their end is not known. */
  readonly unknown: number;
}

const mostGroups = 5;
/** Features (records × columns) that factors are learnt from at most: Newton's method takes their squares each round. */
const mostFactorCells = 2_000_000;
const sampleSeed = 1;

/** Places of the records that factors are learnt from. */
function sampleWithin(table: Columns, columns: readonly string[], rows: number, cells: number): Int32Array {
  const most = rowsWithin(widthAtMost(table, columns), cells);
  return samplePositions(rows, Math.min(rows, most), seededRandom(sampleSeed));
}

/** How long records go on, what hastens their end, and whether groups differ. */
export function stayingOf(request: StayingRequest, cells = mostFactorCells): Result<Staying, SurvivalError> {
  const { table, group, columns } = request;
  const column = columnOfTable(table, request.time);
  const time = column?.type === 'number' ? column.values : new Float64Array(0);
  const end = targetOf(table, request.ended);
  const rows = Int32Array.from(time.keys()).filter((row) => time[row]! >= 0 && !Number.isNaN(end[row]));
  const durations = durationsAt(time, end, rows);
  const curve = kaplanMeier(durations);
  if (!curve.ok) return curve;
  const compared = group === undefined ? null : groupsOf(table, group, rows, durations);
  const some = sampleWithin(table, columns, rows.length, cells);
  const fitted =
    columns.length === 0
      ? null
      : factorsOf(
          table,
          columns,
          Int32Array.from(some, (i) => rows[i]!),
          at(durations, [...some]),
        );
  return ok({
    curve: curve.value,
    groups: compared?.groups ?? [],
    difference: compared?.difference ?? null,
    factors: fitted?.factors ?? [],
    factorRows: some.length,
    concordance: fitted?.concordance ?? null,
    flaw: fitted?.flaw ?? null,
    unknown: table.rows - rows.length,
  });
}

function durationsAt(time: Float64Array, end: Float64Array, rows: Int32Array): Durations {
  return {
    time: Float64Array.from(rows, (row) => time[row]!),
    ended: Float64Array.from(rows, (row) => end[row]!),
  };
}

function groupsOf(table: Columns, key: string, rows: Int32Array, durations: Durations) {
  const column = columnOfTable(table, key);
  if (column?.type !== 'category') return null;
  const counts = new Float64Array(column.labels.length);
  for (const row of rows) if (column.codes[row]! >= 0) counts[column.codes[row]!]! += 1;
  const frequent = [...counts.keys()]
    .filter((code) => counts[code]! > 0)
    .sort((a, b) => counts[b]! - counts[a]!)
    .slice(0, mostGroups);
  const groups = frequent.flatMap((code) => {
    const own = [...rows.keys()].filter((i) => column.codes[rows[i]!] === code);
    const curve = kaplanMeier(at(durations, own));
    return curve.ok ? [{ label: column.labels[code]!, curve: curve.value }] : [];
  });
  const member = [...rows.keys()].filter((i) => frequent.includes(column.codes[rows[i]!]!));
  const test = logRank(
    at(durations, member),
    member.map((i) => frequent.indexOf(column.codes[rows[i]!]!)),
    frequent.length,
  );
  return { groups, difference: test.ok ? { chiSquare: test.value.chiSquare, p: test.value.p } : null };
}

function at({ time, ended }: Durations, places: readonly number[]): Durations {
  return { time: places.map((i) => time[i]!), ended: places.map((i) => ended[i]!) };
}

/** Labels beside the most frequent one of their column; columns that others determine are left out. */
function factorsOf(table: Columns, columns: readonly string[], rows: Int32Array, durations: Durations) {
  const encoding = fitEncoding(table, columns, rows);
  const all = encode(encoding, table, rows);
  const beside = besideOf(encoding);
  let kept = encoding.names.flatMap((name, j) => (isCompared(name, encoding, beside) ? [j] : []));
  for (;;) {
    const features = columnsAt(all, kept);
    const fitted = fitCox(features, durations);
    if (fitted.ok) {
      const { coefficients, errors } = fitted.value;
      const factors = kept.map((j, i) => factorOf(encoding.names[j]!, beside, coefficients[i]!, errors[i]!));
      if (factors.some(isEndless))
        return { factors: [], concordance: null, flaw: 'perfect-separation' } as const;
      return { factors, concordance: concordance(durations, coxRisk(fitted.value, features)), flaw: null };
    }
    const { error } = fitted;
    if (error.type !== 'collinear' || error.columns.length === 0) {
      const flaw = error.type === 'collinear' || error.type === 'cancelled' ? 'no-columns' : error.type;
      return { factors: [], concordance: null, flaw } as const;
    }
    kept = kept.filter((_, i) => !error.columns.includes(i));
  }
}

/** A factor within millions of millions is told by a label that orders the ends without a mistake, and grows with each round. */
const mostFactor = 1e12;

function isEndless({ low, high }: RateFactor): boolean {
  return !(high < mostFactor && low > 1 / mostFactor);
}

function besideOf({ columns }: Encoding): ReadonlyMap<string, string> {
  return new Map(
    columns.flatMap((column) =>
      column.type === 'category' && column.labels[0] !== undefined ? [[column.key, column.labels[0]]] : [],
    ),
  );
}

function isCompared(
  { key, label }: FeatureName,
  { columns }: Encoding,
  beside: ReadonlyMap<string, string>,
): boolean {
  const column = columns.find((each) => each.key === key);
  if (column?.type === 'number' && !(column.deviation > Math.abs(column.mean) * 1e-12)) return false;
  return label === undefined || beside.get(key) !== label;
}

function columnsAt({ rows, columns, values }: Matrix, kept: readonly number[]): Matrix {
  const picked = new Float64Array(rows * kept.length);
  for (let i = 0; i < rows; i++)
    kept.forEach((j, place) => (picked[i * kept.length + place] = values[i * columns + j]!));
  return { rows, columns: kept.length, values: picked };
}

function factorOf(
  feature: FeatureName,
  beside: ReadonlyMap<string, string>,
  coefficient: number,
  error: number,
): RateFactor {
  const reach = normalQuantile(0.975) * error;
  const other = feature.label === undefined ? undefined : beside.get(feature.key);
  return {
    ...{ feature, factor: Math.exp(coefficient) },
    ...(other === undefined ? {} : { beside: other }),
    ...{ low: Math.exp(coefficient - reach), high: Math.exp(coefficient + reach) },
    p: chiSquareUpper((coefficient / error) ** 2, 1),
  };
}
