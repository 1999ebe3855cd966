import { localDate } from '../../domain/dates.ts';
import { isRecordId } from '../../domain/ids.ts';
import type { MemoryIndex } from '../memoryIndex.ts';
import { filteredKind, maxTop, type Grouping, type ReportDefinition } from './definition.ts';
import { dimensionOfRows, type Keyed } from './dimensions.ts';
import type { Likelihoods } from './madeNumbers.ts';
import { reportFieldOf } from './reportFields.ts';
import { minorsOf, ReportRows, type LineSource } from './reportRows.ts';
import { tally, type Dimension, type Measured, type Tally } from './tally.ts';

export interface ReportRequest {
  readonly definition: ReportDefinition;
  readonly likelihoods: Likelihoods;
}

/** One group of a report, or one of its parts. */
export interface ReportGroup {
  /** As a filter names it; a period or the lower end of a bin; null for rows without a value. */
  readonly key: string | null;
  /** The keys that were put together: the group is the rest. */
  readonly others?: readonly string[];
  /** Null where there is nothing to measure. */
  readonly value: number | null;
  readonly rows: number;
  /** One for each split; empty without. */
  readonly parts: readonly { readonly value: number | null; readonly rows: number }[];
}

export interface ReportSplit {
  readonly key: string | null;
  readonly others?: readonly string[];
}

export interface ReportAnswer {
  /** Records or lines that were looked at. */
  readonly rows: number;
  readonly value: number | null;
  readonly groups: readonly ReportGroup[];
  readonly splits: readonly ReportSplit[];
  /** Of amounts: the currency that everything here is in, and how many rows each has, the most frequent first. */
  readonly currency?: string;
  readonly currencies: readonly { readonly code: string; readonly rows: number }[];
  /** Of a funnel of deals: what was lost, by the stage in which it was. */
  readonly lostAt?: Readonly<Record<string, number>>;
  /** Of bins: how wide each is, of groups and of parts. */
  readonly width?: number;
  readonly splitWidth?: number;
  /** The type of what groups are told by; of a formula that of its result. */
  readonly groupType?: string;
  readonly splitType?: string;
}

/** Series in one chart at most; the rest are one. */
export const maxSplits = 5;

/** Answers a report from memory; `lines` for one about lines of orders. Linear in its rows; a median sorts them. */
export function answerReport(
  index: MemoryIndex,
  { definition, likelihoods }: ReportRequest,
  lines?: LineSource,
  now: number = Date.now(),
): ReportAnswer {
  const rows = new ReportRows(index, definition, {
    today: localDate(now),
    likelihoods,
    ...(lines === undefined ? {} : { lines }),
  });
  const order = (grouping: Grouping) => (keys: readonly string[]) =>
    inOrder(index, definition, grouping.field, keys);
  const { group, split } = definition;
  const money = moneyOf(rows, definition);
  const keep = money.kept;
  const groups = group === undefined ? undefined : kept(dimensionOfRows(rows, group, order(group)), keep);
  const splits = split === undefined ? undefined : kept(dimensionOfRows(rows, split, order(split)), keep);
  const count = keep?.length ?? rows.rows;
  const measured = keptMeasure(money.measured, keep);
  const ask = (by?: Dimension, and?: Dimension): Tally =>
    tally({ rows: count, group: by, split: and, measured });

  const total = ask();
  const shownGroups = groups === undefined ? undefined : limited(groups, ask(groups), definition);
  const shownSplits =
    splits === undefined ? undefined : limited(splits, ask(splits), { sort: 'key', top: maxSplits });
  const whole = shownGroups?.tally ?? ask(shownGroups?.dimension);
  const cells = shownSplits === undefined ? whole : ask(shownGroups?.dimension, shownSplits.dimension);
  const valueAt = ({ values }: Tally, at: number): number | null =>
    Number.isNaN(values[at]!) ? null : values[at]! / money.unit;
  const groupPlaces = shownGroups?.places ?? [];
  const splitPlaces = shownSplits?.places.filter(({ place }) => columnSum(cells, place) > 0) ?? [];
  return {
    rows: count,
    value: valueAt(total, 0),
    groups: groupPlaces.flatMap(({ place, ...named }): ReportGroup[] => {
      const isEmpty = whole.counts[place] === 0;
      if (isEmpty && !(groups?.isTime === true && named.key !== null && named.others === undefined))
        return [];
      return [
        {
          ...named,
          value: valueAt(whole, place),
          rows: whole.counts[place]!,
          parts: splitPlaces.map(({ place: part }) => ({
            value: valueAt(cells, place * cells.splits + part),
            rows: cells.counts[place * cells.splits + part]!,
          })),
        },
      ];
    }),
    splits: splitPlaces.map(({ place: _, ...named }) => named),
    ...(money.currency === undefined ? {} : { currency: money.currency }),
    currencies: money.currencies,
    ...(groups !== undefined && isDealFunnel(definition)
      ? {
          lostAt: lostAtOf(
            groups,
            kept(dimensionOfRows(rows, { field: 'closedFrom' }, same), keep),
            ask,
            valueAt,
          ),
        }
      : {}),
    ...(groups?.width === undefined ? {} : { width: groups.width }),
    ...(splits?.width === undefined ? {} : { splitWidth: splits.width }),
    ...typed('groupType', group && rows.typeOf(group.field)),
    ...typed('splitType', split && rows.typeOf(split.field)),
  };
}

function isDealFunnel({ object, group, chart }: ReportDefinition): boolean {
  return object === 'deal' && group?.field === 'stage' && chart === 'funnel';
}

function same<T>(value: T): T {
  return value;
}

function lostAtOf(
  groups: Keyed,
  from: Keyed,
  ask: (by: Dimension, and: Dimension) => Tally,
  valueAt: (cells: Tally, at: number) => number | null,
): Readonly<Record<string, number>> {
  const cells = ask(groups, from);
  const lost = groups.keys.indexOf('lost');
  if (lost < 0) return {};
  return Object.fromEntries(
    from.keys.map((key, part) => [key, valueAt(cells, lost * cells.splits + part) ?? 0]),
  );
}

function typed(key: 'groupType' | 'splitType', type: string | undefined) {
  return type === undefined ? {} : { [key]: type };
}

function columnSum({ counts, splits, groups }: Tally, split: number): number {
  let sum = 0;
  for (let group = 0; group < groups; group++) sum += counts[group * splits + split]!;
  return sum;
}

interface Money {
  readonly measured: Measured;
  /** What values are to be divided by. */
  readonly unit: number;
  /** Rows that count; undefined for all. Amounts in other currencies than the one that is asked for do not. */
  readonly kept?: Int32Array;
  readonly currency?: string;
  readonly currencies: ReportAnswer['currencies'];
}

/** What is measured. Amounts are taken in one currency, and summed in its minor units, which is exact. */
function moneyOf(rows: ReportRows, { measure, currency }: ReportDefinition): Money {
  const { op, field, part, whole } = measure;
  const filters = {
    ...(part === undefined ? {} : { part: rows.met(part) }),
    ...(whole === undefined ? {} : { whole: rows.met(whole) }),
  };
  if (field === undefined) return { measured: { op, ...filters }, unit: 1, currencies: [] };
  if (op === 'distinct') {
    const { codes, size, start } = rows.codes(field);
    return {
      measured: { op, values: start === undefined ? codes : firstOf(codes, start), size },
      unit: 1,
      currencies: [],
    };
  }
  const values = rows.numbers(field);
  const found = rows.currencies(field);
  if (found === undefined) return { measured: { op, values, ...filters }, unit: 1, currencies: [] };
  if (typeof found === 'string')
    return { measured: { op, values, ...filters }, unit: 1, currency: found, currencies: [] };
  const counted = countsOf(found);
  const chosen = counted.find(({ code }) => code === currency)?.code ?? counted[0]?.code ?? '';
  const place = found.entries.indexOf(chosen);
  const unit = op === 'rate' ? 1 : minorsOf(chosen);
  const isLine = rows.isLine(field);
  const minor = op === 'rate' ? values : values.map((value) => exact(value * unit, isLine));
  const isMixed = counted.length > 1;
  return {
    measured: { op, values: minor, ...filters },
    unit,
    ...(isMixed ? { kept: keptRows(found.codes, place) } : {}),
    ...(chosen === '' ? {} : { currency: chosen }),
    currencies: counted,
  };
}

/** Amounts are whole minor units; those of single lines are not rounded. */
function exact(minor: number, isLine: boolean): number {
  return isLine ? minor : Math.round(minor);
}

function countsOf({ entries, codes }: { readonly entries: readonly string[]; readonly codes: Int32Array }) {
  const counts = new Float64Array(entries.length);
  for (const code of codes) if (code >= 0) counts[code]!++;
  return entries
    .map((code, place) => ({ code, rows: counts[place]! }))
    .filter(({ code, rows }) => code !== '' && rows > 0)
    .sort((a, b) => b.rows - a.rows || (a.code < b.code ? -1 : 1));
}

/** Rows without an amount stay. */
function keptRows(codes: Int32Array, chosen: number): Int32Array {
  const rows: number[] = [];
  codes.forEach((code, row) => {
    if (code < 0 || code === chosen) rows.push(row);
  });
  return Int32Array.from(rows);
}

function firstOf(codes: Int32Array, start: Uint32Array): Int32Array {
  return Int32Array.from({ length: start.length - 1 }, (_, row) =>
    start[row] === start[row + 1] ? -1 : codes[start[row]!]!,
  );
}

function kept(dimension: Keyed, rows: Int32Array | undefined): Keyed {
  if (rows === undefined) return dimension;
  const { codes, start } = dimension;
  if (start === undefined) return { ...dimension, codes: gather(codes, rows) };
  const lists = Array.from(rows, (row) => codes.subarray(start[row], start[row + 1]));
  const starts = new Uint32Array(rows.length + 1);
  lists.forEach((list, i) => (starts[i + 1] = starts[i]! + list.length));
  const all = new Int32Array(starts[rows.length]!);
  lists.forEach((list, i) => all.set(list, starts[i]));
  return { ...dimension, codes: all, start: starts };
}

function keptMeasure(measured: Measured, rows: Int32Array | undefined): Measured {
  if (rows === undefined) return measured;
  const { values, part, whole } = measured;
  return {
    ...measured,
    ...(values === undefined ? {} : { values: Float64Array.from(rows, (row) => values[row]!) }),
    ...(part === undefined ? {} : { part: Uint8Array.from(rows, (row) => part[row]!) }),
    ...(whole === undefined ? {} : { whole: Uint8Array.from(rows, (row) => whole[row]!) }),
  };
}

function gather(codes: Int32Array, rows: Int32Array): Int32Array {
  return Int32Array.from(rows, (row) => codes[row]!);
}

interface Limited {
  readonly dimension: Dimension;
  /** Of the dimension, where nothing had to be put together. */
  readonly tally?: Tally;
  /** In the order in which they are shown; the rest and then those without a value last. */
  readonly places: readonly {
    readonly key: string | null;
    readonly others?: readonly string[];
    readonly place: number;
  }[];
}

/** Keeps the greatest groups and makes one of the rest. Of periods the latest are kept, because they stand in their order. */
function limited(
  keyed: Keyed,
  tallied: Tally,
  { sort, top = maxTop }: Pick<ReportDefinition, 'sort' | 'top'>,
): Limited {
  const { values, counts } = tallied;
  const { keys, isTime } = keyed;
  const codes = [...keys.keys()].filter((code) => isTime === true || counts[code]! > 0);
  const worth = (code: number): number => (Number.isNaN(values[code]!) ? -Infinity : values[code]!);
  const ranked =
    isTime === true && sort === 'key'
      ? codes.toReversed()
      : codes.toSorted((a, b) => worth(b) - worth(a) || a - b);
  const shown = ranked.slice(0, top);
  const rest = ranked.slice(top).filter((code) => counts[code]! > 0);
  const inPlace = sort === 'key' ? shown.toSorted((a, b) => a - b) : shown;
  const ofNone = { key: null, place: keyed.size };
  if (rest.length === 0)
    return {
      dimension: keyed,
      tally: tallied,
      places: [...inPlace.map((code) => ({ key: keys[code]!, place: code })), ofNone],
    };
  const map = new Int32Array(keys.length).fill(inPlace.length);
  inPlace.forEach((code, place) => (map[code] = place));
  const size = inPlace.length + 1;
  const { start } = keyed;
  return {
    dimension: {
      size,
      codes: keyed.codes.map((code) => (code < 0 ? -1 : map[code]!)),
      ...(start === undefined ? {} : { start }),
    },
    places: [
      ...inPlace.map((code, place) => ({ key: keys[code]!, place })),
      { key: null, others: rest.map((code) => keys[code]!), place: inPlace.length },
      { key: null, place: size },
    ],
  };
}

const byName = new Intl.Collator(['zh-u-co-pinyin', 'en'], { numeric: true });

/** Choices as the book arranges them, references by their names, texts by themselves. */
function inOrder(
  index: MemoryIndex,
  { object }: ReportDefinition,
  key: string,
  values: readonly string[],
): readonly string[] {
  const field = reportFieldOf(object, key);
  const kind = field === undefined || field.kind === 'line' ? filteredKind(object) : field.kind;
  const choices = field === undefined ? undefined : index.choiceOrder(kind, field.column.key);
  if (choices !== undefined) {
    const places = new Map(choices.map((choice, place) => [choice, place]));
    const placeOf = (value: string): number => places.get(value) ?? choices.length;
    return values.toSorted((a, b) => placeOf(a) - placeOf(b) || byName.compare(a, b));
  }
  // A few thousand names are sorted; of more only the greatest are shown, whatever their order.
  if (values.length > 5_000) return values.toSorted();
  const names = values.every(isRecordId) ? index.labels(values) : values;
  const named = values.map((value, i) => ({ value, name: names[i] ?? value }));
  return named.toSorted((a, b) => byName.compare(a.name, b.name)).map(({ value }) => value);
}
