import { indexOfRecord, kindOfId, parseShardId, shardOfRecord, type RecordId } from './ids.ts';
import type { ObjectKind } from './kinds.ts';
import { singlesInShard } from './order.ts';

const prefixes: Readonly<Partial<Record<ObjectKind, string>>> = { quote: 'QT', order: 'SO', payment: 'PM' };

/** True for a kind whose records get a number where nobody gives them one. */
export function drawsNumber(kind: ObjectKind): boolean {
  return prefixes[kind] !== undefined;
}

/**
 * The number of a new record: kind, year, device and count, such as `QT-2026-3-0042`. It is the record's own id in the words of
 * people, so two devices never draw the same, with or without a connection, and no record of a device has another's.
 */
export function documentNumber(id: RecordId, year: number): string {
  const kind = kindOfId(id);
  const { device = 0, shard = 0 } = parseShardId(shardOfRecord(id)) ?? {};
  const count = shard * singlesInShard(kind) + indexOfRecord(id) + 1;
  const parts = [prefixes[kind] ?? '', String(year), String(device), String(count).padStart(4, '0')];
  return parts.join('-');
}

/** The device that drew a number; undefined for one that somebody typed. */
export function drawingDevice(number: string): number | undefined {
  const [, prefix = '', device] = /^([A-Z]+)-\d{4}-(\d+)-\d{4,}$/.exec(number) ?? [];
  return Object.values(prefixes).includes(prefix) ? Number(device) : undefined;
}
