import type { IsoDate } from '../domain/dates.ts';
import type { RecordId } from '../domain/ids.ts';
import type { Language } from '../i18n/dictionary.ts';
import type { GrantedShards, SamplePlan } from '../interchange/sample/book.ts';
import type { SampleSize } from '../interchange/sample/layout.ts';

/** From the tab to the worker: first what to lay out, then where to write it, then a call for each chunk. */
export type SampleRequest =
  | {
      readonly type: 'lay-out';
      readonly size: SampleSize;
      readonly language: Language;
      readonly seed: number;
      readonly today: IsoDate;
      readonly member: RecordId;
    }
  | { readonly type: 'grant'; readonly shards: GrantedShards }
  | { readonly type: 'next' };

/** From the worker to the tab, one answer to each request; no bytes after the last chunk. */
export type SampleReport =
  | { readonly type: 'plan'; readonly plan: SamplePlan }
  | { readonly type: 'ready' }
  | { readonly type: 'chunk'; readonly bytes: Uint8Array<ArrayBuffer> | undefined };
