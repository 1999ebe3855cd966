import { plural } from './dictionary.ts';
import type { SameTexts } from './dictionary.ts';

const zh = {
  lead: '一组客户，起个名字留着：可作列表的视图和筛选条件。',
  empty: '还没有细分',
  emptyText: '在客户列表中选中几位，点「加入细分」；或在客户洞察里把一群保存下来。',
  toInsight: '打开客户洞察',
  toCustomers: '打开客户列表',
  members: (count: string) => `${count} 位客户`,
  rename: '改名',
  renameNamed: (name: string) => `给 ${name} 改名`,
  renamed: (name: string) => `已改名为 ${name}`,
  name: '名称',
  save: '保存',
  delete: '删除',
  more: (name: string) => `${name} 的更多操作`,
  deleted: (name: string) => `已删除细分 ${name}，客户不受影响`,
};

const en = {
  lead: 'A group of customers kept under a name: a view and a filter of lists.',
  empty: 'No segments yet',
  emptyText:
    'Select some customers in the list and choose “Add to segment”, or save a group found in Insight.',
  toInsight: 'Open Insight',
  toCustomers: 'Open the customers',
  members: (count: string) => `${count} ${plural(Number(count), 'customer', 'customers')}`,
  rename: 'Rename',
  renameNamed: (name: string) => `Rename ${name}`,
  renamed: (name: string) => `Renamed to ${name}`,
  name: 'Name',
  save: 'Save',
  delete: 'Delete',
  more: (name: string) => `More actions for ${name}`,
  deleted: (name: string) => `Deleted the segment ${name}; its customers are untouched`,
} satisfies SameTexts<typeof zh>;

export const segmentTexts = { zh, en };
