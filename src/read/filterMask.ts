import type { IsoDate } from '../domain/dates.ts';
import type { RecordId } from '../domain/ids.ts';
import type { ObjectKind } from '../domain/objects.ts';
import { emptyProbe, numberTest, textTest, type TextProbe } from './conditionTests.ts';
import { derivedFrom } from './derivedKinds.ts';
import { fold } from './fold.ts';
import type { FormulaColumn } from './formulaColumns.ts';
import { slotsPerSegment, type KindIndex } from './kindIndex.ts';
import {
  columnOf,
  isGroup,
  operatorsOf,
  type Condition,
  type FieldCondition,
  type Filter,
  type ListedKind,
  type RelatedCondition,
} from './listQuery.ts';
import { conflicted, isNumberColumn, labelColumn } from './pack.ts';
import { slotsContaining } from './scan.ts';
import type { TextColumn } from './segment.ts';

/** What conditions may need beside the columns. */
export interface FilterSources {
  /** Where a condition on days names none. */
  readonly today: IsoDate;
  /** Values by ordinal of a column that other records make. */
  readonly derived: (kind: ListedKind, column: string) => Float64Array;
  /** What a formula gives; undefined for one that cannot be computed. */
  readonly formula: (kind: ListedKind, column: string) => FormulaColumn | undefined;
  /** For references of a kind of which records were merged: the record that stands for another. */
  readonly standingFor: (to: ObjectKind | undefined) => ((id: RecordId) => RecordId) | undefined;
  /** 1 for each account, by ordinal, that belongs to a segment. */
  readonly members: (segment: RecordId) => Uint8Array;
  /** 1 for each record of a kind, by ordinal, that has a related record of the sort that is asked for. */
  readonly related: (kind: ListedKind, condition: RelatedCondition) => Uint8Array;
}

/** 1 for each visible record that meets a filter, by ordinal. Linear. */
export function filterMask(index: KindIndex, filter: Filter | undefined, sources: FilterSources): Uint8Array {
  const mask = new Uint8Array(index.capacity);
  index.segments.forEach((segment, number) => {
    mask.set(segment.visible.subarray(0, segment.size), number * slotsPerSegment);
  });
  if (filter !== undefined) keepGroup(index, filter, sources, mask);
  return mask;
}

function keepGroup(index: KindIndex, filter: Filter, sources: FilterSources, mask: Uint8Array): void {
  if (filter.match === 'all' || filter.conditions.length < 2) {
    for (const part of filter.conditions) keepPart(index, part, sources, mask);
    return;
  }
  const met = new Uint8Array(mask.length);
  for (const part of filter.conditions) {
    const ofPart = mask.slice();
    keepPart(index, part, sources, ofPart);
    for (let i = 0; i < met.length; i++) met[i] = (met[i] as number) | (ofPart[i] as number);
  }
  mask.set(met);
}

function keepPart(
  index: KindIndex,
  part: Condition | Filter,
  sources: FilterSources,
  mask: Uint8Array,
): void {
  if (isGroup(part)) return keepGroup(index, part, sources, mask);
  switch (part.op) {
    case 'related':
      return keepWhere(mask, sources.related(index.kind, part), part.quantifier === 'some');
    case 'inSegments':
    case 'inNoSegment':
      return keepWhere(mask, membersOfAny(part.segments, sources, mask.length), part.op === 'inSegments');
    default:
      return keepByField(index, part, sources, mask);
  }
}

function membersOfAny(segments: readonly RecordId[], sources: FilterSources, length: number): Uint8Array {
  const isMember = new Uint8Array(length);
  for (const segment of segments) {
    const members = sources.members(segment);
    for (let i = 0; i < length; i++) isMember[i] = (isMember[i] as number) | (members[i] as number);
  }
  return isMember;
}

function keepWhere(mask: Uint8Array, found: Uint8Array, wanted: boolean): void {
  const value = wanted ? 1 : 0;
  for (let i = 0; i < mask.length; i++) if (found[i] !== value) mask[i] = 0;
}

function keepByField(
  index: KindIndex,
  condition: FieldCondition,
  sources: FilterSources,
  mask: Uint8Array,
): void {
  const column = columnOf(index.kind, condition.field);
  if (column === undefined) throw new Error(`no column ${condition.field} of ${index.kind}`);
  if (condition.op === 'contains' && column.key === labelColumn(index.kind)) {
    return keepNames(index, fold(condition.text.trim()), mask);
  }
  if (column.type === 'formula') {
    return keepFormula(condition, sources.formula(index.kind, column.key), sources.today, mask);
  }
  if (column.key === 'conflict') return keepConflicts(index, condition.op === 'isTrue', mask);
  const isNumber = isNumberColumn(column);
  const isDerived = derivedFrom(index.kind, column.key) !== undefined;
  const derived = isDerived ? sources.derived(index.kind, column.key) : undefined;
  const accepts = isNumber ? numberTest(column, condition, sources.today) : () => false;
  const acceptsText = isNumber ? () => false : textTest(column, condition, sources.standingFor(column.to));
  index.segments.forEach((segment, number) => {
    const from = number * slotsPerSegment;
    const part = mask.subarray(from, from + segment.size);
    if (derived !== undefined) keepNumbers(derived.subarray(from, from + segment.size), accepts, part);
    else if (isNumber) keepNumbers(segment.numbers.get(column.key), accepts, part);
    else keepTexts(segment.texts.get(column.key), acceptsText, part);
  });
}

/** A condition that the formula's result cannot meet, since somebody has changed the formula, finds nothing. */
function keepFormula(
  condition: FieldCondition,
  formula: FormulaColumn | undefined,
  today: IsoDate,
  mask: Uint8Array,
): void {
  if (formula === undefined || !operatorsOf(formula.field).includes(condition.op)) {
    if (condition.op !== 'empty') mask.fill(0);
    return;
  }
  const { field, numbers, texts } = formula;
  if (texts === undefined) return keepNumbers(numbers, numberTest(field, condition, today), mask);
  const accepts = textTest(field, condition);
  for (let i = 0; i < mask.length; i++) {
    const text = texts[i] ?? '';
    if (mask[i] === 1 && !accepts({ text, folded: () => fold(text) })) mask[i] = 0;
  }
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
  accepts: (probe: TextProbe) => boolean,
  mask: Uint8Array,
): void {
  if (column === undefined) {
    if (!accepts(emptyProbe)) mask.fill(0);
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

/** Names stand folded and joined already. */
function keepNames(index: KindIndex, wanted: string, mask: Uint8Array): void {
  index.segments.forEach((segment, number) => {
    const found = slotsContaining(segment.search.packed().names, wanted);
    const from = number * slotsPerSegment;
    for (let slot = 0; slot < segment.size; slot++) if (found[slot] !== 1) mask[from + slot] = 0;
  });
}

function keepConflicts(index: KindIndex, wanted: boolean, mask: Uint8Array): void {
  index.segments.forEach((segment, number) => {
    const from = number * slotsPerSegment;
    for (let slot = 0; slot < segment.size; slot++) {
      if ((((segment.flags[slot] ?? 0) & conflicted) !== 0) !== wanted) mask[from + slot] = 0;
    }
  });
}
