import type { FormulaSet } from '../domain/formulaSet.ts';
import type { IsoDate } from '../domain/dates.ts';
import type { RecordId } from '../domain/ids.ts';
import type { FieldDef, ObjectKind } from '../domain/objects.ts';
import type { Table } from '../domain/table.ts';
import type { ChoiceOrders } from './choiceOrders.ts';
import type { DerivedColumns } from './derivedColumns.ts';
import { derivedFrom } from './derivedKinds.ts';
import { filterMask } from './filterMask.ts';
import type { FormulaColumns } from './formulaColumns.ts';
import { groupMatches, type Grouped } from './grouping.ts';
import { Kept } from './kept.ts';
import type { KindIndex, Ordinal } from './kindIndex.ts';
import type { ListOrders } from './listOrders.ts';
import {
  columnOf,
  type ColumnKey,
  type Filter,
  type ListedKind,
  type ListQuery,
  type RelatedCondition,
  type Sort,
} from './listQuery.ts';
import { setSeparator } from './pack.ts';
import { isListed } from './packRows.ts';
import { kindsOfFilter, kindsOfQuery } from './queryKinds.ts';
import { referredMask, referringMask } from './references.ts';
import { holderOf } from './relations.ts';
import { noMatch, rankMatches, searchTermsOf } from './scan.ts';
import { circularSegments } from './segmentRules.ts';
import { scoresOf, type ScoreRule } from './leadScore.ts';
import { tableColumn, type ColumnValues } from './table.ts';

/** Small records that lists refer to: names of members and tags, members of segments. */
export interface SmallRecords {
  readonly labels: ReadonlyMap<RecordId, string>;
  readonly segments: ReadonlyMap<RecordId, readonly RecordId[]>;
  /** Of live segments: the filter of accounts that says who belongs to them, whatever stands in `segments`. */
  readonly rules: ReadonlyMap<RecordId, Filter>;
  /** How the book arranges choices; where it says nothing they stand as in the schema. */
  readonly choices?: ChoiceOrders;
  /** Of the kinds that have any. */
  readonly formulas?: ReadonlyMap<ListedKind, FormulaSet>;
  /** By which leads are scored. */
  readonly scoreRules?: readonly ScoreRule[];
}

/** What lists need beside what records hold. */
export interface ListSources {
  readonly derived: DerivedColumns;
  readonly formulas: FormulaColumns;
  readonly orders: ListOrders;
  /** Where the person is. */
  readonly today: () => IsoDate;
}

/** Which records a query finds, in its order and groups. The last answers are kept while nothing that they depend on changes. */
export class ListMatches {
  readonly #kinds: Readonly<Record<ListedKind, KindIndex>>;
  readonly #computed: ListSources;
  readonly #masks = new Kept(maxMasks);
  readonly #answers = new Kept(maxAnswers);
  #small: SmallRecords = { labels: new Map(), segments: new Map(), rules: new Map() };
  /** Live segments that nobody can tell the members of. */
  #circular: ReadonlySet<RecordId> = new Set();
  /** Rises with every change of small records. */
  #smallVersion = 0;

  constructor(kinds: Readonly<Record<ListedKind, KindIndex>>, sources: ListSources) {
    this.#kinds = kinds;
    this.#computed = sources;
    sources.derived.scoreBy(() => this.#scores());
  }

  setSmallRecords(small: SmallRecords): void {
    this.#small = small;
    this.#circular = circularSegments(small.rules);
    this.#smallVersion++;
  }

  /** Visible records that a query finds, in its order. The last answers are kept while nothing changes. */
  find(query: ListQuery): Grouped {
    const stamp = this.#stampOf(kindsOfQuery(query, this.#small.rules));
    return this.#answers.get(JSON.stringify(query), stamp, () => this.#findMatches(query));
  }

  #findMatches({ kind, filter, search, sort, group }: ListQuery): Grouped {
    const index = this.#kinds[kind];
    const terms = searchTermsOf(search ?? '');
    const ranks = terms === undefined ? undefined : rankMatches(index, terms);
    const filtered = this.mask(kind, filter);
    const mask = ranks === undefined ? filtered : filtered.map((met, i) => (ranks[i] === noMatch ? 0 : met));
    const ordinals = this.#inSortOrder(kind, sort, mask, ranks);
    if (group === undefined) return { ordinals, groups: [] };
    const column = columnOf(kind, group);
    if (column === undefined) throw new Error(`no column ${group} of ${kind}`);
    return groupMatches(ordinals, {
      ...this.#valuesOf(kind, column),
      sorted: this.#computed.orders.column(kind, group, this.#computed.today()).read().sorted,
      capacity: index.capacity,
    });
  }

  /** What matches, column by column; a column that the kind does not have is left out. */
  table(query: ListQuery, columns: readonly ColumnKey[]): Table {
    const { kind } = query;
    const { ordinals } = this.find(query);
    const index = this.#kinds[kind];
    return {
      rows: ordinals.length,
      ids: Array.from(ordinals, (ordinal) => index.idOf(ordinal)),
      columns: columns.flatMap((key) => {
        const column = columnOf(kind, key);
        return column === undefined ? [] : tableColumn(key, this.#valuesOf(kind, column), ordinals);
      }),
    };
  }

  /** What a column holds: of a formula, what it gives. */
  #valuesOf(kind: ListedKind, column: FieldDef): ColumnValues {
    const { key } = column;
    const index = this.#kinds[kind];
    const formula =
      column.type === 'formula'
        ? this.#computed.formulas.column(kind, key, this.#computed.today())
        : undefined;
    const computed =
      derivedFrom(kind, key) === undefined ? formula?.numbers : this.#computed.derived.column(kind, key);
    const { texts } = formula ?? {};
    const standingFor = this.#standingFor(column.to);
    const ownText = (ordinal: Ordinal): string => standingText(index.textOf(ordinal, key), standingFor);
    return {
      column: formula?.field ?? column,
      numberOf: (ordinal) =>
        computed === undefined ? index.numberOf(ordinal, key) : (computed[ordinal] ?? NaN),
      textOf: (ordinal) => (texts === undefined ? ownText(ordinal) : (texts[ordinal] ?? '')),
    };
  }

  /** Undefined where no record of a kind was merged. */
  #standingFor(to: ObjectKind | undefined): ((id: RecordId) => RecordId) | undefined {
    const target = to !== undefined && isListed(to) ? this.#kinds[to] : undefined;
    return target?.hasMerged === true ? (id) => target.standingFor(id) : undefined;
  }

  /** 1 for each visible record that meets a filter, by ordinal. Not to be changed: it is kept. */
  mask(kind: ListedKind, filter: Filter | undefined): Uint8Array {
    const kinds = filter === undefined ? [kind] : kindsOfFilter(kind, filter, this.#small.rules);
    const key = `${kind}:${filter === undefined ? '' : JSON.stringify(filter)}`;
    return this.#masks.get(key, this.#stampOf(kinds), () =>
      filterMask(this.#kinds[kind], filter, {
        today: this.#computed.today(),
        derived: (of, column) => this.#computed.derived.column(of, column),
        formula: (of, column) => this.#computed.formulas.column(of, column, this.#computed.today()),
        standingFor: (to) => this.#standingFor(to),
        members: (segment) => this.members(segment),
        related: (of, condition) => this.#related(of, condition),
      }),
    );
  }

  /** The rules that a lead meets, by their places. */
  scoreReasons(lead: RecordId): readonly number[] {
    const ordinal = this.#kinds.lead.ordinalOf(lead);
    return (this.#small.scoreRules ?? []).flatMap(({ filter }, i) =>
      this.mask('lead', filter)[ordinal] === 1 ? [i] : [],
    );
  }

  #scores(): Float64Array {
    const rules = this.#small.scoreRules ?? [];
    return this.#answers.get('scores', this.#stampOf(['lead', 'activity']), () => {
      const masks = rules.map(({ filter }) => this.mask('lead', filter));
      return scoresOf(rules, masks, this.#kinds.lead.capacity);
    });
  }

  #related(kind: ListedKind, condition: RelatedCondition): Uint8Array {
    const { kind: other, by, filter } = condition;
    const mask = this.mask(other, filter);
    switch (holderOf(kind, condition)) {
      case 'other':
        return referredMask(this.#kinds[other], mask, by, this.#kinds[kind]);
      case 'this':
        return referringMask(this.#kinds[kind], by, this.#kinds[other], mask);
      case undefined:
        throw new Error(`${by} does not relate ${kind} and ${other}`);
    }
  }

  /** 1 for each account of a segment, by ordinal. Of a live one whose rule leads back to itself there are none. */
  members(segment: RecordId): Uint8Array {
    const accounts = this.#kinds.account;
    const rule = this.#small.rules.get(segment);
    if (rule !== undefined && !this.#circular.has(segment)) return this.mask('account', rule);
    const isMember = new Uint8Array(accounts.capacity);
    if (rule !== undefined) return isMember;
    for (const id of this.#small.segments.get(segment) ?? []) {
      const ordinal = accounts.ordinalOf(id);
      if (ordinal >= 0) isMember[ordinal] = 1;
    }
    return isMember;
  }

  #inSortOrder(
    kind: ListedKind,
    sort: Sort | undefined,
    mask: Uint8Array,
    ranks: Uint8Array | undefined,
  ): Int32Array {
    if (sort !== undefined) return this.#computed.orders.inOrder(kind, sort, mask, this.#computed.today());
    const created = this.#kinds[kind].presentOrdinals().filter((ordinal) => mask[ordinal] === 1);
    return ranks === undefined ? created : byRank(created, ranks);
  }

  #stampOf(kinds: readonly ListedKind[]): string {
    const versions = kinds.map((kind) => this.#kinds[kind].version);
    return [...versions, this.#smallVersion, this.#computed.today()].join('.');
  }
}

/** References as they are meant now, each record once. */
function standingText(text: string, standingFor: ((id: RecordId) => RecordId) | undefined): string {
  if (standingFor === undefined || text === '') return text;
  return [...new Set(text.split(setSeparator).map(standingFor))].join(setSeparator);
}

/** A byte for each record of a kind. */
const maxMasks = 24;
/** Lists in their order, 4 bytes for each record. */
const maxAnswers = 8;

/** Best matches first, older records first among equals. */
function byRank(ordinals: Int32Array, ranks: Uint8Array): Int32Array {
  const starts = new Int32Array(noMatch + 1);
  for (const ordinal of ordinals) {
    const next = (ranks[ordinal] as number) + 1;
    starts[next] = (starts[next] as number) + 1;
  }
  for (let rank = 1; rank <= noMatch; rank++)
    starts[rank] = (starts[rank] as number) + (starts[rank - 1] as number);
  const sorted = new Int32Array(ordinals.length);
  for (const ordinal of ordinals) {
    const rank = ranks[ordinal] as number;
    sorted[starts[rank] as number] = ordinal;
    starts[rank] = (starts[rank] as number) + 1;
  }
  return sorted;
}
