import { choiceKey, choiceOfWord, guessChoices, splitList, type ChoiceWords } from '../values/choice.ts';
import { decideDateOrder, type DateOrder } from '../values/date.ts';
import { decideNumberFormat, type NumberFormat } from '../values/number.ts';
import { cleanKey } from '../values/text.ts';
import type { RecognisedExport } from './programs.ts';
import type { ColumnSurvey } from './survey.ts';
import { targetsOf, type ImportKind, type Target } from './targets.ts';

/** Names of fields and words of choices as files write them, from the synonyms table of the interface's languages. */
export interface ImportWords {
  /** Name of a column, as `nameKey` writes it → targets it may mean, with its place among the names of each: 0 is the likeliest. */
  names: ReadonlyMap<string, readonly { target: string; place: number }[]>;
  /** Key of a target → word → choice. */
  choices: ReadonlyMap<string, ChoiceWords>;
  booleans: ReadonlyMap<string, boolean>;
  currencies: ReadonlyMap<string, string>;
}

export type MappingWhy = 'program' | 'name' | 'values' | 'remembered' | 'chosen' | 'none';

/** Where one column goes, why, and how its cells are read. */
export interface ColumnMapping {
  column: number;
  /** Key of a target; null for a column that is left out. */
  target: string | null;
  why: MappingWhy;
  dateOrder: DateOrder;
  /** The values allow another order too, or contradict each other. */
  dateUnsure: boolean;
  numberFormat: NumberFormat;
  numberUnsure: boolean;
  /** Words of the column, cleaned and in lower case → choice; null for "leave empty". */
  choices: Record<string, string | null>;
}

/** A mapping kept from an earlier import of a file with the same columns. */
export interface RememberedMapping {
  kind: ImportKind;
  columns: readonly Pick<ColumnMapping, 'column' | 'target' | 'dateOrder' | 'numberFormat' | 'choices'>[];
}

/** A column's name as names are compared: narrow, lower-case, without spaces, punctuation and what stands in brackets. */
export function nameKey(name: string): string {
  const key = cleanKey(name).toLowerCase();
  const short = key.replace(/[([\uff08\u3010].*?[)\]\uff09\u3011]/g, '').replace(/[\s_\-./:*#'"]+/g, '');
  return short === '' ? key : short;
}

/** What the rows of a file most likely are, by the names of its columns. */
export function guessImportKind(columns: readonly ColumnSurvey[], words: ImportWords): ImportKind {
  const has = (key: string) => isNamed(columns, words, key);
  if (has('task.due') && has('task.title')) return 'task';
  if (has('deal.stage') && (has('deal.amount') || has('deal.closeDate'))) return 'deal';
  if (has('quote.number') && has('quote.validUntil')) return 'quote';
  if (has('payment.amount') && has('payment.due')) return 'payment';
  if (has('lead.company') && has('lead.status')) return 'lead';
  if (has('need.title') && (has('need.importance') || has('need.kanoClass'))) return 'need';
  if (has('behaviour.kind') && has('behaviour.at')) return 'behaviour';
  if (has('activity.at') && (has('activity.type') || has('activity.direction')) && has('activity.subject'))
    return 'activity';
  const hasOrder = has('order.number') || has('order.date');
  if (hasOrder && (has('line.quantity') || has('line.price'))) return 'orderLine';
  if (
    (has('product.code') || has('product.name')) &&
    (has('product.price') || has('product.category')) &&
    !has('account.phones')
  )
    return 'product';
  const hasPerson = has('contact.title') || has('contact.role');
  return hasPerson && !has('account.level') && !has('account.industry') ? 'contact' : 'account';
}

function isNamed(columns: readonly ColumnSurvey[], words: ImportWords, key: string): boolean {
  return columns.some(
    (column) => words.names.get(nameKey(column.name))?.some(({ target }) => target === key) === true,
  );
}

/** Deals and quotes may name a product or an amount without having lines: lines have a quantity and a price of one. */
function tellsLines(columns: readonly ColumnSurvey[], words: ImportWords): boolean {
  return isNamed(columns, words, 'line.quantity') && isNamed(columns, words, 'product.price');
}

/** Guesses where each column goes: as last time for the same columns; else by its name; else, for addresses, numbers and dates
 *  that fit only one free field, by its values. No two columns go to one field, unless it takes many. */
export function guessMapping(
  columns: readonly ColumnSurvey[],
  kind: ImportKind,
  words: ImportWords,
  remembered: RememberedMapping | undefined,
  preferredOrder: 'dmy' | 'mdy',
  ofBook: readonly Target[] = [],
  recognised: RecognisedExport['targets'] = new Map(),
): ColumnMapping[] {
  const kept = remembered?.kind === kind ? remembered : undefined;
  const isPossible = ({ record }: Target): boolean =>
    !(kind === 'deal' || kind === 'quote') ||
    !(record === 'line' || record === 'product') ||
    kept !== undefined ||
    tellsLines(columns, words);
  const targets = new Map(
    targetsOf(kind, ofBook)
      .filter(isPossible)
      .map((target) => [target.key, target]),
  );
  const taken = new Set<string>();
  const found = new Map<number, { target: string; why: MappingWhy }>();
  const take = (column: ColumnSurvey, key: string, why: MappingWhy) => {
    const target = targets.get(key);
    if (target === undefined || found.has(column.index) || (taken.has(key) && !target.many)) return;
    found.set(column.index, { target: key, why });
    taken.add(key);
  };

  for (const { column, target } of kept?.columns ?? []) {
    const survey = columns[column];
    if (survey !== undefined && target !== null) take(survey, target, 'remembered');
  }
  if (kept === undefined) {
    for (const column of columns) {
      const target = recognised.get(column.index);
      if (typeof target === 'string' && fits(column, targets.get(target), words))
        take(column, target, 'program');
    }
    for (const { column, target } of candidatesByName(columns, kind, words, ofBook)) {
      if (recognised.get(column.index) === null) continue;
      if (fits(column, targets.get(target), words)) take(column, target, 'name');
    }
    for (const column of columns) {
      if (recognised.has(column.index)) continue;
      const key = byValues(column, kind, taken);
      if (key !== undefined) take(column, key, 'values');
    }
  }
  return columns.map((column) => {
    const earlier = kept?.columns.find((candidate) => candidate.column === column.index);
    const { target, why } = found.get(column.index) ?? { target: null, why: 'none' as const };
    return mapColumn(
      column,
      target === null ? undefined : targets.get(target),
      why,
      words,
      preferredOrder,
      earlier,
    );
  });
}

/** The mapping of one column to a target, its formats decided from its values; what was remembered of them stands. */
export function mapColumn(
  column: ColumnSurvey,
  target: Target | undefined,
  why: MappingWhy,
  words: ImportWords,
  preferredOrder: 'dmy' | 'mdy',
  earlier?: RememberedMapping['columns'][number],
): ColumnMapping {
  const order = decideDateOrder(column.dates, preferredOrder);
  const format = decideNumberFormat(column.formats);
  const choices =
    target?.choices === undefined
      ? new Map<string, string | null>()
      : guessChoices(wordsOf(column, target), target, words.choices.get(target.key) ?? new Map());
  // Nobody becomes a member by an import: names of others are left empty, which the mapping shows.
  if (target?.to === 'member')
    for (const word of wordsOf(column, target))
      if (!choices.has(choiceKey(word))) choices.set(choiceKey(word), null);
  for (const [word, choice] of Object.entries(earlier?.choices ?? {})) choices.set(word, choice);
  return {
    column: column.index,
    target: target?.key ?? null,
    why,
    dateOrder: earlier?.dateOrder ?? order.order,
    dateUnsure: earlier === undefined && order.unsure,
    numberFormat: earlier?.numberFormat ?? format.format,
    numberUnsure: earlier === undefined && format.unsure,
    choices: Object.fromEntries(choices),
  };
}

/** Every meaning of every column's name, the likeliest first; fields of what a row is before those of what it brings along. */
function candidatesByName(
  columns: readonly ColumnSurvey[],
  kind: ImportKind,
  words: ImportWords,
  ofBook: readonly Target[],
) {
  const own = kind === 'orderLine' ? ['order', 'line'] : [kind];
  const keyed = targetsOf(kind, ofBook).filter(({ record }) => own.includes(record));
  const found = columns.flatMap((column) => {
    const key = nameKey(column.name);
    const called = ofBook.filter((target) => target.names?.some((name) => nameKey(name) === key) === true);
    return [
      // What the book itself calls so comes first.
      ...called.map((target) => ({ column, target: target.key, rank: -1 })),
      // Files of JSON call fields by their keys.
      ...keyed.flatMap((target) =>
        target.field === column.name ? [{ column, target: target.key, rank: -0.5 }] : [],
      ),
      ...(words.names.get(key) ?? []).map(({ target, place }) => {
        const isOwn = kind === 'orderLine' || target.startsWith(`${kind}.`);
        return { column, target, rank: isOwn ? place : place + 100 };
      }),
    ];
  });
  return found.sort((a, b) => a.rank - b.rank);
}

/** A name can lie: a column called "phone" full of words is not one. Columns with few values are taken at their word. */
function fits(column: ColumnSurvey, target: Target | undefined, words: ImportWords): boolean {
  if (target === undefined) return false;
  // A column of owners is one only where somebody of the book is named in it.
  if (target.to === 'member' && target.choices !== undefined)
    return [...wordsOf(column, target)].some((word) => choiceOfWord(choiceKey(word), target, undefined));
  // What an order is may be called "type" like much else: every word has to be one.
  if (target.key === 'order.kind')
    return [...wordsOf(column, target)].every((word) =>
      choiceOfWord(choiceKey(word), target, words.choices.get(target.key)),
    );
  const isClock =
    column.samples.length > 0 && column.samples.every((sample) => /^\d{1,2}:\d{2}$/.test(sample));
  if (target.key === 'order.time') return isClock;
  if (target.key === 'order.date' && isClock) return false;
  if (column.distinct < 5) return true;
  const share = (count: number) => count / Math.min(column.distinct, 20_000);
  if (target.element === 'email') return share(column.emails) >= 0.3;
  if (target.element === 'phone') return share(column.phones) >= 0.3;
  if (target.type === 'date' || target.type === 'instant')
    return share(column.dates.dates + column.dates.serials) >= 0.3;
  if (
    target.type === 'number' ||
    target.type === 'integer' ||
    target.type === 'money' ||
    target.type === 'unitPrice'
  )
    return share(column.numbers) >= 0.3;
  return true;
}

/** The words of a column of choices, parted where a cell may hold several. */
export function wordsOf(column: ColumnSurvey, target: Target): Set<string> {
  const cells = [...(column.words?.keys() ?? [])];
  return new Set(target.type === 'set' ? cells.flatMap((cell) => splitList(cell, false)) : cells);
}

function byValues(column: ColumnSurvey, kind: ImportKind, taken: ReadonlySet<string>): string | undefined {
  if (column.distinct < 1) return undefined;
  const share = (count: number) => count / column.distinct;
  const free = (...keys: string[]) => keys.find((key) => !taken.has(key));
  const person = kind === 'contact' ? 'contact' : 'account';
  if (share(column.emails) >= 0.8 && kind !== 'product') return free(`${person}.emails`, 'contact.emails');
  if (share(column.links) >= 0.8 && kind === 'account') return free('account.website');
  const isPhone =
    share(column.phones) >= 0.9 &&
    share(column.dates.dates) < 0.5 &&
    column.formats.point + column.formats.comma === 0;
  if (
    isPhone &&
    kind !== 'product' &&
    kind !== 'orderLine' &&
    column.samples.every((sample) => /^(?:\+|00|0\d{2}|1[3-9]\d{9}|400)/.test(sample.replace(/[\s()-]/g, '')))
  ) {
    return free(`${person}.phones`, 'contact.phones');
  }
  if (kind === 'orderLine' && share(column.dates.dates) >= 0.9 && column.dates.serials === 0)
    return free('order.date');
  return undefined;
}
