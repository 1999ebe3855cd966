import type { Language, SameTexts } from './dictionary.ts';

const zh = {
  lead: '一家虚构公司的客户、联系人、线索、商机、订单、跟进记录、需求和任务，用来试用。所有名字都是编的。',
  load: '载入示例数据',
  loading: '正在生成示例数据',
  loaded: '示例数据已载入。',
  tour: '五分钟导览',
  remove: '移除示例数据',
  removing: '正在移除',
  removed: '示例数据已移除；你改过或引用过的记录会留下。',
  failed: '示例数据没有载入。已有资料不受影响。',
};

const en = {
  lead: 'Customers, contacts, leads, deals, orders, conversations, needs and tasks of an invented company, to try things out. All names are made up.',
  load: 'Load sample data',
  loading: 'Making sample data',
  loaded: 'The sample data are loaded.',
  tour: 'The five-minute tour',
  remove: 'Remove the sample data',
  removing: 'Removing',
  removed: 'The sample data are removed; records that you changed or referred to stay.',
  failed: 'The sample data were not loaded. Existing data are not affected.',
} satisfies SameTexts<typeof zh>;

export const sampleDataTexts = { zh, en };

/** The batch's title. */
export const sampleTitle: Readonly<Record<Language, string>> = { zh: '示例数据', en: 'Sample data' };
