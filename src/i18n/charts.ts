import type { SameTexts } from './dictionary.ts';

const zh = {
  showTable: (chart: string) => `${chart}：以表格显示`,
  showChart: (chart: string) => `${chart}：以图形显示`,
  save: (chart: string) => `${chart}：保存`,
  savePng: '保存为图片（PNG）',
  saveCsv: '保存为表格（CSV）',
};

const en = {
  showTable: (chart: string) => `${chart}: show as table`,
  showChart: (chart: string) => `${chart}: show as chart`,
  save: (chart: string) => `${chart}: save`,
  savePng: 'Save as picture (PNG)',
  saveCsv: 'Save as table (CSV)',
} satisfies SameTexts<typeof zh>;

export const chartTexts = { zh, en };
