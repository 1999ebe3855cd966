import { err, ok, type Result } from '../../domain/result.ts';
import { contactPlan, lastingPlan, type ContactError, type ContactModel } from './contactPlan.ts';

/** Customers by when they last bought: the first state is who has just bought, each next one is a period later; who is in the last stays there. */
export interface ContactState {
  /** Chance to buy within a period, when contacted and when not, 0 to 1. */
  readonly contacted: number;
  readonly alone: number;
  /** Chance to be lost for good within a period, of those who do not buy. */
  readonly leaves: number;
}

export interface ContactQuestion {
  readonly states: readonly ContactState[];
  /** What a purchase brings, before the cost of contacts. */
  readonly margin: number;
  readonly cost: number;
  /** By how much less money a period later is worth, 0 to 1. */
  readonly interest: number;
  readonly periods: number;
}

export interface ContactAnswer {
  /** periods × states, period 0 first: 1 to contact, 0 to wait. */
  readonly action: Int32Array;
  /** What a customer of each state brings by the plan, and if nobody is contacted. */
  readonly value: Float64Array;
  readonly without: Float64Array;
  /** For each state, if it goes on for ever; null without interest, where there is no end to what it brings. */
  readonly lasting: { readonly action: Int32Array; readonly value: Float64Array } | null;
}

/** Whom to contact when, worth it or not. Source: the customer migration model of Pfeifer and Carraway 2000, with a choice in each period. */
export function planContacts(question: ContactQuestion): Result<ContactAnswer, ContactError> {
  const model = modelOf(question, ['alone', 'contacted']);
  const plan = contactPlan(model, question.periods);
  if (!plan.ok) return plan;
  const without = contactPlan(modelOf(question, ['alone']), question.periods);
  if (!without.ok) return without;
  const lasting = lastingPlan(model);
  if (!lasting.ok && lasting.error.type !== 'bad-option') return err(lasting.error);
  const width = question.states.length;
  const periods = question.periods;
  return ok({
    action: Int32Array.from({ length: periods * width }, (_, at) => {
      const period = Math.floor(at / width);
      return plan.value.action[period * (width + 1) + (at % width)]!;
    }),
    value: plan.value.value.slice(0, width),
    without: without.value.value.slice(0, width),
    lasting: lasting.ok
      ? { action: lasting.value.action.slice(0, width), value: lasting.value.value.slice(0, width) }
      : null,
  });
}

/** The states, and behind them the one of those who are lost. */
function modelOf(
  { states, margin, cost, interest }: ContactQuestion,
  actions: readonly ('alone' | 'contacted')[],
): ContactModel {
  const count = states.length + 1;
  const reward = new Float64Array(actions.length * count);
  const transition = new Float64Array(actions.length * count * count);
  actions.forEach((action, a) => {
    const price = action === 'contacted' ? cost : 0;
    states.forEach((state, s) => {
      const row = (a * count + s) * count;
      const buys = state[action];
      reward[a * count + s] = margin * buys - price;
      transition[row] = buys;
      transition[row + Math.min(s + 1, count - 2)]! += (1 - buys) * (1 - state.leaves);
      transition[row + count - 1]! += (1 - buys) * state.leaves;
    });
    reward[a * count + count - 1] = -price;
    transition[(a * count + count) * count - 1] = 1;
  });
  return { states: count, actions: actions.length, reward, transition, discount: 1 - interest };
}
