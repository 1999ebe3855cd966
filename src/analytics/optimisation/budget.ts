import { err, ok, type Result } from '../../domain/result.ts';
import { solveLinear, type LinearProgramme, type LinearSolver, type PlanError } from './linearProgramme.ts';

/** Where money can go. Amounts are in units of money. */
export interface BudgetRow {
  /** What one unit of money brings. */
  readonly gain: number;
  readonly least: number;
  /** Null: no limit. */
  readonly most: number | null;
}

/** A limit over several rows together. */
export interface GroupLimit {
  /** Positions of the rows. */
  readonly rows: readonly number[];
  readonly relation: 'atMost' | 'atLeast';
  /** `share` is of all that is spent, 0 to 1; `amount` is in units of money. */
  readonly unit: 'share' | 'amount';
  readonly bound: number;
}

export interface BudgetQuestion {
  readonly rows: readonly BudgetRow[];
  /** Most that is spent; null for no limit. */
  readonly budget: number | null;
  readonly groups: readonly GroupLimit[];
}

export type BudgetLimit =
  | { readonly type: 'budget' }
  | { readonly type: 'least' | 'most'; readonly row: number }
  | { readonly type: 'group'; readonly group: number };

export interface BudgetPlan {
  /** Money of each row. */
  readonly amounts: Float64Array;
  readonly value: number;
  readonly spent: number;
  /** What one unit of money more of room brings, of limits that hold something back; for shares one point of a hundred. The dearest first. */
  readonly prices: readonly { readonly limit: BudgetLimit; readonly price: number }[];
  /** What the best plan brings with other budgets, from the least that keeps all limits to twice the one that was asked. */
  readonly curve: readonly { readonly budget: number; readonly value: number }[];
}

export type BudgetError =
  | Exclude<PlanError, { readonly type: 'infeasible' | 'unbounded' }>
  /** No amounts keep these limits together; without any one of them some do. */
  | { readonly type: 'infeasible'; readonly conflict: readonly BudgetLimit[] }
  /** Nothing limits how much goes to these rows. */
  | { readonly type: 'unbounded'; readonly rows: readonly number[] };

type Limit = LinearProgramme['limits'][number] & { readonly of: BudgetLimit };

const curvePoints = 32;
const point = 0.01;

/**
 * The amounts that bring most within all limits: a linear programme. A limit's price is its dual value, but no more than what
 * loosening it really brings: where several limits meet, a dual can promise more. Source of the conflict: the deletion filter of
 * Chinneck and Dravnieks 1991.
 */
export function planBudget(question: BudgetQuestion, solver: LinearSolver): Result<BudgetPlan, BudgetError> {
  const limits = limitsOf(question);
  const solved = solve(question, limits, solver);
  if (!solved.ok) {
    const { error } = solved;
    if (error.type === 'infeasible')
      return err({ type: 'infeasible', conflict: conflictIn(question, limits, solver) });
    if (error.type === 'unbounded')
      return err({ type: 'unbounded', rows: endlessRows(question, limits, solver) });
    return err(error);
  }
  const { amounts, value, shadowPrices } = solved.value;
  const prices = limits
    .map(({ of }, i) => {
      const dual = Math.abs(shadowPrices?.[i] ?? 0);
      return { limit: of, price: dual < 1e-9 ? 0 : priceOf(question, of, dual, value, solver) };
    })
    .filter(({ price }) => price > 1e-6)
    .sort(
      (a, b) => Number(b.limit.type === 'budget') - Number(a.limit.type === 'budget') || b.price - a.price,
    );
  const spent = amounts.reduce((sum, amount) => sum + amount, 0);
  return ok({ amounts, value, spent, prices, curve: curveOf(question, solver) });
}

function solve(question: BudgetQuestion, limits: readonly Limit[], solver: LinearSolver) {
  return solveLinear({ sense: 'max', objective: question.rows.map(({ gain }) => gain), limits }, solver);
}

function limitsOf({ rows, budget, groups }: BudgetQuestion): readonly Limit[] {
  const only = (row: number) => rows.map((_, j) => Number(j === row));
  return [
    ...(budget === null
      ? []
      : [{ of: { type: 'budget' }, weights: rows.map(() => 1), relation: '<=', bound: budget } as const]),
    ...rows.flatMap(({ least, most }, row): Limit[] => [
      ...(least > 0
        ? [{ of: { type: 'least', row }, weights: only(row), relation: '>=', bound: least } as const]
        : []),
      ...(most === null
        ? []
        : [{ of: { type: 'most', row }, weights: only(row), relation: '<=', bound: most } as const]),
    ]),
    ...groups.map(({ rows: members, relation, unit, bound }, group): Limit => {
      const share = unit === 'share' ? bound : 0;
      return {
        of: { type: 'group', group },
        weights: rows.map((_, j) => Number(members.includes(j)) - share),
        relation: relation === 'atMost' ? '<=' : '>=',
        bound: unit === 'share' ? 0 : bound,
      };
    }),
  ];
}

/** What a unit more of room brings, at most the dual; for a share, what a whole point brings. */
function priceOf(
  question: BudgetQuestion,
  limit: BudgetLimit,
  dual: number,
  value: number,
  solver: LinearSolver,
): number {
  const isShare = limit.type === 'group' && question.groups[limit.group]?.unit === 'share';
  const step = isShare ? point : 1e-3 * Math.max(1, boundOf(question, limit));
  const looser = loosened(question, limit, step);
  const found = solve(looser, limitsOf(looser), solver);
  if (!found.ok) return isShare ? 0 : dual;
  const gain = Math.max(0, found.value.value - value);
  if (isShare) return gain;
  return gain / step >= 0.999 * dual ? dual : gain / step;
}

function boundOf({ rows, budget, groups }: BudgetQuestion, limit: BudgetLimit): number {
  switch (limit.type) {
    case 'budget':
      return budget ?? 0;
    case 'group':
      return groups[limit.group]?.bound ?? 0;
    case 'least':
    case 'most':
      return rows[limit.row]?.[limit.type] ?? 0;
  }
}

function loosened(question: BudgetQuestion, limit: BudgetLimit, step: number): BudgetQuestion {
  const { rows, budget, groups } = question;
  switch (limit.type) {
    case 'budget':
      return { ...question, budget: (budget ?? 0) + step };
    case 'least':
    case 'most':
      return {
        ...question,
        rows: rows.map((row, at) => {
          if (at !== limit.row) return row;
          if (limit.type === 'most') return { ...row, most: (row.most ?? 0) + step };
          return { ...row, least: Math.max(0, row.least - step) };
        }),
      };
    case 'group':
      return {
        ...question,
        groups: groups.map((group, at) => {
          if (at !== limit.group) return group;
          const bound = group.relation === 'atMost' ? group.bound + step : Math.max(0, group.bound - step);
          return { ...group, bound: group.unit === 'share' ? Math.min(1, bound) : bound };
        }),
      };
  }
}

/** Limits that cannot be kept together, none of which can be spared. */
function conflictIn(
  question: BudgetQuestion,
  limits: readonly Limit[],
  solver: LinearSolver,
): readonly BudgetLimit[] {
  let left = limits;
  for (const limit of limits) {
    const without = left.filter((each) => each !== limit);
    const found = solve(
      { ...question, rows: question.rows.map((row) => ({ ...row, gain: 0 })) },
      without,
      solver,
    );
    if (!found.ok && found.error.type === 'infeasible') left = without;
  }
  return left.map(({ of }) => of);
}

function endlessRows(
  { rows }: BudgetQuestion,
  limits: readonly Limit[],
  solver: LinearSolver,
): readonly number[] {
  return rows.flatMap(({ gain }, row) => {
    if (gain <= 0) return [];
    const found = solveLinear(
      { sense: 'max', objective: rows.map((_, j) => Number(j === row)), limits },
      solver,
    );
    return !found.ok && found.error.type === 'unbounded' ? [row] : [];
  });
}

function curveOf(question: BudgetQuestion, solver: LinearSolver): BudgetPlan['curve'] {
  const { budget } = question;
  if (budget === null || budget <= 0) return [];
  return Array.from({ length: curvePoints + 1 }, (_, i) => (2 * budget * i) / curvePoints).flatMap((each) => {
    const other = { ...question, budget: each };
    const found = solve(other, limitsOf(other), solver);
    return found.ok ? [{ budget: each, value: found.value.value }] : [];
  });
}
