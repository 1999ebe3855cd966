import type { RecordId } from '../domain/ids.ts';
import { isGroup, type Filter } from './listQuery.ts';

/** The segments that a filter names, also in its groups and in what it asks of related records. */
export function segmentsIn(filter: Filter): ReadonlySet<RecordId> {
  const found = new Set<RecordId>();
  const look = (part: Filter): void => {
    for (const each of part.conditions) {
      if (isGroup(each)) look(each);
      else if (each.op === 'related') look(each.filter);
      else if (each.op === 'inSegments' || each.op === 'inNoSegment')
        for (const id of each.segments) found.add(id);
    }
  };
  look(filter);
  return found;
}

/** Live segments whose rules lead back to themselves: nobody can say who belongs to them. */
export function circularSegments(rules: ReadonlyMap<RecordId, Filter>): ReadonlySet<RecordId> {
  const named = new Map([...rules].map(([id, rule]) => [id, segmentsIn(rule)]));
  const leadsTo = (from: RecordId): ReadonlySet<RecordId> => {
    const reached = new Set<RecordId>();
    const waiting = [...(named.get(from) ?? [])];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (reached.has(next)) continue;
      reached.add(next);
      waiting.push(...(named.get(next) ?? []));
    }
    return reached;
  };
  return new Set([...rules.keys()].filter((id) => leadsTo(id).has(id)));
}
