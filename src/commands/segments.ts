import type { Book } from '../database/book.ts';
import type { RecordId } from '../domain/ids.ts';
import type { Json } from '../domain/json.ts';
import type { Result } from '../domain/result.ts';
import type { CommandError, Committed } from './commit.ts';
import { createRecord } from './records.ts';

/** How a segment's members were found: chosen by hand, a group of a clustering, or cells of an RFM table. */
export type SegmentMethod = 'list' | 'cluster' | 'rfm';

/** Keeps some accounts as a segment that lists filter by. `recipe` holds what is needed to find them again. */
export function createSegment(
  book: Book,
  name: string,
  members: readonly RecordId[],
  method: SegmentMethod,
  recipe: Json = null,
): Promise<Result<Committed, CommandError>> {
  return createRecord(book, 'segment', { name, method, members, recipe });
}
