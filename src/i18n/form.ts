import { plural } from './dictionary.ts';
import type { SameTexts } from './dictionary.ts';

const zh = {
  create: { account: '新建客户', contact: '新建联系人', product: '新建产品', order: '新建订单' },
  edit: { account: '编辑客户', contact: '编辑联系人', product: '编辑产品', order: '编辑订单' },
  save: { account: '保存客户', contact: '保存联系人', product: '保存产品', order: '保存订单' },
  discard: '放弃',
  draftKept: '已保留你上次没写完的内容。',
  startOver: '重新开始',
  problems: (count: number) => `有 ${count} 处要改，其余已存为草稿。`,
  saved: (name: string) => `已保存 ${name}`,
  moreFields: '更多字段',
  optional: '选填',
  nothing: '（无）',
  addElement: (field: string) => `添加${field}`,
  pick: (field: string) => `选择${field}`,
  find: '输入名称查找',
  noneFound: '没有找到',
  clearChoice: '清除选择',
  lines: '明细',
  addLine: '加一行',
  removeLine: (number: number) => `删除第 ${number} 行`,
  lineProblem: (number: number) => `第 ${number} 行：请填产品或说明，以及数量与单价。`,
  total: '总额',
  lineTotal: '金额',
  rounding: '各行按万分之一单位相加，最后四舍五入一次。',
  percent: '%',
  newTag: (name: string) => `新标签「${name}」`,
  currency: '币种',
  failed: {
    invalid: '有内容不符合要求。',
    'not-found': '这条记录已经不在了。',
    'batch-undone': '这一批已经被撤销，可能是在另一台设备上。',
    'quota-exceeded': '这台设备没有空间了。你写的内容还在表单里；请清出空间或做备份后再保存。',
    'connection-lost': '浏览器断开了与数据库的连接。你写的内容还在，请再保存一次。',
    'upgrade-blocked': '另一个页面还开着旧版本。请关掉它再保存。',
    'newer-version': '更新的版本打开过这份账本。请刷新页面再改。',
    viewer: '这台设备只能查看这个账本，没有改变。要修改，请所有者改为“可编辑”。',
    'not-a-member': '这台设备已不在账本里，只能查看留下的资料，没有改变。',
    'storage-unavailable': '浏览器不允许存储。请检查隐私设置。',
    'index-failed': '列表的后台计算停了。已保存的资料不受影响；请刷新页面。',
  },
};

const en = {
  create: { account: 'New customer', contact: 'New contact', product: 'New product', order: 'New order' },
  edit: { account: 'Edit customer', contact: 'Edit contact', product: 'Edit product', order: 'Edit order' },
  save: { account: 'Save customer', contact: 'Save contact', product: 'Save product', order: 'Save order' },
  discard: 'Discard',
  draftKept: 'What you had not finished is still here.',
  startOver: 'Start over',
  problems: (count: number) =>
    `${count} ${plural(count, 'thing', 'things')} to correct. The rest is kept as a draft.`,
  saved: (name: string) => `Saved ${name}`,
  moreFields: 'More fields',
  optional: 'optional',
  nothing: '(none)',
  addElement: (field: string) => `Add ${field}`,
  pick: (field: string) => `Choose ${field}`,
  find: 'Type a name to find',
  noneFound: 'Nothing found',
  clearChoice: 'Clear the choice',
  lines: 'Lines',
  addLine: 'Add a line',
  removeLine: (number: number) => `Remove line ${number}`,
  lineProblem: (number: number) =>
    `Line ${number}: needs a product or a description, a quantity and a unit price.`,
  total: 'Total',
  lineTotal: 'Amount',
  rounding: 'Lines are added up exactly and rounded once.',
  percent: '%',
  newTag: (name: string) => `New tag “${name}”`,
  currency: 'Currency',
  failed: {
    invalid: 'Some of this does not meet the rules.',
    'not-found': 'This record is no longer here.',
    'batch-undone': 'This batch has been undone, perhaps on another device.',
    'quota-exceeded':
      'This device has no space left. What you wrote is still in the form; free some space or make a backup, then save again.',
    'connection-lost':
      'The browser lost its connection to the database. What you wrote is still here; save again.',
    'upgrade-blocked': 'Another page still runs an older version. Close it, then save again.',
    'newer-version': 'A newer version has opened this book. Reload the page before you change anything.',
    viewer: 'This device may only look at this book; nothing was changed. An owner can make it an editor.',
    'not-a-member':
      'This device no longer belongs to the book and can only look at what is left here; nothing was changed.',
    'storage-unavailable': 'The browser does not allow storage. Check its privacy settings.',
    'index-failed':
      'The background work for lists has stopped. What was saved is not affected; reload the page.',
  },
} satisfies SameTexts<typeof zh>;

export const formTexts = { zh, en };
