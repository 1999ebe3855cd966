import type { SameTexts } from './dictionary.ts';

const zh = {
  lead: '删除的记录在这里，随时可以恢复；它们不参与列表和分析。',
  kinds: '记录类型',
  tabs: {
    account: '客户',
    contact: '联系人',
    product: '产品',
    order: '订单',
    segment: '细分',
    table: '表格',
    tag: '标签',
    task: '任务',
    need: '需求',
    activity: '跟进记录',
    behaviour: '行为',
    view: '视图',
    field: '字段',
    run: '分析记录',
  },
  empty: '回收站是空的',
  emptyText: '删除的记录会先放到这里。',
  deletedAt: (when: string) => `${when}删除`,
  restore: '恢复',
  restoreNamed: (name: string) => `恢复 ${name}`,
  restored: (name: string) => `已恢复 ${name}`,
  showMore: '显示更多',
};

const en = {
  lead: 'Deleted records stay here and can be restored at any time; lists and analysis leave them out.',
  kinds: 'Kinds of records',
  tabs: {
    account: 'Customers',
    contact: 'Contacts',
    product: 'Products',
    order: 'Orders',
    segment: 'Segments',
    table: 'Tables',
    tag: 'Tags',
    task: 'Tasks',
    need: 'Needs',
    activity: 'Activities',
    behaviour: 'Behaviours',
    view: 'Views',
    field: 'Fields',
    run: 'Analyses',
  },
  empty: 'The bin is empty',
  emptyText: 'Deleted records come here first.',
  deletedAt: (when: string) => `Deleted ${when}`,
  restore: 'Restore',
  restoreNamed: (name: string) => `Restore ${name}`,
  restored: (name: string) => `Restored ${name}`,
  showMore: 'Show more',
} satisfies SameTexts<typeof zh>;

export const binTexts = { zh, en };
