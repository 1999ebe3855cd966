import type { RecordId } from '../../domain/ids.ts';
import type { SampleIds } from './orders.ts';
import type { SampleWords } from './words.ts';

/** What leads, deals, activities, needs, tasks and behaviours are made from. */
export interface WorkSource {
  readonly words: SampleWords;
  readonly seed: number;
  readonly endDay: number;
  readonly accounts: number;
  readonly products: number;
  readonly deals: number;
  readonly dealOf: (n: number) => RecordId;
  readonly members: readonly RecordId[];
  readonly ids: SampleIds;
  /** A contact of an account, where it has one. */
  readonly contactOf: (account: number) => RecordId | undefined;
}
