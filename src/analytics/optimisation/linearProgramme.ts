import { err, ok, type Result } from '../../domain/result.ts';

export interface LinearProgramme {
  readonly sense: 'max' | 'min';
  /** What one unit of each amount counts. */
  readonly objective: readonly number[];
  /** Sums of amounts that are limited. */
  readonly limits: readonly {
    readonly weights: readonly number[];
    readonly relation: '<=' | '>=' | '=';
    readonly bound: number;
  }[];
  /** Most of each amount; Infinity by default. The least is 0. */
  readonly upper?: readonly number[];
  /** Whether amounts are whole numbers. */
  readonly isWhole?: boolean;
}

export interface LinearPlan {
  readonly amounts: Float64Array;
  readonly value: number;
  /** By how much the value would change for one more of each bound; null for whole amounts, which have no such price. */
  readonly shadowPrices: Float64Array | null;
  /** What is left of each limit: |bound − sum|. */
  readonly slack: Float64Array;
}

export type PlanError =
  | { readonly type: 'no-columns' }
  | { readonly type: 'not-finite'; readonly row: number | null; readonly column: number | null }
  /** A limit, or the list of upper bounds, is not as long as the objective. */
  | { readonly type: 'bad-shape'; readonly row: number | null }
  /** No amounts keep all limits. */
  | { readonly type: 'infeasible' }
  /** The value can grow without end: a limit is missing. */
  | { readonly type: 'unbounded' }
  | { readonly type: 'not-solved'; readonly status: string };

/** What is asked of a solver: a model in CPLEX's LP format in, a status and the solution out. */
export interface LinearSolver {
  solve(
    model: string,
    options?: { readonly presolve?: 'off'; readonly mip_rel_gap?: number },
  ): {
    readonly Status: string;
    readonly ObjectiveValue: number;
    readonly Columns: Readonly<Record<string, object>>;
    readonly Rows: readonly object[];
  };
}

/** The amounts of the greatest or least value within the limits. Source: Dantzig 1947; solved by HiGHS (Huangfu and Hall 2018). */
export function solveLinear(programme: LinearProgramme, solver: LinearSolver): Result<LinearPlan, PlanError> {
  const flaw = flawOf(programme);
  if (flaw !== null) return err(flaw);
  const model = modelOf(programme);
  let found = solver.solve(model, { mip_rel_gap: 0 });
  // Presolve alone cannot always tell the two apart.
  if (found.Status === 'Primal infeasible or unbounded')
    found = solver.solve(model, { mip_rel_gap: 0, presolve: 'off' });
  if (found.Status === 'Infeasible') return err({ type: 'infeasible' });
  if (found.Status === 'Unbounded') return err({ type: 'unbounded' });
  if (found.Status !== 'Optimal') return err({ type: 'not-solved', status: found.Status });
  const { objective, limits, isWhole = false } = programme;
  const amounts = Float64Array.from(objective, (_, j) => {
    const amount = numberIn(found.Columns[`x${j}`], 'Primal');
    return isWhole ? Math.round(amount) : amount;
  });
  return ok({
    amounts,
    value: dot(objective, amounts),
    shadowPrices: isWhole ? null : Float64Array.from(limits, (_, i) => numberIn(found.Rows[i], 'Dual')),
    slack: Float64Array.from(limits, ({ weights, bound }) => Math.abs(bound - dot(weights, amounts))),
  });
}

/** The model in CPLEX's LP format, amounts named x0, x1, … */
function modelOf({ sense, objective, limits, upper, isWhole }: LinearProgramme): string {
  const names = objective.map((_, j) => `x${j}`);
  const sum = (weights: readonly number[]) =>
    weights.map((weight, j) => `${weight < 0 ? '-' : '+'} ${Math.abs(weight)} x${j}`).join('\n ');
  const bounds = (upper ?? []).flatMap((most, j) => (most === Infinity ? [] : [` 0 <= x${j} <= ${most}`]));
  return [
    sense === 'max' ? 'Maximize' : 'Minimize',
    ` value: ${sum(objective)}`,
    'Subject To',
    ...limits.map(({ weights, relation, bound }, i) => ` limit${i}: ${sum(weights)} ${relation} ${bound}`),
    'Bounds',
    ...bounds,
    ...(isWhole === true ? ['General', ...names.map((name) => ` ${name}`)] : []),
    'End',
    '',
  ].join('\n');
}

function flawOf({ objective, limits, upper }: LinearProgramme): PlanError | null {
  const width = objective.length;
  if (width === 0) return { type: 'no-columns' };
  const column = objective.findIndex((value) => !Number.isFinite(value));
  if (column >= 0) return { type: 'not-finite', row: null, column };
  for (const [row, { weights, bound }] of limits.entries()) {
    if (weights.length !== width) return { type: 'bad-shape', row };
    const at = weights.findIndex((weight) => !Number.isFinite(weight));
    if (at >= 0) return { type: 'not-finite', row, column: at };
    if (!Number.isFinite(bound)) return { type: 'not-finite', row, column: null };
  }
  if (upper === undefined) return null;
  if (upper.length !== width) return { type: 'bad-shape', row: null };
  const most = upper.findIndex((value) => Number.isNaN(value) || value === -Infinity);
  if (most >= 0) return { type: 'not-finite', row: null, column: most };
  return upper.some((value) => value < 0) ? { type: 'infeasible' } : null;
}

function numberIn(entry: object | undefined, key: 'Primal' | 'Dual'): number {
  const value: unknown = entry === undefined ? undefined : Reflect.get(entry, key);
  // −0 is 0.
  return typeof value === 'number' && Number.isFinite(value) ? value + 0 : 0;
}

function dot(a: readonly number[], b: ArrayLike<number>): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}
