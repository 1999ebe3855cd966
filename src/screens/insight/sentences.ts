import {
  formatCount,
  formatDate,
  formatList,
  formatMoney,
  formatNumber,
  formatPercent,
  formatRoundMoney,
} from '../../i18n/formats.ts';
import { insightTexts } from '../../i18n/insight.ts';
import { t } from '../../i18n/language.svelte.ts';
import { dayToDate } from '../../domain/dates.ts';
import { unitsPerMajor, unitsToMinor } from '../../domain/money.ts';
import type { CustomersAnswer, LeftOut } from '../../workers/analysisTasks.ts';
import type { Group } from './grouping.ts';
import type { Recipe } from './recipe.ts';

const words = t(insightTexts);

/** The share of revenue above which a tenth of the customers counts as carrying it. */
const fewCarry = 0.35;

/** The group's name with what tells it apart from others of that name. */
export function groupName({ segment, trait, ordinal }: Pick<Group, 'segment' | 'trait' | 'ordinal'>): string {
  const name = words.segments[segment];
  const [high = '', low = ''] = trait === null ? [] : words.traits[trait.feature];
  const told = trait === null ? name : words.named(name, trait.isHigh ? high : low);
  return ordinal === null ? told : `${told} ${ordinal}`;
}

/** What to do with a group, in a line. */
export function groupTodo({ segment, callList }: Group): string {
  if (segment !== 'quiet') return words.todo[segment];
  const count = callList.customers.length;
  return count === 0 ? words.todo.quietNone : words.todo.quiet(formatCount(count));
}

/** The sentence at the top of the page, and the one that gives the reason. */
export function headline(
  customers: CustomersAnswer,
  recipe: Recipe,
  group: Group,
): { readonly lede: string; readonly reason: string } {
  const { callList, segment, profile } = group;
  const name = groupName(group);
  const weight = weightText(customers);
  if (callList.customers.length === 0) return { lede: words.headline.nobody(name), reason: weight };
  const span = spanText(Math.round(callList.silentDays));
  const silent = segment === 'quiet' || segment === 'asleep' ? span : words.ago(span);
  const money = formatRoundMoney(callList.netUnits / unitsPerMajor, customers.currency);
  const count = formatCount(callList.customers.length);
  const lede = words.headline[segment](count, money, periodText(recipe), silent);
  const who = callList.customers.length < profile.customers ? words.largest(name) : words.allOf(name);
  return { lede, reason: `${who}${words.gap}${weight}` };
}

/** Who brings the money; orders may have come without amounts. */
function weightText(customers: CustomersAnswer): string {
  if (Number.isNaN(customers.topTenthShare)) return words.noAmounts;
  const share = formatPercent(customers.topTenthShare, 0);
  return carriesRevenue(customers) ? words.concentration(share) : words.spread(share);
}

export function carriesRevenue({ topTenthShare }: CustomersAnswer): boolean {
  return topTenthShare >= fewCarry;
}

function periodText({ months }: Recipe): string {
  return months === null ? words.periodAll : words.periodIn(months);
}

/** Days as a salesperson would say them: 12 days, five months, 2.5 years. */
export function spanText(days: number): string {
  if (days < 45) return words.daysSpan(days);
  if (days < 700) return words.monthsSpan(Math.round(days / 30.44));
  return words.yearsSpan(formatNumber(days / 365.25, 1));
}

/** An amount at 10⁻⁴ in the analysed currency, rounded to the minor unit. */
export function moneyText(units: number, currency: string): string {
  return formatMoney(unitsToMinor(units, currency), currency);
}

/** The same rounded, for cards and cells. */
export function wholeMoneyText(units: number, currency: string): string {
  return formatRoundMoney(units / unitsPerMajor, currency, 'short');
}

export function dayText(day: number): string {
  return formatDate(dayToDate(day), 'always');
}

/** What was not counted and how much of it, as a list; "nothing" where all was. */
export function leftOutText(leftOut: LeftOut): string {
  const parts = (Object.keys(leftOut) as (keyof LeftOut)[])
    .filter((reason) => leftOut[reason] > 0)
    .map((reason) => words.leftOutParts[reason](formatCount(leftOut[reason])));
  return parts.length === 0 ? words.leftOutNone : formatList(parts);
}

export function silhouetteWord(value: number): string {
  return words.silhouetteWord[value >= 0.5 ? 'clear' : value >= 0.25 ? 'soft' : 'weak'];
}
