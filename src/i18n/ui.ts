import { plural } from './dictionary.ts';
import type { SameTexts } from './dictionary.ts';

const zh = {
  close: '关闭',
  cancel: '取消',
  clear: '清除',
  undo: '撤销',
  optional: '选填',
  loading: '正在读取',
  selectAll: (count: string, chosen: string) => `全选本视图 ${count} 项，已选 ${chosen} 项`,
  selectRow: (name: string) => `选择 ${name}`,
  copyDetails: '复制详情',
  copied: '已复制',
  level: '等级',
  remove: (what: string) => `移除 ${what}`,
  notifications: '通知',
  add: '添加',
  more: '更多操作',
  chosen: (count: number) => `已选 ${count} 项`,
  none: '无',
};

const en = {
  close: 'Close',
  cancel: 'Cancel',
  clear: 'Clear',
  undo: 'Undo',
  optional: 'optional',
  loading: 'Loading',
  selectAll: (count: string, chosen: string) => `Select all ${count} in this view, ${chosen} selected`,
  selectRow: (name: string) => `Select ${name}`,
  copyDetails: 'Copy details',
  copied: 'Copied',
  level: 'Level',
  remove: (what: string) => `Remove ${what}`,
  notifications: 'Notifications',
  add: 'Add',
  more: 'More actions',
  chosen: (count: number) => `${count} ${plural(count, 'item', 'items')} selected`,
  none: 'None',
} satisfies SameTexts<typeof zh>;

export const uiTexts = { zh, en };
