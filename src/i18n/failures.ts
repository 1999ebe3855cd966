import type { SameTexts } from './dictionary.ts';

/** Why something that a person wanted could not be done, by the type of the error. */
const zh = {
  invalid: '有内容不符合要求。',
  'not-found': '这条记录已经不在了。',
  'merged-meanwhile': '其中一条记录刚刚被合并了，可能是在另一台设备上。请再看一遍。',
  'batch-undone': '这一批已经被撤销，可能是在另一台设备上。',
  'quota-exceeded': '这台设备没有空间了。你写的内容还在表单里；请清出空间或做备份后再保存。',
  'connection-lost': '浏览器断开了与数据库的连接。你写的内容还在，请再保存一次。',
  'upgrade-blocked': '另一个页面还开着旧版本。请关掉它再保存。',
  'newer-version': '更新的版本打开过这份账本。请刷新页面再改。',
  viewer: '这台设备只能查看这个账本，没有改变。要修改，请所有者改为“可编辑”。',
  'not-a-member': '这台设备已不在账本里，只能查看留下的资料，没有改变。',
  'storage-unavailable': '浏览器不允许存储。请检查隐私设置。',
  'index-failed': '列表的后台计算停了。已保存的资料不受影响；请刷新页面。',
};

const en = {
  invalid: 'Some of this does not meet the rules.',
  'not-found': 'This record is no longer here.',
  'merged-meanwhile': 'One of these records has just been merged, perhaps on another device. Look again.',
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
} satisfies SameTexts<typeof zh>;

export const failureTexts = { zh, en };
