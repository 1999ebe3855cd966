import { dateToDay, localDate, type IsoDate } from '../domain/dates.ts';
import {
  countedWeights,
  efficiencyOf,
  isWellFormed,
  monthEnds,
  qualityOf,
  scoreOf,
  shareOfRating,
  staleAfterDays,
  staleFields,
  usualRating,
  weightedShare,
  type IndexName,
  type QualityFault,
  type QualityField,
  type QualityPart,
  type QualityWeights,
  type TransactionClass,
  type WeightedShare,
} from '../domain/indices.ts';
import type { RecordId } from '../domain/ids.ts';
import { orderKinds } from '../domain/objects.ts';
import { digitsOf, fold } from './fold.ts';
import { segmentOfOrdinal, slotMask, slotsPerSegment, type KindIndex, type Ordinal } from './kindIndex.ts';
import { setSeparator } from './pack.ts';
import type { Segment } from './segment.ts';

/** S of each account, and what of it cannot be seen in the record itself: see `duplicateBits`. NaN where there is none. */
export interface QualityFigures {
  readonly score: Float64Array;
  readonly duplicates: Uint8Array;
}

/** A phone or an e-mail address that another account has too. */
export const duplicateBits = { phones: 1, emails: 2 } as const;

const msPerDay = 86_400_000;

/** S of every visible account, by ordinal. Linear in accounts and their phones and addresses. */
export function qualityFiguresOf(accounts: KindIndex, weights: QualityWeights, now: number): QualityFigures {
  const duplicates = duplicatesOf(accounts);
  const score = new Float64Array(accounts.capacity).fill(NaN);
  const counted = { company: countedWeights(weights, 'company'), person: countedWeights(weights, 'person') };
  accounts.segments.forEach((segment, number) => {
    const read = readerOf(segment, now);
    for (let slot = 0; slot < segment.size; slot++) {
      if (segment.visible[slot] !== 1) continue;
      const ordinal = number * slotsPerSegment + slot;
      const bits = duplicates[ordinal] ?? 0;
      let sum = 0;
      for (const { field, weight } of counted[read.kindAt(slot)])
        sum += weight * read.scoreAt(field, slot, bits);
      score[ordinal] = sum;
    }
  });
  return { score, duplicates };
}

/** The parts of one account's S, in the order of `qualityFields`. */
export function qualityPartsOf(
  accounts: KindIndex,
  ordinal: Ordinal,
  weights: QualityWeights,
  now: number,
  duplicates: Uint8Array,
): readonly QualityPart[] {
  const segment = accounts.segments[segmentOfOrdinal(ordinal)];
  if (segment === undefined) return [];
  const slot = ordinal & slotMask;
  const read = readerOf(segment, now);
  return countedWeights(weights, read.kindAt(slot)).map(({ field, weight }) => {
    const faults = read.faultsAt(field, slot, duplicates[ordinal] ?? 0);
    return { field, weight, score: scoreOf(read.isPresentAt(field, slot), faults), faults };
  });
}

/** The mean S of visible accounts, and of how many in each tenth: [0, 0.1), … [0.9, 1]. */
export function qualitySummary({ score }: QualityFigures): {
  readonly mean: number | null;
  readonly tenths: readonly number[];
} {
  const tenths = Array.from({ length: 10 }, () => 0);
  let [sum, count] = [0, 0];
  for (const each of score) {
    if (Number.isNaN(each)) continue;
    sum += each;
    count++;
    const tenth = Math.min(9, Math.floor(each * 10 + 1e-9));
    tenths[tenth] = (tenths[tenth] ?? 0) + 1;
  }
  return { mean: count === 0 ? null : sum / count, tenths };
}

/** R by account from `need` records, C from `activity` records: see `weightedShare`. NaN where nothing is rated. */
export function sharesByAccount(accounts: KindIndex, rated: KindIndex): Float64Array {
  const weights = new Float64Array(accounts.capacity);
  const sums = new Float64Array(accounts.capacity);
  ratedIn(
    rated,
    accounts,
  )(({ account, weight, share }) => {
    if (account < 0) return;
    weights[account] = (weights[account] ?? 0) + weight;
    sums[account] = (sums[account] ?? 0) + weight * share;
  });
  return sums.map((sum, account) => (weights[account] === 0 ? NaN : sum / (weights[account] as number)));
}

/** T by account. The handling time of a class is that of the whole book. NaN where nothing is decided. */
export function efficiencyByAccount(accounts: KindIndex, orders: KindIndex): Float64Array {
  const kinds = orderKinds.length;
  const decided = new Float64Array(accounts.capacity * kinds);
  const succeeded = new Float64Array(accounts.capacity * kinds);
  const hours = new HourMeans();
  eachDecided(orders, accounts, (account, kind, isSuccess, spent) => {
    hours.add(kind, spent);
    if (account < 0) return;
    const place = account * kinds + kind;
    decided[place] = (decided[place] ?? 0) + 1;
    if (isSuccess) succeeded[place] = (succeeded[place] ?? 0) + 1;
  });
  return Float64Array.from({ length: accounts.capacity }, (_, account) => {
    const classes = orderKinds.map((_kind, kind) => ({
      meanHours: hours.mean(kind),
      decided: decided[account * kinds + kind] ?? 0,
      succeeded: succeeded[account * kinds + kind] ?? 0,
    }));
    return efficiencyOf(classes) ?? NaN;
  });
}

/** The classes of T, one for each kind of order, of one account or of the whole book. */
export function transactionClasses(
  accounts: KindIndex,
  orders: KindIndex,
  account?: Ordinal,
): readonly TransactionClass[] {
  const counts = orderKinds.map(() => ({ decided: 0, succeeded: 0 }));
  const hours = new HourMeans();
  eachDecided(orders, accounts, (of, kind, isSuccess, spent) => {
    hours.add(kind, spent);
    const count = counts[kind];
    if (count === undefined || (account !== undefined && of !== account)) return;
    count.decided++;
    if (isSuccess) count.succeeded++;
  });
  return counts.map((count, kind) => ({ ...count, meanHours: hours.mean(kind) }));
}

/** R, T and C over the twelve months that end with each month; null where nothing counts. */
export interface IndexTrend {
  /** The last day of each month, oldest first. */
  readonly months: readonly IsoDate[];
  readonly R: readonly (number | null)[];
  readonly T: readonly (number | null)[];
  readonly C: readonly (number | null)[];
}

/** How R, T and C came to be over the last `count` months, of one account or of the whole book. */
function indexTrendOf(
  kinds: IndexKinds,
  sources: { readonly need: EachRated; readonly talk: EachRated },
  today: IsoDate,
  count: number,
  account?: Ordinal,
): IndexTrend {
  const months = monthEnds(today, count);
  const [before = 0, ...buckets] = monthEnds(today, count + monthsTogether).map(dateToDay);
  const bucketOf = (day: number): number => (day > before ? buckets.findIndex((end) => day <= end) : -1);
  const isWanted = (of: number): boolean => account === undefined || of === account;
  const rated = (each: EachRated): readonly (number | null)[] => {
    const weights = new Float64Array(buckets.length);
    const sums = new Float64Array(buckets.length);
    each(({ account: of, weight, share, day }) => {
      const bucket = isWanted(of) ? bucketOf(day) : -1;
      if (bucket < 0) return;
      weights[bucket] = (weights[bucket] ?? 0) + weight;
      sums[bucket] = (sums[bucket] ?? 0) + weight * share;
    });
    return months.map((_, i) => {
      const weight = sumOf(weights, i);
      return weight === 0 ? null : sumOf(sums, i) / weight;
    });
  };
  const decided = orderKinds.map(() => new Float64Array(buckets.length));
  const succeeded = orderKinds.map(() => new Float64Array(buckets.length));
  const hours = new HourMeans();
  eachDecided(kinds.order, kinds.account, (of, kind, isSuccess, spent, day) => {
    hours.add(kind, spent);
    const bucket = isWanted(of) ? bucketOf(day) : -1;
    const [all, good] = [decided[kind], succeeded[kind]];
    if (bucket < 0 || all === undefined || good === undefined) return;
    all[bucket] = (all[bucket] ?? 0) + 1;
    if (isSuccess) good[bucket] = (good[bucket] ?? 0) + 1;
  });
  const efficiency = months.map((_, i) => {
    const classes = orderKinds.map((_kind, kind) => ({
      meanHours: hours.mean(kind),
      decided: sumOf(decided[kind], i),
      succeeded: sumOf(succeeded[kind], i),
    }));
    return efficiencyOf(classes) ?? null;
  });
  return { months, R: rated(sources.need), T: efficiency, C: rated(sources.talk) };
}

const monthsTogether = 12;

/** The sum of the twelve buckets that end with month `i`. */
function sumOf(buckets: Float64Array | undefined, i: number): number {
  return buckets?.subarray(i, i + monthsTogether).reduce((sum, each) => sum + each, 0) ?? 0;
}

class HourMeans {
  readonly #sums = orderKinds.map(() => ({ hours: 0, count: 0 }));

  add(kind: number, hours: number): void {
    const sum = this.#sums[kind];
    if (sum === undefined || Number.isNaN(hours)) return;
    sum.hours += hours;
    sum.count++;
  }

  mean(kind: number): number {
    const { hours = 0, count = 0 } = this.#sums[kind] ?? {};
    return count === 0 ? NaN : hours / count;
  }
}

/** Visits visible needs or activities that somebody has rated. */
function ratedIn(rated: KindIndex, accounts: KindIndex): EachRated {
  return (visit) => visitRated(rated, accounts, visit);
}

function visitRated(rated: KindIndex, accounts: KindIndex, visit: (rated: Rated) => void): void {
  const weightField = rated.kind === 'need' ? 'importance' : 'quality';
  for (const segment of rated.segments) {
    const satisfaction = segment.numbers.get('satisfaction');
    if (satisfaction === undefined) continue;
    const accountAt = accountReader(segment, accounts);
    const weights = segment.numbers.get(weightField);
    const dayAt = dayReader(segment, rated.kind === 'need' ? 'date' : 'at');
    for (let slot = 0; slot < segment.size; slot++) {
      const rating = satisfaction[slot] ?? NaN;
      if (segment.visible[slot] !== 1 || Number.isNaN(rating)) continue;
      const weight = weights?.[slot] ?? NaN;
      visit({
        account: accountAt(slot),
        weight: Number.isNaN(weight) ? usualRating : weight,
        share: shareOfRating(rating),
        day: dayAt(slot),
      });
    }
  }
}

/** Visits visible orders that went well or did not. `kind` is a position in `orderKinds`; `hours` NaN where nobody noted any. */
function eachDecided(
  orders: KindIndex,
  accounts: KindIndex,
  visit: (account: Ordinal, kind: number, isSuccess: boolean, hours: number, day: number) => void,
): void {
  for (const segment of orders.segments) {
    const accountAt = accountReader(segment, accounts);
    const status = segment.texts.get('status');
    const kind = segment.texts.get('kind');
    const noted = segment.numbers.get('succeeded');
    const hours = segment.numbers.get('duration');
    const dayAt = dayReader(segment, 'date');
    for (let slot = 0; slot < segment.size; slot++) {
      if (segment.visible[slot] !== 1) continue;
      const said = noted?.[slot] ?? NaN;
      const text = status?.textAt(slot);
      const isSuccess = Number.isNaN(said)
        ? text === 'done'
          ? true
          : text === 'cancelled'
            ? false
            : undefined
        : said === 1;
      if (isSuccess === undefined) continue;
      const position = orderKinds.findIndex((each) => each === kind?.textAt(slot));
      visit(accountAt(slot), Math.max(0, position), isSuccess, hours?.[slot] ?? NaN, dayAt(slot));
    }
  }
}

/** Distinct accounts are looked up once a shard. */
function accountReader(segment: Segment, accounts: KindIndex): (slot: number) => Ordinal {
  const column = segment.texts.get('account');
  if (column === undefined) return () => -1;
  const ordinals = new Int32Array(column.table.size).fill(-2);
  return (slot) => {
    const entry = column.codes[slot] ?? 0;
    if (entry === 0) return -1;
    if (ordinals[entry] === -2) ordinals[entry] = accounts.ordinalOf(column.table.textOf(entry));
    return ordinals[entry] ?? -1;
  };
}

/** The day of a column of dates, or of instants where the person is. */
function dayReader(segment: Segment, key: 'date' | 'at'): (slot: number) => number {
  const values = segment.numbers.get(key);
  if (key === 'date') return (slot) => values?.[slot] ?? NaN;
  return (slot) => {
    const at = values?.[slot] ?? NaN;
    return Number.isNaN(at) ? NaN : dateToDay(localDate(at));
  };
}

interface QualityReader {
  readonly kindAt: (slot: number) => 'company' | 'person';
  readonly isPresentAt: (field: QualityField, slot: number) => boolean;
  readonly faultsAt: (field: QualityField, slot: number, duplicates: number) => readonly QualityFault[];
  readonly scoreAt: (field: QualityField, slot: number, duplicates: number) => number;
}

/** Each distinct text is looked at once a shard. */
function readerOf(segment: Segment, now: number): QualityReader {
  const kinds = segment.texts.get('kind');
  const birthdays = segment.numbers.get('birthday');
  const updated = segment.numbers.get('updatedAt');
  const forms = new Map<QualityField, Uint8Array>();
  const formOf = (field: QualityField, entry: number): boolean => {
    const column = segment.texts.get(field);
    if (column === undefined) return false;
    const known = forms.get(field) ?? new Uint8Array(column.table.size);
    forms.set(field, known);
    if (known[entry] === 0) {
      const elements = column.table.textOf(entry).split(setSeparator);
      known[entry] = elements.every((element) => isWellFormed(field, element)) ? 2 : 1;
    }
    return known[entry] === 2;
  };
  const isPresentAt = (field: QualityField, slot: number): boolean =>
    field === 'birthday'
      ? !Number.isNaN(birthdays?.[slot] ?? NaN)
      : (segment.texts.get(field)?.codes[slot] ?? 0) > 0;
  const faultsAt = (field: QualityField, slot: number, duplicates: number): readonly QualityFault[] => {
    if (field === 'birthday' || !isPresentAt(field, slot)) return [];
    const isDuplicate =
      (field === 'phones' || field === 'emails') && (duplicates & duplicateBits[field]) !== 0;
    const isStale = staleFields.has(field) && now - (updated?.[slot] ?? now) > staleAfterDays * msPerDay;
    return [
      ...(formOf(field, segment.texts.get(field)?.codes[slot] ?? 0) ? [] : ['malformed' as const]),
      ...(isDuplicate ? ['duplicate' as const] : []),
      ...(isStale ? ['stale' as const] : []),
    ];
  };
  return {
    kindAt: (slot) => (kinds?.textAt(slot) === 'person' ? 'person' : 'company'),
    isPresentAt,
    faultsAt,
    scoreAt: (field, slot, duplicates) =>
      isPresentAt(field, slot) ? scoreOf(true, faultsAt(field, slot, duplicates)) : 0,
  };
}

/** By ordinal, which of an account's phones and addresses another visible account has too. */
function duplicatesOf(accounts: KindIndex): Uint8Array {
  const bits = new Uint8Array(accounts.capacity);
  for (const field of ['phones', 'emails'] as const) {
    const keyOf = field === 'phones' ? digitsOf : fold;
    const firsts = new Map<string, Ordinal>();
    accounts.segments.forEach((segment, number) => {
      const column = segment.texts.get(field);
      if (column === undefined) return;
      for (let slot = 0; slot < segment.size; slot++) {
        const entry = column.codes[slot] ?? 0;
        if (entry === 0 || segment.visible[slot] !== 1) continue;
        const ordinal = number * slotsPerSegment + slot;
        for (const element of column.table.textOf(entry).split(setSeparator)) {
          const key = keyOf(element);
          if (key.length < 5) continue;
          const first = firsts.get(key);
          if (first === undefined) firsts.set(key, ordinal);
          else if (first !== ordinal) {
            bits[first] = (bits[first] ?? 0) | duplicateBits[field];
            bits[ordinal] = (bits[ordinal] ?? 0) | duplicateBits[field];
          }
        }
      }
    });
  }
  return bits;
}

export interface IndicesRequest {
  /** Of one account; without it of the whole book. */
  readonly account?: RecordId;
  readonly weights: QualityWeights;
  readonly today: IsoDate;
  /** How many months the trend goes back. */
  readonly months: number;
}

/** What the indices of an account or of the book are, and what they are made of. */
export interface IndicesAnswer {
  /** Null where there is nothing to judge by. S of the book is the mean over its accounts. */
  readonly values: Readonly<Record<IndexName, number | null>>;
  /** Of an account: the parts of its S. */
  readonly parts: readonly QualityPart[];
  /** Of the book: how many accounts have an S in each tenth. */
  readonly tenths: readonly number[];
  /** How many needs and conversations are rated, and how many transactions are decided. */
  readonly counted: { readonly needs: number; readonly transactions: number; readonly talks: number };
  /** In the order of `orderKinds`. */
  readonly classes: readonly TransactionClass[];
  readonly trend: IndexTrend;
}

/** A need or a conversation that somebody has rated; `account` is −1 for one of none. */
export interface Rated {
  readonly account: Ordinal;
  readonly weight: number;
  readonly share: number;
  readonly day: number;
}

type EachRated = (visit: (rated: Rated) => void) => void;

type IndexKinds = Readonly<Record<'account' | 'need' | 'order' | 'activity', KindIndex>>;

/**
 * Answers for one account or the book; `quality` is S of all accounts with the weights of the request, `talks` the rated
 * conversations where they are not in the index.
 */
export function indicesOf(
  kinds: IndexKinds,
  request: IndicesRequest,
  quality: QualityFigures,
  now: number,
  talks?: readonly Rated[],
): IndicesAnswer {
  const { account: id, weights, today, months } = request;
  const ordinal = id === undefined ? undefined : kinds.account.ordinalOf(id);
  const isWanted = (of: Ordinal): boolean => ordinal === undefined || of === ordinal;
  const termsOf = (each: EachRated): WeightedShare[] => {
    const terms: WeightedShare[] = [];
    each((rated) => {
      if (isWanted(rated.account)) terms.push(rated);
    });
    return terms;
  };
  const eachNeed = ratedIn(kinds.need, kinds.account);
  const eachTalk: EachRated =
    talks === undefined ? ratedIn(kinds.activity, kinds.account) : (visit) => talks.forEach(visit);
  const [needTerms, talkTerms] = [termsOf(eachNeed), termsOf(eachTalk)];
  const classes = transactionClasses(kinds.account, kinds.order, ordinal);
  const summary = qualitySummary(quality);
  const parts =
    ordinal === undefined || ordinal < 0
      ? []
      : qualityPartsOf(kinds.account, ordinal, weights, now, quality.duplicates);
  return {
    values: {
      S: ordinal === undefined ? summary.mean : parts.length === 0 ? null : qualityOf(parts),
      R: weightedShare(needTerms) ?? null,
      T: efficiencyOf(classes) ?? null,
      C: weightedShare(talkTerms) ?? null,
    },
    parts,
    tenths: ordinal === undefined ? summary.tenths : [],
    counted: {
      needs: needTerms.length,
      transactions: classes.reduce((sum, each) => sum + each.decided, 0),
      talks: talkTerms.length,
    },
    classes,
    trend: indexTrendOf(kinds, { need: eachNeed, talk: eachTalk }, today, months, ordinal),
  };
}
