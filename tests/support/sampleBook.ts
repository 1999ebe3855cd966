import { shardIdOf, type ShardId } from '../../src/domain/ids.ts';
import type { ImportChunk } from '../../src/domain/importChunk.ts';
import type { ObjectKind } from '../../src/domain/objects.ts';
import { sampleWords } from '../../src/i18n/sample.ts';
import {
  layOutBook,
  type GrantedShards,
  type SampleBook,
  type SamplePlan,
} from '../../src/interchange/sample/book.ts';
import type { SampleSize } from '../../src/interchange/sample/layout.ts';

export const sampleToday = '2026-11-20';

interface Choices {
  readonly seed?: number;
  readonly language?: 'zh' | 'en';
}

/** All chunks of a sample book, in shards of device 1. */
export function chunksOfSample(
  size: SampleSize,
  choices: Choices = {},
): Extract<ImportChunk, { type: 'create' }>[] {
  const { book, shards } = grantShards(size, choices);
  return [...book.chunks(shards)].filter((chunk) => chunk.type === 'create');
}

/** A sample book laid out, and shards for it as a book would grant them. */
export function grantShards(
  size: SampleSize,
  { seed = 1, language = 'zh' }: Choices = {},
): { book: SampleBook; plan: SamplePlan; shards: GrantedShards } {
  const book = layOutBook({ size, seed, words: sampleWords(language), today: sampleToday, member: 'm1.0.0' });
  const granted = Object.entries(book.plan.shards).map(([kind, count]): [string, ShardId[]] => [
    kind,
    Array.from({ length: count }, (_, i) => shardIdOf(kind as ObjectKind, 1, i + 1)),
  ]);
  return { book, plan: book.plan, shards: Object.fromEntries(granted) };
}
