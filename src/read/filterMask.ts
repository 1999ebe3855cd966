import { dateToDay, isIsoDate } from '../domain/dates.ts';
import type { RecordId } from '../domain/ids.ts';
import type { FieldDef } from '../domain/objects.ts';
import { digitsOf, fold, isPhoneLike } from './fold.ts';
import { slotsPerSegment, type KindIndex } from './kindIndex.ts';
import { columnOf, isInstantColumn, type Condition } from './listQuery.ts';
import { conflicted, isNumberColumn, labelColumn, setSeparator } from './pack.ts';
import { slotsContaining } from './scan.ts';
import type { Segment, TextColumn } from './segment.ts';

/** What conditions may need beside the columns. */
export interface FilterSources {
  /** Values by ordinal of a column that other records make. */
  readonly derived: (column: string) => Float64Array;
  readonly membersOf: (segment: RecordId) => readonly RecordId[];
}

/** 1 for each visible record that meets all conditions, by ordinal. Linear. */
export function filterMask(
  index: KindIndex,
  conditions: readonly Condition[],
  sources: FilterSources,
): Uint8Array {
  const mask = new Uint8Array(index.capacity);
  index.segments.forEach((segment, number) => {
    mask.set(segment.visible.subarray(0, segment.size), number * slotsPerSegment);
  });
  for (const condition of conditions) applyCondition(index, condition, sources, mask);
  return mask;
}

function applyCondition(
  index: KindIndex,
  condition: Condition,
  sources: FilterSources,
  mask: Uint8Array,
): void {
  if (condition.op === 'inSegments' || condition.op === 'inNoSegment') {
    return keepMembers(index, condition.segments, condition.op === 'inSegments', sources, mask);
  }
  const column = columnOf(index.kind, condition.field);
  if (column === undefined) throw new Error(`no column ${condition.field} of ${index.kind}`);
  if (condition.op === 'contains' && column.key === labelColumn(index.kind)) {
    return keepNames(index, fold(condition.text.trim()), mask);
  }
  if (column.key === 'conflict') return keepConflicts(index, condition.op === 'isTrue', mask);
  const isNumber = isNumberColumn(column);
  const derived = derivedOf(index, column, sources);
  const accepts = isNumber ? numberTest(column, condition) : () => false;
  const acceptsText = isNumber ? () => false : textTest(column, condition);
  index.segments.forEach((segment, number) => {
    const from = number * slotsPerSegment;
    const part = mask.subarray(from, from + segment.size);
    if (derived !== undefined) keepNumbers(derived.subarray(from, from + segment.size), accepts, part);
    else if (isNumber) keepNumbers(segment.numbers.get(column.key), accepts, part);
    else keepTexts(segment.texts.get(column.key), acceptsText, part);
  });
}

function derivedOf(index: KindIndex, column: FieldDef, sources: FilterSources): Float64Array | undefined {
  const isDerived =
    index.kind === 'account' && ['revenue', 'orderCount', 'lastOrder', 'contactCount'].includes(column.key);
  return isDerived ? sources.derived(column.key) : undefined;
}

function keepNumbers(
  values: Float64Array | undefined,
  accepts: (value: number) => boolean,
  mask: Uint8Array,
): void {
  if (values === undefined) {
    if (!accepts(NaN)) mask.fill(0);
    return;
  }
  for (let slot = 0; slot < mask.length; slot++) {
    if (mask[slot] === 1 && !accepts(values[slot] as number)) mask[slot] = 0;
  }
}

/** Each distinct text is tested once. */
function keepTexts(
  column: TextColumn | undefined,
  accepts: (folded: TextProbe) => boolean,
  mask: Uint8Array,
): void {
  if (column === undefined) {
    if (!accepts({ text: '', folded: () => '' })) mask.fill(0);
    return;
  }
  const { table, codes } = column;
  const accepted = new Uint8Array(table.size);
  for (let entry = 0; entry < table.size; entry++) {
    const probe = { text: table.textOf(entry), folded: () => table.foldedOf(entry) };
    accepted[entry] = accepts(probe) ? 1 : 0;
  }
  for (let slot = 0; slot < mask.length; slot++) {
    if (accepted[codes[slot] as number] === 0) mask[slot] = 0;
  }
}

interface TextProbe {
  readonly text: string;
  readonly folded: () => string;
}

function textTest(column: FieldDef, condition: Condition): (probe: TextProbe) => boolean {
  const isSet = column.type === 'set';
  const elementsOf = (text: string): string[] =>
    text === '' ? [] : isSet ? text.split(setSeparator) : [text];
  switch (condition.op) {
    case 'empty':
      return ({ text }) => text === '';
    case 'notEmpty':
      return ({ text }) => text !== '';
    case 'contains':
      return containsTest(column, condition.text);
    case 'is': {
      const wanted = fold(condition.text.trim());
      return ({ text, folded }) =>
        text !== '' && (isSet ? elementsOf(folded()) : [folded().trim()]).includes(wanted);
    }
    case 'anyOf': {
      const wanted = new Set(condition.values);
      return ({ text }) => elementsOf(text).some((element) => wanted.has(element));
    }
    case 'noneOf': {
      const unwanted = new Set(condition.values);
      return ({ text }) => !elementsOf(text).some((element) => unwanted.has(element));
    }
    case 'allOf':
      return ({ text }) => {
        const elements = new Set(elementsOf(text));
        return condition.values.every((value) => elements.has(value));
      };
    default:
      throw new Error(`${condition.op} is no operator of ${column.key}`);
  }
}

function containsTest(column: FieldDef, text: string): (probe: TextProbe) => boolean {
  const wanted = fold(text.trim());
  if (column.element !== 'phone' || !isPhoneLike(text))
    return (probe) => probe.text !== '' && probe.folded().includes(wanted);
  const digits = digitsOf(text);
  return (probe) => probe.text.split(setSeparator).some((phone) => digitsOf(phone).includes(digits));
}

function numberTest(column: FieldDef, condition: Condition): (value: number) => boolean {
  switch (condition.op) {
    case 'empty':
      return (value) => Number.isNaN(value);
    case 'notEmpty':
      return (value) => !Number.isNaN(value);
    case 'isTrue':
      return (value) => value === 1;
    case 'isFalse':
      return (value) => value !== 1;
    case 'between': {
      const from = boundOf(column, condition.from, -Infinity, false);
      const to = boundOf(column, condition.to, Infinity, true);
      return (value) => value >= from && value <= to;
    }
    case 'lastDays': {
      const last = dateToDay(condition.today);
      const from = last - condition.days + 1;
      const isInstant = isInstantColumn(column);
      const [low, high] = isInstant ? [startOfDay(from), startOfDay(last + 1) - 1] : [from, last];
      return (value) => value >= low && value <= high;
    }
    default:
      throw new Error(`${condition.op} is no operator of ${column.key}`);
  }
}

function boundOf(column: FieldDef, bound: number | string | undefined, open: number, isEnd: boolean): number {
  if (bound === undefined) return open;
  if (typeof bound === 'number') return bound;
  if (!isIsoDate(bound)) return NaN;
  const day = dateToDay(bound);
  if (!isInstantColumn(column)) return day;
  return isEnd ? startOfDay(day + 1) - 1 : startOfDay(day);
}

/** The instant at which a calendar day begins where the person is. */
function startOfDay(day: number): number {
  const date = new Date(day * 86_400_000);
  return new Date(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()).getTime();
}

/** Names stand folded and joined already. */
function keepNames(index: KindIndex, wanted: string, mask: Uint8Array): void {
  index.segments.forEach((segment, number) => {
    const found = slotsContaining(segment.search.packed().names, wanted);
    const from = number * slotsPerSegment;
    for (let slot = 0; slot < segment.size; slot++) if (found[slot] !== 1) mask[from + slot] = 0;
  });
}

function keepConflicts(index: KindIndex, wanted: boolean, mask: Uint8Array): void {
  const test = (segment: Segment, number: number): void => {
    const from = number * slotsPerSegment;
    for (let slot = 0; slot < segment.size; slot++) {
      if ((((segment.flags[slot] ?? 0) & conflicted) !== 0) !== wanted) mask[from + slot] = 0;
    }
  };
  index.segments.forEach(test);
}

function keepMembers(
  index: KindIndex,
  segments: readonly RecordId[],
  wanted: boolean,
  sources: FilterSources,
  mask: Uint8Array,
): void {
  const isMember = new Uint8Array(mask.length);
  for (const segment of segments) {
    for (const id of sources.membersOf(segment)) {
      const ordinal = index.ordinalOf(id);
      if (ordinal >= 0) isMember[ordinal] = 1;
    }
  }
  for (let ordinal = 0; ordinal < mask.length; ordinal++) {
    if ((isMember[ordinal] === 1) !== wanted) mask[ordinal] = 0;
  }
}
