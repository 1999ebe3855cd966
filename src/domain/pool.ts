import { entriesOf, entryOf } from './bookSettings.ts';
import type { Json } from './json.ts';
import { pooledKinds, type PooledKind } from './pooled.ts';

/** How a pool works; 0 is no limit. */
export interface PoolRules {
  /** How many may come to one member in a day. */
  readonly perDay: number;
  /** How many one member may hold. */
  readonly capacity: number;
  /** Days in which whoever gave one up may not take it again. */
  readonly coolDown: number;
  /** Days without a word after which one goes back to the pool by itself; counts while `since` is there. */
  readonly silentDays: number;
  /** Days before that in which its owner is warned. */
  readonly warnDays: number;
  /** The day on which going back by itself was switched on; without one it is off. */
  readonly since: string | undefined;
}

/** The setting that holds the rules of both pools. */
export const poolSetting = 'pool';

/** Nobody loses a customer by surprise: nothing is limited or goes back by itself until somebody says so. */
export const firstPoolRules: PoolRules = {
  ...{ perDay: 0, capacity: 0, coolDown: 0, silentDays: 90, warnDays: 7, since: undefined },
};

export const poolNumbers = ['perDay', 'capacity', 'coolDown', 'silentDays', 'warnDays'] as const;
export type PoolNumber = (typeof poolNumbers)[number];
export const largestPoolNumber = 100_000;

/** The rules of a pool from the setting, `{ account: {…}, lead: {…} }`; what is absent or damaged is as at first. */
export function poolRulesOf(value: Json | undefined, kind: PooledKind): PoolRules {
  const own = entryOf(value, kind);
  const number = (key: PoolNumber): number => {
    const said = entryOf(own, key);
    const isSound = typeof said === 'number' && Number.isInteger(said) && said >= 0;
    return isSound && said <= largestPoolNumber ? said : firstPoolRules[key];
  };
  const since = entryOf(own, 'since');
  return {
    perDay: number('perDay'),
    capacity: number('capacity'),
    coolDown: number('coolDown'),
    silentDays: number('silentDays'),
    warnDays: number('warnDays'),
    since: typeof since === 'string' ? since : undefined,
  };
}

/** The setting with other rules for one pool. */
export function withPoolRules(value: Json | undefined, kind: PooledKind, rules: PoolRules): Json {
  const { since, ...numbers } = rules;
  const others = entriesOf(value).filter(([name]) => pooledKinds.some((each) => each === name));
  return { ...Object.fromEntries(others), [kind]: { ...numbers, ...(since === undefined ? {} : { since }) } };
}
