import type { SameTexts } from './dictionary.ts';

const zh = {
  placeholder: '写下谈了什么、约定了什么',
  kept: '已保存',
  writing: '正在保存…',
  done: '完成',
  full: '这段文字已到 100,000 字的上限，多出的没有写入。',
  unsafe: '浏览器不给留底：写的内容每秒存一次，意外关闭可能丢失最后一秒。',
  gone: '这条记录已被抹除，这里写的不会保存。',
  failed: '还没存进账本，已在本机留底，稍后会再试。',
  'not-allowed': '这台设备现在只能查看，写的内容没有存进账本，只留在本机。',
  missing: '这条记录不在这台设备上。',
  withOne: (name: string) => `${name}也正打开这段文字`,
  withMany: (names: readonly string[]) => `${names.join('、')}也正打开这段文字`,
  edited: (who: string, label: string) => `${who}编辑了“${label}”`,
};

const en = {
  placeholder: 'What was said, and what was agreed',
  kept: 'Saved',
  writing: 'Saving…',
  done: 'Done',
  full: 'This text has reached its limit of 100,000 letters. What was beyond that was not taken in.',
  unsafe:
    'The browser keeps no draft: what you write is saved every second, and a crash may cost the last one.',
  gone: 'This record has been erased. What is written here is not kept.',
  failed: 'Not in the book yet. It is safe on this device and will be tried again.',
  'not-allowed': 'This device may only look now. What you wrote is not in the book and stays on this device.',
  missing: 'This record is not on this device.',
  withOne: (name: string) => `${name} has this text open too`,
  withMany: (names: readonly string[]) => `${names.join(', ')} have this text open too`,
  edited: (who: string, label: string) => `${who} edited “${label}”`,
} satisfies SameTexts<typeof zh>;

export const noteTexts = { zh, en };
