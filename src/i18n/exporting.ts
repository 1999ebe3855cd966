import { countText, type SameTexts } from './dictionary.ts';

const zh = {
  title: (count: string) => `导出 ${count} 条`,
  format: '格式',
  formats: {
    xlsx: 'Excel（.xlsx）',
    csv: 'CSV',
    json: 'JSON',
    jsonl: 'JSON Lines',
    vcf: '名片（.vcf）',
    ics: '日历（.ics）',
  },
  about: {
    xlsx: '数字和日期保持为数字和日期，文本绝不会变成公式。',
    csv: '任何表格软件都能打开，带全部字段。',
    json: '一个数组，适合其他程序；可以原样导回。',
    jsonl: '每行一条记录，适合很大的数据。',
    vcf: '手机和邮箱的通讯录可以直接读取。',
    ics: '日历程序可以直接读取：未完成且有日期的任务连同提醒和重复，或已有的跟进记录。',
  },
  version: '名片版本',
  versions: { '3.0': '3.0 · 最通用', '4.0': '4.0 · 不带年份的生日' },
  run: '导出',
  cancel: '取消',
  running: (done: string, all: string) => `已写入 ${done} / ${all}`,
  done: (count: string, file: string) => `已导出 ${count} 条到 ${file}`,
  sheets: (count: number) => `一张工作表放不下，分成了 ${count} 张`,
  cut: (count: number) => `${countText(count)} 个单元格超过 32,767 个字，已截断`,
  everything: '全部导出',
  everythingText: '把这本账里的所有记录放进一个 Excel 文件，每种一张工作表。',
  everythingName: '全部数据',
  none: '这本账里还没有记录。',
};

const en: SameTexts<typeof zh> = {
  title: (count) => `Export ${count} records`,
  format: 'Format',
  formats: {
    xlsx: 'Excel (.xlsx)',
    csv: 'CSV',
    json: 'JSON',
    jsonl: 'JSON Lines',
    vcf: 'Cards (.vcf)',
    ics: 'Calendar (.ics)',
  },
  about: {
    xlsx: 'Numbers and dates stay numbers and dates; text is never a formula.',
    csv: 'Opens in any spreadsheet, with all fields.',
    json: 'One array for other programs; comes back in as it went out.',
    jsonl: 'A record on each line, for large amounts of data.',
    vcf: 'Address books of phones and mail programs read it.',
    ics: 'Calendars read it: open tasks with a date, their reminders and repeats, or conversations.',
  },
  version: 'Version of the cards',
  versions: { '3.0': '3.0 · read everywhere', '4.0': '4.0 · birthdays without year' },
  run: 'Export',
  cancel: 'Cancel',
  running: (done, all) => `${done} of ${all} written`,
  done: (count, file) => `${count} records exported to ${file}`,
  sheets: (count) => `in ${count} sheets, as one cannot hold them all`,
  cut: (count) => `${countText(count)} cells were longer than 32,767 letters and are cut`,
  everything: 'Export everything',
  everythingText: 'All records of this book in one Excel file, with a sheet for each kind.',
  everythingName: 'All data',
  none: 'There are no records in this book yet.',
};

export const exportTexts = { zh, en };
