import { countText, plural, type SameTexts } from './dictionary.ts';

const zh = {
  title: '客户分级',
  working: '正在给客户分级',
  empty: '还没有可以分级的客户',
  emptyText: '有了订单或进行中的商机，就能按价值、次数和潜力把客户分成 A 到 D。',
  lede: (a: number, share: string, all: number) =>
    `${countText(all)} 位客户中，${countText(a)} 位是 A 级，带来了 ${share} 的金额。`,
  todo: (silent: number) =>
    silent === 0
      ? 'A、B 级客户最近 30 天都联系过。'
      : `先联系 ${countText(silent)} 位 30 天没有联系过的 A、B 级客户。`,
  reason: (days: number, value: string, frequency: string, potential: string) =>
    `得分 = 过去 ${countText(days)} 天金额的排名 × ${value} + 订单数的排名 × ${frequency} + 进行中商机的排名 × ${potential}。排名从 0 到 100，没有的算 0。`,
  notApplied: '等级还没有写入客户资料。',
  methodName: '按加权排名分级',
  limits: [
    '只比较同一种币种的金额。',
    '从来没有订单、也没有进行中商机的客户不分级，等级保持不变。',
    '排名只说明客户之间谁更好，不说明好多少。',
  ],
  grade: '等级',
  customers: '客户',
  customersOf: (grade: string) => `${grade} 级`,
  part: (count: string, share: string) => `${count}（${share}）`,
  partNow: (count: string, share: string, now: string) => `${count}（${share}），目前 ${now}`,
  spread: '分布',
  spreadTitle: '各级有多少客户',
  rule: '规则',
  weights: '各项分量',
  measures: { value: '金额', frequency: '订单数', potential: '进行中的商机' },
  shares: '各级占比 %',
  rest: (percent: string) => `其余 ${percent} 为 D 级。`,
  days: '只看最近几天的订单',
  currency: '币种',
  saveRule: '保存规则',
  ruleSaved: '分级规则已保存',
  problems: {
    weights: '分量要在 0 到 100 之间，至少一项大于 0。',
    shares: '占比要在 0 到 100 之间，合计不超过 100。',
    days: '天数要在 1 到 3,650 之间。',
  },
  write: '写入等级',
  writeTitle: '把等级写入客户资料',
  writeText: (count: number) =>
    `${countText(count)} 位客户的“等级”将按规则写入，一次可以全部撤销，每位客户的时间线里看得到变化。`,
  written: (count: number) => `已给 ${countText(count)} 位客户分级`,
  openList: '查看 A 级客户',
  failed: '没有写入',
  failedText: '客户资料没有改变，请再试一次。',
  bestTitle: '得分最高的客户',
  score: '得分',
  orders: '订单',
  why: (value: string, frequency: string, potential: string) =>
    `金额超过 ${value}，订单数超过 ${frequency}，商机超过 ${potential} 的同类客户`,
  silentTitle: '先联系这些客户',
  silentText: 'A、B 级，30 天没有联系。',
  silentNone: '没有。等级写入以后，久未联系的 A、B 级客户会列在这里。',
  lastTalk: '上次联系',
  never: '从未',
  showSilent: '在列表中查看',
  noteTitle: '客户分级',
  scores: { best: 'A 级客户', share: 'A 级的金额占比' },
};

const en = {
  title: 'Grades of customers',
  working: 'Grading customers',
  empty: 'No customers to grade yet',
  emptyText:
    'With orders or open deals, customers can be told from A to D by their value, frequency and potential.',
  lede: (a: number, share: string, all: number) =>
    `${countText(a)} of ${countText(all)} ${plural(all, 'customer', 'customers')} ${plural(a, 'is', 'are')} grade A and brought ${share} of the amount.`,
  todo: (silent: number) =>
    silent === 0
      ? 'All A and B customers were spoken to in the last 30 days.'
      : `First contact the ${countText(silent)} A and B ${plural(silent, 'customer', 'customers')} that nobody has spoken to for 30 days.`,
  reason: (days: number, value: string, frequency: string, potential: string) =>
    `Score = rank by amount of the last ${countText(days)} days × ${value} + rank by orders × ${frequency} + rank by open deals × ${potential}. Ranks go from 0 to 100; nothing counts as 0.`,
  notApplied: 'The grades are not written to the customers yet.',
  methodName: 'Grades by weighted ranks',
  limits: [
    'Only amounts of one currency are compared.',
    'Customers who never ordered and have no open deal are not graded and keep their level.',
    'Ranks tell who is better, not by how much.',
  ],
  grade: 'Grade',
  customers: 'Customers',
  customersOf: (grade: string) => `Grade ${grade}`,
  part: (count: string, share: string) => `${count} (${share})`,
  partNow: (count: string, share: string, now: string) => `${count} (${share}), now ${now}`,
  spread: 'Spread',
  spreadTitle: 'How many customers have each grade',
  rule: 'Rule',
  weights: 'How much each counts',
  measures: { value: 'Amount', frequency: 'Orders', potential: 'Open deals' },
  shares: 'Share of each grade %',
  rest: (percent: string) => `The other ${percent} are grade D.`,
  days: 'Orders of the last days that count',
  currency: 'Currency',
  saveRule: 'Save the rule',
  ruleSaved: 'Saved the rule of grades',
  problems: {
    weights: 'Each counts from 0 to 100, and one at least more than 0.',
    shares: 'Shares are from 0 to 100, together at most 100.',
    days: 'Days are between 1 and 3,650.',
  },
  write: 'Write the grades',
  writeTitle: 'Write the grades to the customers',
  writeText: (count: number) =>
    `The level of ${countText(count)} ${plural(count, 'customer', 'customers')} is set by the rule, in one step that can be undone; the timeline of each customer shows what changed.`,
  written: (count: number) => `Graded ${countText(count)} ${plural(count, 'customer', 'customers')}`,
  openList: 'Show A customers',
  failed: 'Not written',
  failedText: 'No customer was changed. Please try again.',
  bestTitle: 'Customers with the highest score',
  score: 'Score',
  orders: 'Orders',
  why: (value: string, frequency: string, potential: string) =>
    `Ahead of ${value} by amount, ${frequency} by orders, ${potential} by open deals`,
  silentTitle: 'Contact these first',
  silentText: 'Grades A and B, not spoken to for 30 days.',
  silentNone:
    'Nobody. Once grades are written, A and B customers that were not spoken to for long are listed here.',
  lastTalk: 'Last contact',
  never: 'Never',
  showSilent: 'Show in the list',
  noteTitle: 'Grades of customers',
  scores: { best: 'A customers', share: 'Share of the amount' },
} satisfies SameTexts<typeof zh>;

export const gradingTexts = { zh, en };
