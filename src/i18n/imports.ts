import { plural } from './dictionary.ts';
import type { SameTexts } from './dictionary.ts';

const zh = {
  lead: '每一次导入和批量修改都可以整批撤销。',
  earlier: '以往的导入',
  empty: '还没有导入或批量修改',
  emptyText: '导入的文件和大批修改会列在这里，随时可以撤销。',
  toImport: '导入文件',
  back: '返回导入与批量修改',
  command: { import: '导入', sample: '示例数据', bulkEdit: '批量修改' },
  status: { staging: '没有做完', undone: '已撤销' },
  created: (count: string) => `新建 ${count}`,
  updated: (count: string) => `更新 ${count}`,
  undo: '撤销',
  undoNamed: (name: string) => `撤销 ${name}`,
  redo: '恢复',
  redoNamed: (name: string) => `恢复 ${name}`,
  showMore: '显示更多',
  stays: (records: number, fields: number) =>
    [records > 0 ? `${records} 条记录仍保留` : '', fields > 0 ? `${fields} 处保留了更新的修改` : '']
      .filter((part) => part !== '')
      .join('，'),
  staysOf: (title: string, stays: string) => `${title}：${stays}`,
  show: '查看',
  committed:
    '这一批在列表和分析中。撤销会隐藏它新建的记录，改回它更新的字段；之后被人改过的会留下并列在这里。',
  running: '正在撤销',
  runningText: '做完后，这里会列出留下的记录。',
  nothing: '全部已撤销',
  nothingText: '没有记录在导入后被改过或被引用，所以什么也没留下。',
  nothingOfCommand: '全部已撤销，没有字段在之后被改过。',
  records: '仍保留的记录',
  recordsText: '它们由这一批新建，但之后有人改过、或被别处引用，所以没有隐藏。不需要的可以打开后删除。',
  fields: '保留的字段',
  fieldsText: '这些字段在之后又被改过，撤销没有动它们。',
  edited: (fields: string) => `之后改过：${fields}`,
  binned: '从回收站恢复',
  lines: '明细',
  referenced: '有这一批之外的联系人或订单引用它',
  restored: '有人单独恢复了它',
  keeps: (field: string, value: string) => `${field} 保持 ${value}`,
  keepsNewer: (field: string) => `${field} 保持后来的值`,
  keepsEmpty: (field: string) => `${field} 保持为空`,
  by: (who: string, when: string) => `${who}，${when}`,
  hidden: {
    mark: '在已撤销的导入里',
    restore: '恢复',
    restoreNamed: (name: string) => `恢复 ${name}`,
    restored: (name: string) => `已恢复 ${name}`,
    title: '这条记录在已撤销的导入里',
    text: '它不在列表和分析中。可以只恢复这一条，也可以查看整批。',
    only: '恢复这一条',
    batch: '查看这一批',
  },
  unknown: '找不到这一批',
  unknownText: '它可能来自另一份账本。',
};

const en = {
  lead: 'Each import and bulk edit can be undone as a whole.',
  earlier: 'Earlier imports',
  empty: 'No imports or bulk edits yet',
  emptyText: 'Imported files and changes of many records are listed here, and can be undone at any time.',
  toImport: 'Import a file',
  back: 'Back to imports and bulk edits',
  command: { import: 'Import', sample: 'Sample data', bulkEdit: 'Bulk edit' },
  status: { staging: 'Not finished', undone: 'Undone' },
  created: (count: string) => `${count} created`,
  updated: (count: string) => `${count} updated`,
  undo: 'Undo',
  undoNamed: (name: string) => `Undo ${name}`,
  redo: 'Bring back',
  redoNamed: (name: string) => `Bring back ${name}`,
  showMore: 'Show more',
  stays: (records: number, fields: number) =>
    [
      records > 0 ? `${records} ${plural(records, 'record stays', 'records stay')}` : '',
      fields > 0
        ? `${fields} ${plural(fields, 'field keeps a newer value', 'fields keep newer values')}`
        : '',
    ]
      .filter((part) => part !== '')
      .join(', '),
  staysOf: (title: string, stays: string) => `${title}: ${stays}`,
  show: 'Show',
  committed:
    'This is in lists and analysis. Undoing hides the records it created and takes back the fields it updated; what people changed since stays and is listed here.',
  running: 'Being undone',
  runningText: 'When it is done, the records that stay are listed here.',
  nothing: 'Undone as a whole',
  nothingText: 'No record was changed or referred to since, so nothing stays.',
  nothingOfCommand: 'Undone as a whole; no field was changed since.',
  records: 'Records that stay',
  recordsText:
    'This import or sample created them, but somebody changed them since, or something else refers to them, so they are not hidden. Open and delete those you do not need.',
  fields: 'Fields that stay',
  fieldsText: 'These fields were changed again since, so the undo left them alone.',
  edited: (fields: string) => `Changed since: ${fields}`,
  binned: 'restored from the bin',
  lines: 'lines',
  referenced: 'A contact or an order outside of it refers to this',
  restored: 'Brought back by itself',
  keeps: (field: string, value: string) => `${field} stays ${value}`,
  keepsNewer: (field: string) => `${field} keeps its newer value`,
  keepsEmpty: (field: string) => `${field} stays empty`,
  by: (who: string, when: string) => `${who}, ${when}`,
  hidden: {
    mark: 'In an undone import',
    restore: 'Restore',
    restoreNamed: (name: string) => `Restore ${name}`,
    restored: (name: string) => `Restored ${name}`,
    title: 'This record is in an undone import',
    text: 'Lists and analysis leave it out. Restore it alone, or look at the whole import.',
    only: 'Restore this record',
    batch: 'Show the import',
  },
  unknown: 'This import is not here',
  unknownText: 'It may belong to another book.',
} satisfies SameTexts<typeof zh>;

export const importsTexts = { zh, en };
