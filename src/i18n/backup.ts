import { plural, type SameTexts } from './dictionary.ts';

const zh = {
  lead: '浏览器可能清除这里的资料，设备也可能丢失。备份把整本账本写进一个加密文件，请把它存到别的地方。',
  last: (when: string) => `上次备份：${when}`,
  never: '还没有做过备份',
  make: '做一份备份',
  making: '正在写备份…',
  made: (size: string) => `备份已写好，${size}。请把文件存到这台设备以外的地方。`,
  password: '备份密码',
  passwordHint: '至少 10 个字符。没有密码谁也打不开，我们也不能找回。',
  passwordAgain: '再输一遍',
  tooShort: '至少要 10 个字符',
  notSame: '两次输入的不一样',
  restore: '从备份恢复',
  restoreLead: '恢复会用备份里的账本替换这台设备上的账本。',
  choose: '选择备份文件',
  chosen: (name: string, when: string) => `${name}，${when} 制作`,
  openPassword: '这份备份的密码',
  replace: '替换这台设备上的账本',
  replaceTitle: '要用备份替换现在的账本吗？',
  replaceText: (customers: string) =>
    `现在的账本有 ${customers} 位客户。替换后不能撤销；若要保留，请先备份它。`,
  cancel: '取消',
  restoring: '正在恢复…',
  restored: '已恢复，正在打开…',
  errors: {
    'not-a-backup': '这不是 Rapport 的备份文件。请选扩展名为 .rapport 的文件。',
    'newer-backup': '这份备份由更新的版本制作。请先更新应用，再恢复。',
    'wrong-password': '密码不对，或文件开头已损坏。账本没有改变。',
    'damaged-backup': '文件不完整或已损坏。账本没有改变；请换一份备份。',
    'newer-version': '这份备份由更新的版本制作。请先更新应用，再恢复。',
    'not-a-book': '文件里没有账本。账本没有改变。',
    'quota-exceeded': '这台设备空间不够。账本没有改变；请清出空间再试。',
    'connection-lost': '浏览器断开了与数据库的连接。账本没有改变；请刷新页面再试。',
    'upgrade-blocked': '另一个页面还开着旧版本。请关掉它再试。',
    'storage-unavailable': '浏览器不允许存储。请检查隐私设置。',
    'backup-failed': '没有做成。账本没有改变；请再试一次，若还不行请复制详情。',
  },
};

const en = {
  lead: 'The browser may clear what is stored here, and a device can be lost. A backup writes the whole book into one encrypted file; keep it somewhere else.',
  last: (when: string) => `Last backup: ${when}`,
  never: 'No backup has been made yet',
  make: 'Make a backup',
  making: 'Writing the backup…',
  made: (size: string) =>
    `The backup is written, ${size}. Keep the file on something other than this device.`,
  password: 'Password of the backup',
  passwordHint: 'At least 10 characters. Without it nobody can open the file, and we cannot recover it.',
  passwordAgain: 'Once more',
  tooShort: 'It needs at least 10 characters',
  notSame: 'The two are not the same',
  restore: 'Restore from a backup',
  restoreLead: 'Restoring replaces the book on this device with the one in the backup.',
  choose: 'Choose a backup file',
  chosen: (name: string, when: string) => `${name}, made ${when}`,
  openPassword: 'Password of this backup',
  replace: 'Replace the book on this device',
  replaceTitle: 'Replace the present book with the backup?',
  replaceText: (customers: string) =>
    `The present book has ${customers} ${plural(Number(customers.replace(/\D/g, '')), 'customer', 'customers')}. This cannot be undone; make a backup of it first if you want to keep it.`,
  cancel: 'Cancel',
  restoring: 'Restoring…',
  restored: 'Restored. Opening it…',
  errors: {
    'not-a-backup': 'This is not a backup of Rapport. Choose a file that ends in .rapport.',
    'newer-backup': 'A newer version made this backup. Update the app first, then restore.',
    'wrong-password': 'The password is wrong, or the start of the file is damaged. The book has not changed.',
    'damaged-backup': 'The file is incomplete or damaged. The book has not changed; choose another backup.',
    'newer-version': 'A newer version made this backup. Update the app first, then restore.',
    'not-a-book': 'There is no book in this file. The book here has not changed.',
    'quota-exceeded':
      'This device has too little space. The book has not changed; free some space and try again.',
    'connection-lost':
      'The browser lost its connection to the database. The book has not changed; reload the page and try again.',
    'upgrade-blocked': 'Another page still runs an older version. Close it, then try again.',
    'storage-unavailable': 'The browser does not allow storage. Check its privacy settings.',
    'backup-failed':
      'It did not work. The book has not changed; try again, and copy the details if it fails once more.',
  },
} satisfies SameTexts<typeof zh>;

export const backupTexts = { zh, en };
