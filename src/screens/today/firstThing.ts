import { daysBetween, type IsoDate } from '../../domain/dates.ts';
import { formatMoney } from '../../i18n/formats.ts';
import { linkMark } from '../../i18n/today.ts';
import type { todayTexts } from '../../i18n/today.ts';
import type { SlippingCustomer } from '../../read/slipping.ts';
import type { WorkAndPayments } from '../../read/overduePayments.ts';
import type { Counted, TodayTask } from '../../read/today.ts';
import type { Route } from '../routes.ts';

/** One sentence: what to do first, and why. `name` is a link that stands between `before` and `after`. */
export interface FirstThing {
  readonly before: string;
  readonly name: string;
  readonly after: string;
  readonly route?: Route;
}

type Words = (typeof todayTexts.zh)['lede'];

/** A task that waits a day longer is first; then what has a time today, money that should have come, needs, silent customers and birthdays. */
export function firstThing(
  words: Words,
  today: IsoDate,
  work: WorkAndPayments,
  slipping: Counted<SlippingCustomer> | undefined,
): FirstThing {
  const task = work.tasks.items[0];
  if (task !== undefined) return ofTask(words, today, task, work);
  const payment = work.payments.items[0];
  if (payment !== undefined) {
    const { minor, currency } = payment.amount;
    const route: Route = { page: 'list', kind: 'payment', id: payment.id };
    const text = words.payment(linkMark, formatMoney(minor, currency), payment.lateDays);
    return linked(text, payment.account?.name ?? payment.number, route);
  }
  const need = work.needs.items[0];
  if (need !== undefined) {
    const route: Route = { page: 'list', kind: 'need', id: need.id };
    if (need.account === undefined) return linked(words.needAlone(linkMark, need.ageDays), need.title, route);
    const account: Route = { page: 'list', kind: 'account', id: need.account.id };
    return linked(words.need(linkMark, need.title, need.ageDays), need.account.name, account);
  }
  const born = work.birthdays.items[0];
  if (born?.inDays === 0) {
    return linked(words.birthday(linkMark), born.name, { page: 'list', kind: born.kind, id: born.id });
  }
  const silent = slipping?.items[0];
  if (silent !== undefined) return ofSilent(words, silent);
  return { before: words.clear, name: '', after: '' };
}

function ofTask(words: Words, today: IsoDate, task: TodayTask, work: WorkAndPayments): FirstThing {
  const late = daysBetween(task.due, today);
  const { account, title, time } = task;
  if (account === undefined) {
    const route: Route = { page: 'list', kind: 'task', id: task.id };
    if (late > 0) return linked(words.overdueAlone(linkMark, late), title, route);
    if (time === undefined) return linked(words.dueTodayAlone(linkMark), title, route);
    const text = task.state === 'overdue' ? words.passedAlone : words.atAlone;
    return linked(text(linkMark, time), title, route);
  }
  const route: Route = { page: 'list', kind: 'account', id: account.id };
  const need = work.needs.items.find((each) => each.account?.id === account.id && each.ageDays > 0);
  const also = need === undefined ? '' : ` ${words.withNeed(need.title, need.ageDays)}`;
  return linked(`${aboutTask()}${also}`, account.name, route);

  function aboutTask(): string {
    if (late > 0) return words.overdue(linkMark, title, late);
    if (time === undefined) return words.dueToday(linkMark, title);
    return (task.state === 'overdue' ? words.passed : words.at)(linkMark, title, time);
  }
}

function ofSilent(words: Words, { id, name, reason }: SlippingCustomer): FirstThing {
  const route: Route = { page: 'list', kind: 'account', id };
  if (reason.type === 'unhappy') return linked(words.unhappy(linkMark, reason.rating), name, route);
  return linked(words[reason.type](linkMark, reason.gapDays, reason.silentDays), name, route);
}

function linked(sentence: string, name: string, route: Route): FirstThing {
  const [before = '', after = ''] = sentence.split(linkMark);
  return { before, name, after, route };
}
