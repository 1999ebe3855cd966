import type { RecordId } from '../../domain/ids.ts';
import type { Json } from '../../domain/json.ts';
import { valuesOf } from '../../domain/record.ts';
import type { RecordRow } from '../../domain/record.ts';
import { filterOf } from '../../read/filterForm.ts';
import type { Filter } from '../../read/listQuery.ts';
import { circularSegments } from '../../read/segmentRules.ts';

/** A live segment finds its members by a rule; those of any other stand in it. */
export function isLive(segment: RecordRow): boolean {
  return valuesOf(segment)['method'] === 'rule';
}

/** The rule of a live segment; undefined for one that this version cannot read. */
export function ruleOf(segment: RecordRow): Filter | undefined {
  return filterOf('account', valuesOf(segment)['rule']);
}

export function ruleJson(rule: Filter): Json {
  return rule as unknown as Json;
}

/** True where a segment with this rule would lead back to itself, through others too. */
export function leadsBack(segments: readonly RecordRow[], segment: RecordId, rule: Filter): boolean {
  const others = segments.flatMap((row) => {
    const known = isLive(row) && row.id !== segment ? ruleOf(row) : undefined;
    return known === undefined ? [] : [[row.id, known] as const];
  });
  return circularSegments(new Map([...others, [segment, rule] as const])).has(segment);
}
