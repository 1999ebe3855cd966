import type { HistoryEntry } from '../domain/history.ts';
import type { ShardId } from '../domain/ids.ts';
import { ok, type Result } from '../domain/result.ts';
import { ByteWriter, parseBytes, type Malformed } from './bytes.ts';
import { malformed, parseJson } from './parts.ts';

/** What one entry of records carries: updates of shards, and the history that they mean. */
export interface RecordsPayload {
  readonly updates: readonly { readonly shard: ShardId; readonly bytes: Uint8Array }[];
  readonly history: readonly HistoryEntry[];
}

/** The content of a sealed body of records. */
export type RecordsContent =
  | { readonly type: 'whole'; readonly payload: RecordsPayload }
  /**
   * One of several entries that make a payload together: the device's next entry holds the next index. Where they stand is
   * not said, because entries that are sealed again may move up.
   */
  | {
      readonly type: 'part';
      readonly index: number;
      readonly total: number;
      readonly bytes: Uint8Array;
    };

const wholeType = 1;
const partType = 2;
const maxUpdates = 10_000;
const maxParts = 64;

export function encodePayload({ updates, history }: RecordsPayload): Uint8Array {
  const writer = new ByteWriter().u32(updates.length);
  for (const { shard, bytes } of updates) writer.text(shard).bytes(bytes);
  return writer.text(JSON.stringify(history)).finish();
}

/** The history is of the declared form only after the store has checked it; here it is JSON and a list. */
export function decodePayload(bytes: Uint8Array): Result<RecordsPayload, Malformed> {
  const parsed = parseBytes(bytes, (reader) => {
    const count = reader.u32();
    if (count > maxUpdates) reader.fail('too many updates');
    const updates = Array.from({ length: count }, () => ({ shard: reader.text(), bytes: reader.bytes() }));
    return { updates, json: reader.text() };
  });
  if (!parsed.ok) return parsed;
  const history = parseJson(parsed.value.json);
  if (!history.ok) return history;
  if (!Array.isArray(history.value)) return malformed('history is not a list');
  return ok({ updates: parsed.value.updates, history: history.value as HistoryEntry[] });
}

export function encodeContent(content: RecordsContent): Uint8Array {
  const writer = new ByteWriter();
  if (content.type === 'whole') return writer.u8(wholeType).raw(encodePayload(content.payload)).finish();
  const { index, total, bytes } = content;
  return writer.u8(partType).u32(index).u32(total).raw(bytes).finish();
}

export function decodeContent(bytes: Uint8Array): Result<RecordsContent, Malformed> {
  if (bytes[0] === wholeType) {
    const payload = decodePayload(bytes.subarray(1));
    return payload.ok ? ok({ type: 'whole', payload: payload.value }) : payload;
  }
  return parseBytes(bytes, (reader) => {
    if (reader.u8() !== partType) reader.fail('unknown content');
    const index = reader.u32();
    const total = reader.u32();
    if (total > maxParts || index >= total) reader.fail('part out of range');
    return { type: 'part', index, total, bytes: reader.raw(reader.left) };
  });
}
