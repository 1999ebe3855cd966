import type { Write } from './bulkEdit.ts';
import type { RecordId, ShardId } from './ids.ts';
import type { Values } from './record.ts';

/**
 * One step of an import, written in order. New records fill whole shards that the import was given when it began, so
 * that their ids are known to the importer: the record at index `i` of a shard is `recordIdOf(shard, i)`. A shard takes
 * at most `maxRecordsInShard` records, and at most `maxLinesInShard` order lines.
 */
export type ImportChunk =
  | { readonly type: 'create'; readonly shard: ShardId; readonly records: readonly Values[] }
  /** Changes of records that are there already, at most 100. */
  | {
      readonly type: 'update';
      readonly records: readonly { readonly id: RecordId; readonly writes: readonly Write[] }[];
    };

/** Chunks cross contexts as JSON in bytes, which can be transferred. */
export function encodeChunk(chunk: ImportChunk): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(chunk));
}

export function decodeChunk(bytes: Uint8Array): ImportChunk {
  return JSON.parse(new TextDecoder().decode(bytes)) as ImportChunk;
}
