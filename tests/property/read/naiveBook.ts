import type { RecordId } from '../../../src/domain/ids.ts';
import { kindOfId } from '../../../src/domain/ids.ts';
import type { Json } from '../../../src/domain/json.ts';
import { isHidden, valuesOf, type RecordRow } from '../../../src/domain/record.ts';
import {
  isGroup,
  type Condition,
  type Filter,
  type ListedKind,
  type RelatedCondition,
} from '../../../src/read/listQuery.ts';
import { listOf, meets } from './naiveList.ts';

/** A book as plain rows: what the index answers, one record after the other and without any cache. */
export class NaiveBook {
  readonly #rows: readonly RecordRow[];
  readonly #rules: ReadonlyMap<RecordId, Filter>;
  readonly #members: ReadonlyMap<RecordId, readonly RecordId[]>;
  readonly #hidden: ReadonlySet<RecordId>;

  constructor(
    rows: readonly RecordRow[],
    segments: {
      readonly rules: ReadonlyMap<RecordId, Filter>;
      readonly members: ReadonlyMap<RecordId, readonly RecordId[]>;
    },
    hidden: ReadonlySet<RecordId>,
  ) {
    this.#rows = rows;
    this.#rules = segments.rules;
    this.#members = segments.members;
    this.#hidden = hidden;
  }

  visible(kind: ListedKind): RecordRow[] {
    return this.#rows.filter(
      (row) => kindOfId(row.id) === kind && row.deletedAt === undefined && !isHidden(row, this.#hidden),
    );
  }

  matching(kind: ListedKind, filter: Filter): RecordRow[] {
    return this.visible(kind).filter((row) => this.meets(row, filter));
  }

  meets(row: RecordRow, filter: Filter): boolean {
    if (filter.conditions.length === 0) return true;
    const isMet = (part: Condition | Filter): boolean => this.#meetsPart(row, part);
    return filter.match === 'all' ? filter.conditions.every(isMet) : filter.conditions.some(isMet);
  }

  isMember(row: RecordRow, segment: RecordId): boolean {
    const rule = this.#rules.get(segment);
    if (rule === undefined) return this.#members.get(segment)?.includes(row.id) === true;
    return !this.#comesBack(segment, [...namedIn(rule)]) && this.meets(row, rule);
  }

  #meetsPart(row: RecordRow, part: Condition | Filter): boolean {
    if (isGroup(part)) return this.meets(row, part);
    switch (part.op) {
      case 'related':
        return (
          this.#related(row, part).some((each) => this.meets(each, part.filter)) ===
          (part.quantifier === 'some')
        );
      case 'inSegments':
        return part.segments.some((segment) => this.isMember(row, segment));
      case 'inNoSegment':
        return !part.segments.some((segment) => this.isMember(row, segment));
      default:
        return meets({ ...valuesOf(row), ...this.#derived(row) }, part);
    }
  }

  #related(row: RecordRow, { kind, by, own }: RelatedCondition): RecordRow[] {
    const here = new Set(listOf(valuesOf(row)[by]));
    const isOwn =
      own === true || !(kind === 'order' || kind === 'activity' || kind === 'task' || kind === 'contact');
    return this.visible(kind).filter((each) =>
      isOwn ? here.has(each.id) : listOf(valuesOf(each)[by]).includes(row.id),
    );
  }

  /** The computed columns that the test asks for. */
  #derived(row: RecordRow): Record<string, Json> {
    if (kindOfId(row.id) !== 'account') return {};
    const of = (kind: ListedKind): Readonly<Record<string, Json>>[] =>
      this.visible(kind)
        .map(valuesOf)
        .filter((values) => values['account'] === row.id);
    const instants = of('activity').flatMap(({ at }) => (typeof at === 'number' ? [at] : []));
    const open = of('task').filter(({ status }) => status !== 'done' && status !== 'cancelled');
    return {
      activityCount: of('activity').length,
      openTasks: open.length,
      ...(instants.length === 0 ? {} : { lastActivity: Math.max(...instants) }),
    };
  }

  /** True where a rule leads back to its own segment. */
  #comesBack(segment: RecordId, waiting: RecordId[], seen = new Set<RecordId>()): boolean {
    for (const next of waiting) {
      if (next === segment) return true;
      if (seen.has(next)) continue;
      seen.add(next);
      const rule = this.#rules.get(next);
      if (rule !== undefined && this.#comesBack(segment, [...namedIn(rule)], seen)) return true;
    }
    return false;
  }
}

function namedIn(filter: Filter): readonly RecordId[] {
  return filter.conditions.flatMap((part) => {
    if (isGroup(part)) return namedIn(part);
    if (part.op === 'related') return namedIn(part.filter);
    return 'segments' in part ? part.segments : [];
  });
}
