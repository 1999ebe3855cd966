import { dateToDay, dayToDate } from '../../domain/dates.ts';
import { features, type CustomersRequest, type Feature } from '../../workers/analysisTasks.ts';

/** Everything a person may choose about the analysis; null stands for the usual. */
export interface Recipe {
  readonly rule: CustomersRequest['rule'];
  readonly months: number | null;
  readonly snapshotDay: number | null;
  readonly currency: string | null;
  readonly features: readonly Feature[];
  readonly useLog: boolean;
  readonly k: number | null;
  readonly seed: number | null;
}

export const defaultRecipe: Recipe = {
  rule: 'net',
  months: 24,
  snapshotDay: null,
  currency: null,
  features: ['recencyDays', 'orders', 'meanOrder'],
  useLog: true,
  k: null,
  seed: null,
};

/** The rule by which published results were computed: all orders, as of the day after the last. */
export const referenceRecipe = { rule: 'reference', months: null, snapshotDay: null } as const;

export const periodsInMonths = [12, 24, null] as const;

/** Largest seed: 32 bits. */
export const largestSeed = 4_294_967_295;

/** The seed in use: the chosen one, or the date of the analysis as a number, such as 20261120. */
export function seedOf(recipe: Recipe, snapshotDay: number): number {
  return recipe.seed ?? Number(dayToDate(snapshotDay).replaceAll('-', ''));
}

/** The part of the recipe that decides which customers there are. */
export function customersRequestOf(recipe: Recipe, today: string): Omit<CustomersRequest, 'source'> {
  const { rule, months, snapshotDay, currency } = recipe;
  return { rule, months, snapshotDay, currency, today: dateToDay(today) };
}

const storageKey = 'rapport.insight.recipe';

/** The recipe last used on this device; the default where there is none or it does not fit. */
export function readRecipe(): Recipe {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? 'null');
    return isRecipe(stored) ? stored : defaultRecipe;
  } catch {
    return defaultRecipe;
  }
}

/** The recipe of an earlier analysis; the default where it does not fit. */
export function recipeOfRun(settings: unknown): Recipe {
  return isRecipe(settings) ? settings : defaultRecipe;
}

export function rememberRecipe(recipe: Recipe): void {
  try {
    localStorage.setItem(storageKey, JSON.stringify(recipe));
  } catch {
    // A browser that refuses storage keeps the recipe until the page closes.
    return;
  }
}

function isRecipe(value: unknown): value is Recipe {
  if (typeof value !== 'object' || value === null) return false;
  const {
    rule,
    months,
    snapshotDay,
    currency,
    features: chosen,
    useLog,
    k,
    seed,
  } = value as Record<string, unknown>;
  const isNumberOrNull = (entry: unknown) => entry === null || Number.isInteger(entry);
  return (
    (rule === 'net' || rule === 'reference') &&
    [months, snapshotDay, k, seed].every(isNumberOrNull) &&
    (currency === null || typeof currency === 'string') &&
    Array.isArray(chosen) &&
    chosen.length > 0 &&
    chosen.every((entry) => features.some((feature) => feature === entry)) &&
    typeof useLog === 'boolean'
  );
}
