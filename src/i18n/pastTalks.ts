import { plural } from './dictionary.ts';
import type { SameTexts } from './dictionary.ts';

const zh = {
  title: '以前类似的沟通',
  found: (count: number) => `找到 ${count} 条类似的`,
  none: '以前没有类似的沟通或需求。',
  looking: '正在比较以前的沟通',
  likeness: (percent: string) => `相似 ${percent}`,
  likenessMeaning: 'TF-IDF 余弦相似度：两段文字用了多少相同而又少见的词，100% 是一样的词。',
  read: (what: string) => `查看全文：${what}`,
  open: '打开这条记录',
  kept: '你正在写的内容会保留在这台设备上。',
  noText: '没有正文',
};

const en = {
  title: 'Similar before',
  found: (count: number) => `${count} similar ${plural(count, 'entry', 'entries')} found`,
  none: 'Nothing similar was said or asked for before.',
  looking: 'Comparing with earlier conversations',
  likeness: (percent: string) => `${percent} alike`,
  likenessMeaning:
    'TF-IDF cosine similarity: how many of the same rare words both texts use; 100% is the same words.',
  read: (what: string) => `Read all of it: ${what}`,
  open: 'Open the record',
  kept: 'What you are writing stays on this device.',
  noText: 'No text',
} satisfies SameTexts<typeof zh>;

export const pastTalksTexts = { zh, en };
