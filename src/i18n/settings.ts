import type { SameTexts } from './dictionary.ts';

const zh = {
  sections: {
    profile: '我',
    appearance: '语言与外观',
    storage: '存储',
    backup: '备份与恢复',
    sample: '示例数据',
    about: '关于',
  },
  back: '返回设置',
  profile: {
    lead: '这份账本现在只有你一位成员。你的名字会出现在负责人和更改记录里。',
    name: '你的姓名',
    save: '保存',
    saved: (name: string) => `姓名已改为 ${name}`,
    currency: '默认币种',
    currencyHint: '新的订单和金额用它；已有记录保留各自的币种。',
  },
  appearance: {
    language: '语言',
    theme: '外观',
    themes: { system: '跟随系统', light: '浅色', dark: '深色' },
  },
  storage: {
    lead: '所有资料都只在这台设备的这个浏览器里。清除网站数据就会删除它们。',
    used: (used: string, quota: string) => `已用 ${used}，最多约 ${quota}`,
    unknown: '这个浏览器不说明用了多少空间。',
    ask: '申请长期保存',
    refused: '浏览器暂时没有同意。安装应用或经常使用后可以再试。',
    granted: '浏览器已答应长期保存。',
    install: '安装到这台设备',
    rebuild: '重建列表数据',
    rebuildLead:
      '列表、搜索和分析的数据都由更改记录推算而来。若显示有误，可以从头推算一遍；不会改动任何记录。',
    rebuilding: '正在重建',
    rebuilt: (count: string) => `已重建，共 ${count} 组记录`,
    rebuildFailed: '重建没有完成。资料不受影响，请稍后再试。',
  },
  sample: {
    lead: '一家虚构公司的客户、联系人、产品和订单，用来试用。所有名字都是编的。',
    load: '载入示例数据',
    loading: '正在生成示例数据',
    loaded: '示例数据已载入。',
    remove: '移除示例数据',
    removing: '正在移除',
    removed: '示例数据已移除；你改过或引用过的记录会留下。',
    failed: '示例数据没有载入。已有资料不受影响。',
  },
  about: {
    lead: '完全在浏览器里运行的客户管理。断网照常工作，资料不离开这台设备。',
    version: '版本',
    license: '许可证 Apache-2.0',
    shortcuts: '按 ? 查看快捷键。',
  },
};

const en = {
  sections: {
    profile: 'You',
    appearance: 'Language and appearance',
    storage: 'Storage',
    backup: 'Backup and restore',
    sample: 'Sample data',
    about: 'About',
  },
  back: 'Back to the settings',
  profile: {
    lead: 'You are the only member of this book. Your name stands beside the records you own and the changes you make.',
    name: 'Your name',
    save: 'Save',
    saved: (name: string) => `Your name is now ${name}`,
    currency: 'Usual currency',
    currencyHint: 'For new orders and amounts; existing records keep their own.',
  },
  appearance: {
    language: 'Language',
    theme: 'Appearance',
    themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
  },
  storage: {
    lead: 'Everything is in this browser on this device only. Clearing the site’s data deletes it.',
    used: (used: string, quota: string) => `${used} used, up to about ${quota}`,
    unknown: 'This browser does not say how much space is used.',
    ask: 'Ask to keep the data',
    refused: 'The browser has not agreed for now. Install the app or use it for a while, then ask again.',
    granted: 'The browser has agreed to keep the data.',
    install: 'Install on this device',
    rebuild: 'Rebuild the list data',
    rebuildLead:
      'Lists, search and analysis are computed from the record of changes. If something looks wrong, compute them again from the start; no record is changed.',
    rebuilding: 'Rebuilding',
    rebuilt: (count: string) => `Rebuilt from ${count} groups of records`,
    rebuildFailed: 'The rebuild did not finish. The data are not affected; try again later.',
  },
  sample: {
    lead: 'Customers, contacts, products and orders of an invented company, to try things out. All names are made up.',
    load: 'Load sample data',
    loading: 'Making sample data',
    loaded: 'The sample data are loaded.',
    remove: 'Remove the sample data',
    removing: 'Removing',
    removed: 'The sample data are removed; records that you changed or referred to stay.',
    failed: 'The sample data were not loaded. Existing data are not affected.',
  },
  about: {
    lead: 'Customer management that runs entirely in the browser. It works offline, and the data do not leave this device.',
    version: 'Version',
    license: 'Licence Apache-2.0',
    shortcuts: 'Press ? for the keyboard shortcuts.',
  },
} satisfies SameTexts<typeof zh>;

export const settingsTexts = { zh, en };
