import type { SameTexts } from './dictionary.ts';

const zh = {
  match: '条件之间',
  all: '满足全部',
  any: '满足任一',
  matchNow: (match: 'all' | 'any') => (match === 'all' ? '满足全部条件，改为任一' : '满足任一条件，改为全部'),
  and: ' 且 ',
  or: ' 或 ',
  build: '分组与关联条件…',
  condition: '条件',
  group: '条件组',
  related: '关联记录',
  removeGroup: '去掉这个条件组',
  removeRelated: (name: string) => `去掉关联条件：${name}`,
  quantifier: (name: string) => `${name}：有或没有`,
  some: '有',
  none: '没有',
  thatMeet: (name: string) => `${name}的条件`,
  show: (count: string, what: string) => `显示 ${count} 个${what}`,
  through: (noun: string, field: string) => `${noun}（${field}）`,
  someOf: (inner: string) => (inner === '' ? '有' : `有：${inner}`),
  noneOf: (inner: string) => (inner === '' ? '没有' : `没有：${inner}`),
  inGroup: (inner: string) => `（${inner}）`,
};

const en = {
  match: 'Conditions',
  all: 'All of',
  any: 'Any of',
  matchNow: (match: 'all' | 'any') =>
    match === 'all' ? 'All conditions hold; switch to any' : 'Any condition holds; switch to all',
  and: ' and ',
  or: ' or ',
  build: 'Groups and related records…',
  condition: 'Condition',
  group: 'Group',
  related: 'Related records',
  removeGroup: 'Remove this group',
  removeRelated: (name: string) => `Remove the condition on ${name}`,
  quantifier: (name: string) => `${name}: some or none`,
  some: 'Some',
  none: 'None',
  thatMeet: (name: string) => `${name} that meet`,
  show: (count: string, what: string) => `Show ${count} ${what}`,
  through: (noun: string, field: string) => `${noun} (${field})`,
  someOf: (inner: string) => (inner === '' ? 'some' : `some with ${inner}`),
  noneOf: (inner: string) => (inner === '' ? 'none' : `none with ${inner}`),
  inGroup: (inner: string) => `(${inner})`,
} satisfies SameTexts<typeof zh>;

export const filterTexts = { zh, en };
