import type { BudgetError, BudgetPlan, BudgetQuestion } from '../../analytics/optimisation/budget.ts';
import type { ContactError } from '../../analytics/optimisation/contactPlan.ts';
import type { ContactAnswer, ContactQuestion } from '../../analytics/optimisation/contacts.ts';
import type { SelectionError } from '../../analytics/optimisation/knapsack.ts';
import type { LinearSolver } from '../../analytics/optimisation/linearProgramme.ts';
import type { SelectedItems, SelectionQuestion } from '../../analytics/optimisation/selection.ts';
import { err, type Result } from '../../domain/result.ts';

/** HiGHS was not fetched: it is not on this device yet, and there is no connection. */
export type NoSolver = { readonly type: 'no-solver'; readonly detail: string };

export interface PlanTasks {
  budgetPlan: { request: BudgetQuestion; answer: BudgetPlan; error: BudgetError | NoSolver };
  selection: { request: SelectionQuestion; answer: SelectedItems; error: SelectionError };
  contactPlan: { request: ContactQuestion; answer: ContactAnswer; error: ContactError };
}

type Works = {
  readonly [T in keyof PlanTasks]: (
    request: PlanTasks[T]['request'],
  ) => Promise<Result<PlanTasks[T]['answer'], PlanTasks[T]['error']>>;
};

/** Where money goes, what is taken, and whom to contact. */
export const planWork: Works = {
  budgetPlan: (request) => budgetWith(request, loadSolver),

  async selection(request) {
    const { selectWithin } = await import('../../analytics/optimisation/selection.ts');
    return selectWithin(request);
  },

  async contactPlan(request) {
    const { planContacts } = await import('../../analytics/optimisation/contacts.ts');
    return planContacts(request);
  },
};

/** A budget with a solver that is loaded for it. */
export async function budgetWith(
  request: BudgetQuestion,
  load: () => Promise<LinearSolver>,
): Promise<Result<BudgetPlan, BudgetError | NoSolver>> {
  const { planBudget } = await import('../../analytics/optimisation/budget.ts');
  let solver: LinearSolver;
  try {
    solver = await load();
  } catch (thrown) {
    return err({ type: 'no-solver', detail: String(thrown) });
  }
  return planBudget(request, solver);
}

async function loadSolver(): Promise<LinearSolver> {
  const [{ loadHighs }, { highsFile }] = await Promise.all([
    import('../../analytics/optimisation/highsSolver.ts'),
    import('../../analytics/optimisation/highsFile.ts'),
  ]);
  return loadHighs(highsFile);
}
