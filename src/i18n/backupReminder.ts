import type { SameTexts } from './dictionary.ts';

const zh = {
  reminder: '该做备份了',
  reminderText: (days: string | undefined) =>
    days === undefined ? '这里的资料还没有其他副本。' : `上次备份在 ${days} 天前。`,
  preparing: '正在整理恢复的资料',
  preparingText: (left: string) => `还剩 ${left} 部分，名单会逐渐完整。`,
  later: '以后再说',
  make: '做一份备份',
};

const en = {
  reminder: 'Time for a backup',
  reminderText: (days: string | undefined) =>
    days === undefined
      ? 'There is no other copy of what is stored here.'
      : `The last backup was made ${days} days ago.`,
  preparing: 'Preparing the restored book',
  preparingText: (left: string) => `${left} parts to go; lists fill up meanwhile.`,
  later: 'Later',
  make: 'Make a backup',
} satisfies SameTexts<typeof zh>;

export const reminderTexts = { zh, en };
