import { entryOf } from '../../domain/bookSettings.ts';
import type { Json } from '../../domain/json.ts';
import { planTexts } from '../../i18n/plan.ts';
import { t } from '../../i18n/language.svelte.ts';

export const planKinds = ['budget', 'selection', 'contacts'] as const;
export type PlanKind = (typeof planKinds)[number];

/** A row that a person fills in: numbers by column, null where nothing stands. */
export interface PlanRow {
  readonly id: number;
  readonly name: string;
  readonly values: Readonly<Record<string, number | null>>;
}

export interface PlanGroup {
  readonly id: number;
  /** Ids of rows. */
  readonly rows: readonly number[];
  readonly relation: 'atMost' | 'atLeast';
  readonly unit: 'share' | 'amount';
  /** For shares in percent. */
  readonly bound: number | null;
}

/** Everything that a person can choose; plain data, kept with a run. */
export interface PlanSettings {
  readonly kind: PlanKind;
  readonly rows: readonly PlanRow[];
  readonly groups: readonly PlanGroup[];
  readonly budget: number | null;
  readonly from: 'items' | 'customers';
  readonly items: readonly PlanRow[];
  readonly purse: number | null;
  readonly contactCost: number | null;
  readonly worth: string;
  readonly states: readonly PlanRow[];
  readonly margin: number | null;
  readonly contactPrice: number | null;
  /** In percent. */
  readonly interest: number | null;
  readonly periods: number | null;
}

export const rowColumns = ['gain', 'least', 'most'] as const;
export const itemColumns = ['cost', 'worth'] as const;
export const stateColumns = ['contacted', 'alone', 'leaves'] as const;

/** An example to begin with, in the language of now. */
export function firstSettings(): PlanSettings {
  const { exampleRows, exampleItems, exampleStates } = t(planTexts);
  return {
    kind: 'budget',
    rows: [
      row(1, exampleRows.email, { gain: 4.2, least: 0, most: 3_000 }),
      row(2, exampleRows.text, { gain: 2.9, least: 0, most: 8_000 }),
      row(3, exampleRows.search, { gain: 2.4, least: 2_000, most: null }),
      row(4, exampleRows.fair, { gain: 1.6, least: 4_000, most: 12_000 }),
    ],
    groups: [{ id: 1, rows: [1, 2], relation: 'atMost', unit: 'share', bound: 40 }],
    budget: 20_000,
    from: 'items',
    items: [
      row(1, exampleItems.newsletter, { cost: 1_200, worth: 3_000 }),
      row(2, exampleItems.photos, { cost: 2_500, worth: 5_200 }),
      row(3, exampleItems.event, { cost: 4_800, worth: 9_000 }),
      row(4, exampleItems.sample, { cost: 900, worth: 1_900 }),
      row(5, exampleItems.course, { cost: 3_000, worth: 4_500 }),
    ],
    purse: 8_000,
    contactCost: 10,
    worth: '',
    states: [
      row(1, exampleStates.first, { contacted: 36, alone: 30, leaves: 2 }),
      row(2, exampleStates.second, { contacted: 30, alone: 18, leaves: 5 }),
      row(3, exampleStates.third, { contacted: 20, alone: 10, leaves: 10 }),
      row(4, exampleStates.fourth, { contacted: 10, alone: 5, leaves: 20 }),
      row(5, exampleStates.later, { contacted: 3, alone: 1, leaves: 40 }),
    ],
    margin: 60,
    contactPrice: 4,
    interest: 1,
    periods: 12,
  };
}

function row(id: number, name: string, values: PlanRow['values']): PlanRow {
  return { id, name, values };
}

/** An id that none of them has. */
export function nextId(of: readonly { readonly id: number }[]): number {
  return of.reduce((most, { id }) => Math.max(most, id), 0) + 1;
}

/** Settings as a run keeps them; what is not there is as at first. */
export function settingsOf(json: Json): PlanSettings {
  const given = Object.entries(firstSettings()).map(([key, usual]: [string, unknown]) => {
    const value = entryOf(json, key);
    const isLike =
      value !== undefined &&
      Array.isArray(value) === Array.isArray(usual) &&
      (typeof value === typeof usual || (value === null && typeof usual === 'number'));
    return [key, isLike ? value : usual] as const;
  });
  return Object.fromEntries(given) as unknown as PlanSettings;
}
