import { recordIdOf, shardIdOf, type RecordId } from '../../src/domain/ids.ts';
import type { Json } from '../../src/domain/json.ts';
import { project, type RecordRow, type RecordState } from '../../src/domain/record.ts';
import type { ObjectKind } from '../../src/domain/objects.ts';

const recordsPerShard = 2_000;
const now = Date.UTC(2026, 10, 20, 8);

export function aRow(id: RecordId, values: Record<string, Json>, more: Partial<RecordState> = {}): RecordRow {
  return project({ id, base: [values, now, 'm1.0.0'], registers: {}, ...more });
}

export function idAt(kind: ObjectKind, position: number): RecordId {
  return recordIdOf(shardIdOf(kind, 1, Math.floor(position / recordsPerShard)), position % recordsPerShard);
}
