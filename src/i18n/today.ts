import { plural } from './dictionary.ts';
import type { SameTexts } from './dictionary.ts';

/** Stands in a sentence where the link to a record goes. */
export const linkMark = '\u0002';

const zh = {
  today: '今天',
  lede: {
    overdue: (who: string, title: string, days: number) => `先办 ${who}：${title}，已逾期 ${days} 天。`,
    overdueAlone: (title: string, days: number) => `先办 ${title}，已逾期 ${days} 天。`,
    passed: (who: string, title: string, time: string) => `先办 ${who}：${title}，约的 ${time} 已经过了。`,
    passedAlone: (title: string, time: string) => `先办 ${title}，定的 ${time} 已经过了。`,
    at: (who: string, title: string, time: string) => `先准备 ${who}：${title}，今天 ${time}。`,
    atAlone: (title: string, time: string) => `先准备 ${title}，今天 ${time}。`,
    dueToday: (who: string, title: string) => `先办 ${who}：${title}，今天到期。`,
    dueTodayAlone: (title: string) => `先办 ${title}，今天到期。`,
    withNeed: (title: string, days: number) => `他们的需求「${title}」也等了 ${days} 天。`,
    payment: (who: string, amount: string, days: number) =>
      `先催 ${who} 的回款：${amount}，已逾期 ${days} 天。`,
    need: (who: string, title: string, days: number) =>
      `先答复 ${who}：需求「${title}」已经等了 ${days} 天。`,
    needAlone: (title: string, days: number) => `先答复需求 ${title}，已经等了 ${days} 天。`,
    orders: (who: string, gap: number, silent: number) =>
      `给 ${who} 打个电话：平时 ${gap} 天一单，已 ${silent} 天没下单。`,
    talks: (who: string, gap: number, silent: number) =>
      `联系一下 ${who}：平时 ${gap} 天联系一次，已 ${silent} 天没有联系。`,
    unhappy: (who: string, rating: number) => `联系一下 ${who}：上次沟通只评了 ${rating} 分，此后没有联系。`,
    birthday: (who: string) => `今天是 ${who} 的生日，写句祝福吧。`,
    clear: '今天没有急事，可以想想下一步。',
  },
  tasks: '要做的事',
  taskCount: (count: number) => `${count} 件`,
  ofThose: '，其中 ',
  overdueCount: (count: number) => `${count} 件逾期`,
  allTasks: '全部任务',
  moreTasks: (count: number) => `还有 ${count} 件`,
  noTasks: '今天没有到期的任务。',
  soon: '接下来七天',
  payments: '逾期回款',
  needs: '等待答复的需求',
  needCount: (count: number) => `${count} 个`,
  allNeeds: '全部需求',
  waiting: (days: number) => (days === 0 ? '今天提出' : `等了 ${days} 天`),
  importance: (level: number) => `重要度 ${level}`,
  answered: '已满足',
  needMet: (title: string) => `需求已满足：${title}`,
  slipping: '正在疏远的客户',
  why: '为什么',
  reason: {
    orders: (gap: number, silent: number) => `平时 ${gap} 天一单，已 ${silent} 天没下单`,
    talks: (gap: number, silent: number) => `平时 ${gap} 天联系一次，已 ${silent} 天没有联系`,
    unhappy: (rating: number, silent: number) => `上次沟通评 ${rating} 分，此后 ${silent} 天无联系`,
  },
  lastYear: '近一年',
  birthdays: '生日',
  turns: (age: number) => `${age} 岁`,
  tomorrow: '明天',
  wish: '写祝福',
  wishSubject: '生日快乐',
  wishBody: (name: string) => `${name}，您好！\n\n祝您生日快乐，身体健康，万事顺意。\n`,
  repairs: '要修补的资料',
  repair: {
    phones: (count: string) => `${count} 个电话可能打不通`,
    phonesText: '位数不对，或少了区号',
    unreachable: (count: string) => `${count} 个客户没有联系方式`,
    unreachableText: '没有电话、邮箱，也没有联系人',
    duplicates: (count: string) => `${count} 组可能重复的客户`,
    duplicatesText: '电话或邮箱相同',
    conflicts: (count: string) => `${count} 条记录有两个值`,
    conflictsText: '同事同时改过，选一个留下',
    none: '没有发现要修补的资料。',
  },
  look: '查看',
  doubt: { 'too-short': '位数太少', 'too-long': '位数太多', 'no-area-code': '少了区号' },
  sameWay: (via: string) => `都用 ${via}`,
  onlyFirst: (shown: string, count: string) => `列出前 ${shown} 个，共 ${count} 个。修好后会接着列出。`,
  inList: (kind: string) => `在${kind}列表中查看`,
  call: (name: string) => `给 ${name} 打电话`,
  mail: (name: string) => `给 ${name} 写邮件`,
  plan: (name: string) => `为 ${name} 安排任务`,
  planTitle: (name: string) => `联系 ${name}`,
  moreFor: (name: string) => `${name}：更多操作`,
  open: '打开',
  content: '本页内容',
  scope: { mine: '只看我的', all: '看全部同事的' },
  show: (section: string) => `显示「${section}」`,
  newTask: '新建任务',
  empty: '账本还是空的',
  emptyText: '导入客户，或载入示例数据。之后这里每天告诉你先做什么。',
  toCustomers: '去客户页',
  toImport: '导入',
  whySlipping: {
    title: '怎么看出客户在疏远',
    lead: '把每个客户和他自己比，而不是和别人比。',
    rhythm: '节奏：取这个客户相邻两次下单之间天数的中位数，至少要有四个下单日。订单太少的，用联系记录来算。',
    silence: '沉默：超过平时间隔的两倍，才算疏远；超过八倍的，多半已经离开，不在这里列出。',
    unhappy: '上次沟通满意度评 1 或 2 分、此后一周以上没有联系的，也算。',
    left: '一周内联系过的，或已经安排了任务的，不再列出。',
    order: '先列近一年成交多的。币种不同的，各自和同币种客户的平均数比。',
    limit: '只看这份账本里的订单和联系记录；没有记下来的联系，这里看不到。',
  },
};

const en = {
  today: 'Today',
  lede: {
    overdue: (who: string, title: string, days: number) =>
      `Start with ${who}: ${title}. It was due ${days} ${plural(days, 'day', 'days')} ago.`,
    overdueAlone: (title: string, days: number) =>
      `Start with ${title}. It was due ${days} ${plural(days, 'day', 'days')} ago.`,
    passed: (who: string, title: string, time: string) =>
      `Start with ${who}: ${title}. It was for ${time}, which has passed.`,
    passedAlone: (title: string, time: string) =>
      `Start with ${title}. It was for ${time}, which has passed.`,
    at: (who: string, title: string, time: string) => `Get ready for ${who}: ${title}, today at ${time}.`,
    atAlone: (title: string, time: string) => `Get ready for ${title}, today at ${time}.`,
    dueToday: (who: string, title: string) => `Start with ${who}: ${title}. It is due today.`,
    dueTodayAlone: (title: string) => `Start with ${title}. It is due today.`,
    withNeed: (title: string, days: number) =>
      `Their need “${title}” has waited ${days} ${plural(days, 'day', 'days')} too.`,
    need: (who: string, title: string, days: number) =>
      `Answer ${who} first: “${title}” has waited ${days} ${plural(days, 'day', 'days')}.`,
    payment: (who: string, amount: string, days: number) =>
      `Ask ${who} for ${amount}: the payment is ${days} ${plural(days, 'day', 'days')} overdue.`,
    needAlone: (title: string, days: number) =>
      `Answer ${title} first: it has waited ${days} ${plural(days, 'day', 'days')}.`,
    orders: (who: string, gap: number, silent: number) =>
      `Call ${who}: they order every ${gap} days, and have not for ${silent}.`,
    talks: (who: string, gap: number, silent: number) =>
      `Get in touch with ${who}: you talk every ${gap} days, and have not for ${silent}.`,
    unhappy: (who: string, rating: number) =>
      `Get in touch with ${who}: the last talk was rated ${rating} of 5, and there was none since.`,
    birthday: (who: string) => `It is the birthday of ${who}: send a line.`,
    clear: 'Nothing is pressing today. Time to think of the next step.',
  },
  tasks: 'To do',
  taskCount: (count: number) => `${count} ${plural(count, 'task', 'tasks')}`,
  ofThose: ', of which ',
  overdueCount: (count: number) => `${count} overdue`,
  allTasks: 'All tasks',
  moreTasks: (count: number) => `${count} more`,
  noTasks: 'No task is due today.',
  soon: 'The next seven days',
  payments: 'Overdue payments',
  needs: 'Needs that wait for an answer',
  needCount: (count: number) => String(count),
  allNeeds: 'All needs',
  waiting: (days: number) => (days === 0 ? 'since today' : `for ${days} ${plural(days, 'day', 'days')}`),
  importance: (level: number) => `Importance ${level}`,
  answered: 'Need met',
  needMet: (title: string) => `Need met: ${title}`,
  slipping: 'Customers slipping away',
  why: 'Why',
  reason: {
    orders: (gap: number, silent: number) => `Orders every ${gap} days, none for ${silent}`,
    talks: (gap: number, silent: number) => `You talk every ${gap} days, not for ${silent}`,
    unhappy: (rating: number, silent: number) =>
      `Last talk rated ${rating} of 5, none for ${silent} ${plural(silent, 'day', 'days')}`,
  },
  lastYear: 'last year',
  birthdays: 'Birthdays',
  turns: (age: number) => `turns ${age}`,
  tomorrow: 'Tomorrow',
  wish: 'Send wishes',
  wishSubject: 'Happy birthday',
  wishBody: (name: string) => `Dear ${name},\n\nI wish you a happy birthday and a good year.\n`,
  repairs: 'Data to repair',
  repair: {
    phones: (count: string) => `${count} phone numbers in doubt`,
    phonesText: 'The wrong length, or no area code',
    unreachable: (count: string) => `${count} customers out of reach`,
    unreachableText: 'No phone, no e-mail and no contact',
    duplicates: (count: string) => `${count} possible duplicates`,
    duplicatesText: 'The same phone number or e-mail',
    conflicts: (count: string) => `${count} records with two values`,
    conflictsText: 'Changed by two people at once: choose one',
    none: 'Nothing to repair was found.',
  },
  look: 'Show',
  doubt: { 'too-short': 'Too few digits', 'too-long': 'Too many digits', 'no-area-code': 'No area code' },
  sameWay: (via: string) => `All have ${via}`,
  onlyFirst: (shown: string, count: string) =>
    `The first ${shown} of ${count}. More follow as these are repaired.`,
  inList: (kind: string) => `Show in the list: ${kind}`,
  call: (name: string) => `Call ${name}`,
  mail: (name: string) => `Write to ${name}`,
  plan: (name: string) => `Schedule a task for ${name}`,
  planTitle: (name: string) => `Get in touch with ${name}`,
  moreFor: (name: string) => `More for ${name}`,
  open: 'Open',
  content: 'On this page',
  scope: { mine: 'Only mine', all: 'Everybody’s' },
  show: (section: string) => `Show “${section}”`,
  newTask: 'New task',
  empty: 'The book is empty',
  emptyText:
    'Import customers, or load the sample data. From then on this page says each day what to do first.',
  toCustomers: 'Go to customers',
  toImport: 'Import',
  whySlipping: {
    title: 'How a customer is seen to slip away',
    lead: 'Each customer is compared with themselves, not with others.',
    rhythm:
      'Rhythm: the median of the days between one order and the next, from four days with orders on. With fewer orders, talks are taken.',
    silence:
      'Silence: more than twice the usual gap. Over eight times it, they have most likely left and are not listed here.',
    unhappy:
      'Customers whose last talk was rated 1 or 2, and with whom nobody spoke for over a week, are listed too.',
    left: 'Those with whom somebody spoke in the last week, or for whom a task is open, are left out.',
    order:
      'Those with most sales in the last year come first; sales in different currencies are each compared with the mean of theirs.',
    limit: 'Only orders and activities of this book are known: what was not logged is not seen.',
  },
} satisfies SameTexts<typeof zh>;

export const todayTexts = { zh, en };
