import { err, ok, type Result } from '../../domain/result.ts';

/** What can be done with a customer in each state, and what comes of it. States and actions are numbered from 0. */
export interface ContactModel {
  readonly states: number;
  readonly actions: number;
  /** actions × states: what an action in a state brings at once, its cost taken off. */
  readonly reward: Float64Array;
  /** actions × states × states: chances of the next state; each row sums to 1. */
  readonly transition: Float64Array;
  /** What something a period later is worth of the same now, 0 to 1. */
  readonly discount: number;
}

export interface ContactPlan {
  /** periods × states: the best action with period 0 first. */
  readonly action: Int32Array;
  /** Value of each state at the beginning, by the best actions. */
  readonly value: Float64Array;
}

export type ContactError =
  | { readonly type: 'bad-shape' }
  | { readonly type: 'bad-option'; readonly option: 'discount' | 'periods' }
  | { readonly type: 'not-finite'; readonly action: number; readonly state: number }
  /** Chances of this action in this state are below 0 or do not sum to 1. */
  | { readonly type: 'bad-chances'; readonly action: number; readonly state: number }
  | { readonly type: 'cancelled' };

/** The best action for each state in each of `periods`, from the last backwards; nothing counts after it. Of equal actions the
 *  first. O(periods · actions · states²). Sources: Bellman 1957; for customers Pfeifer and Carraway 2000. */
export function contactPlan(
  model: ContactModel,
  periods: number,
  signal?: { readonly aborted: boolean },
): Result<ContactPlan, ContactError> {
  const flaw = flawOf(model);
  if (flaw !== null) return err(flaw);
  if (!Number.isInteger(periods) || periods < 1 || periods > 10_000)
    return err({ type: 'bad-option', option: 'periods' });
  const action = new Int32Array(periods * model.states);
  let value = new Float64Array(model.states);
  for (let period = periods - 1; period >= 0; period--) {
    if (signal?.aborted === true) return err({ type: 'cancelled' });
    const own = action.subarray(period * model.states, (period + 1) * model.states);
    value = best(model, value, own);
  }
  return ok({ action, value });
}

/** The best action for each state if it goes on for ever, by periods until no value moves by 1e-12 of the greatest; for a
 *  discount below 1. */
export function lastingPlan(
  model: ContactModel,
  signal?: { readonly aborted: boolean },
): Result<ContactPlan, ContactError> {
  const flaw = flawOf(model);
  if (flaw !== null) return err(flaw);
  if (model.discount > 0.9999) return err({ type: 'bad-option', option: 'discount' });
  const action = new Int32Array(model.states);
  let value = new Float64Array(model.states);
  for (let round = 0; ; round++) {
    if ((round & 63) === 0 && signal?.aborted === true) return err({ type: 'cancelled' });
    const next = best(model, value, action);
    const move = next.reduce((most, v, state) => Math.max(most, Math.abs(v - value[state]!)), 0);
    const size = next.reduce((most, v) => Math.max(most, Math.abs(v)), 1e-300);
    value = next;
    if (move <= 1e-13 * size * (1 - model.discount) || round > 1_000_000) return ok({ action, value });
  }
}

function best(
  { states, actions, reward, transition, discount }: ContactModel,
  later: Float64Array,
  action: Int32Array,
): Float64Array<ArrayBuffer> {
  const value = new Float64Array(states).fill(Number.NEGATIVE_INFINITY);
  for (let a = 0; a < actions; a++) {
    for (let state = 0; state < states; state++) {
      const row = (a * states + state) * states;
      let sum = 0;
      for (let next = 0; next < states; next++) sum += transition[row + next]! * later[next]!;
      const total = reward[a * states + state]! + discount * sum;
      if (total <= value[state]!) continue;
      value[state] = total;
      action[state] = a;
    }
  }
  return value;
}

function flawOf({ states, actions, reward, transition, discount }: ContactModel): ContactError | null {
  const isWhole = states >= 1 && actions >= 1;
  if (!isWhole || reward.length !== actions * states || transition.length !== actions * states * states)
    return { type: 'bad-shape' };
  if (!(discount >= 0 && discount <= 1)) return { type: 'bad-option', option: 'discount' };
  for (let at = 0; at < reward.length; at++) {
    const [action, state] = [Math.floor(at / states), at % states];
    if (!Number.isFinite(reward[at])) return { type: 'not-finite', action, state };
    const chances = transition.subarray(at * states, (at + 1) * states);
    const sum = chances.reduce((total, chance) => total + chance, 0);
    if (!(Math.abs(sum - 1) < 1e-9) || chances.some((chance) => chance < 0))
      return { type: 'bad-chances', action, state };
  }
  return null;
}
