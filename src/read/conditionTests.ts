import { dateToDay, isIsoDate, type IsoDate } from '../domain/dates.ts';
import type { FieldDef } from '../domain/objects.ts';
import { digitsOf, fold, isPhoneLike } from './fold.ts';
import { isInstantColumn, type FieldCondition } from './listQuery.ts';
import { setSeparator } from './pack.ts';

export interface TextProbe {
  readonly text: string;
  readonly folded: () => string;
}

export const emptyProbe: TextProbe = { text: '', folded: () => '' };

/**
 * Whether a text, or the elements of a set, meet a condition. Throws for one that texts cannot meet. `standingFor` gives for a
 * reference the record that stands for the named one, where some were merged.
 */
export function textTest(
  column: FieldDef,
  condition: FieldCondition,
  standingFor?: (id: string) => string,
): (probe: TextProbe) => boolean {
  const isSet = column.type === 'set';
  const listOf = (text: string): string[] => (text === '' ? [] : isSet ? text.split(setSeparator) : [text]);
  const elementsOf = (text: string): string[] =>
    standingFor === undefined ? listOf(text) : listOf(text).map(standingFor);
  const wantedOf = (values: readonly string[]): readonly string[] =>
    standingFor === undefined ? values : values.map(standingFor);
  switch (condition.op) {
    case 'empty':
      return ({ text }) => text === '';
    case 'notEmpty':
      return ({ text }) => text !== '';
    case 'contains':
      return containsTest(column, condition.text);
    case 'is': {
      const wanted = fold(condition.text.trim());
      return ({ text, folded }) =>
        text !== '' && (isSet ? elementsOf(folded()) : [folded().trim()]).includes(wanted);
    }
    case 'anyOf': {
      const wanted = new Set(wantedOf(condition.values));
      return ({ text }) => elementsOf(text).some((element) => wanted.has(element));
    }
    case 'noneOf': {
      const unwanted = new Set(wantedOf(condition.values));
      return ({ text }) => !elementsOf(text).some((element) => unwanted.has(element));
    }
    case 'allOf':
      return ({ text }) => {
        const elements = new Set(elementsOf(text));
        return wantedOf(condition.values).every((value) => elements.has(value));
      };
    default:
      throw new Error(`${condition.op} is no operator of ${column.key}`);
  }
}

function containsTest(column: FieldDef, text: string): (probe: TextProbe) => boolean {
  const wanted = fold(text.trim());
  const isPhone = column.element === 'phone' || column.format === 'phone';
  if (!isPhone || !isPhoneLike(text)) return (probe) => probe.text !== '' && probe.folded().includes(wanted);
  const digits = digitsOf(text);
  return (probe) => probe.text.split(setSeparator).some((phone) => digitsOf(phone).includes(digits));
}

/** Whether a number meets a condition; NaN is empty. `today` counts where the condition names no day. */
export function numberTest(
  column: FieldDef,
  condition: FieldCondition,
  today: IsoDate,
): (value: number) => boolean {
  switch (condition.op) {
    case 'empty':
      return (value) => Number.isNaN(value);
    case 'notEmpty':
      return (value) => !Number.isNaN(value);
    case 'isTrue':
      return (value) => value === 1;
    case 'isFalse':
      return (value) => value !== 1;
    case 'between': {
      const from = boundOf(column, condition.from, -Infinity, false);
      const to = boundOf(column, condition.to, Infinity, true);
      return (value) => value >= from && value <= to;
    }
    case 'lastDays':
    case 'nextDays': {
      const day = dateToDay(condition.today ?? today);
      const reach = condition.days - 1;
      const [first, last] = condition.op === 'lastDays' ? [day - reach, day] : [day, day + reach];
      const [low, high] = [startOf(column, first), startOf(column, last + 1)];
      return (value) => value >= low && value < high;
    }
    case 'olderThanDays':
    case 'beforeToday': {
      const back = condition.op === 'beforeToday' ? 0 : condition.days;
      const bound = startOf(column, dateToDay(condition.today ?? today) - back);
      return (value) => value < bound;
    }
    default:
      throw new Error(`${condition.op} is no operator of ${column.key}`);
  }
}

function boundOf(column: FieldDef, bound: number | string | undefined, open: number, isEnd: boolean): number {
  if (bound === undefined) return open;
  if (typeof bound === 'number') return bound;
  if (!isIsoDate(bound)) return NaN;
  const day = dateToDay(bound);
  if (!isInstantColumn(column)) return day;
  return isEnd ? startOfDay(day + 1) - 1 : startOfDay(day);
}

/** The first value of a column that lies on a day. */
function startOf(column: FieldDef, day: number): number {
  return isInstantColumn(column) ? startOfDay(day) : day;
}

/** The instant at which a calendar day begins where the person is. */
function startOfDay(day: number): number {
  const date = new Date(day * 86_400_000);
  return new Date(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()).getTime();
}
