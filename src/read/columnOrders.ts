import type { RecordId } from '../domain/ids.ts';
import type { FieldDef } from '../domain/objects.ts';
import { segmentOfOrdinal, slotMask, type KindIndex, type Ordinal } from './kindIndex.ts';
import { conflicted, isNumberColumn, labelColumn, setSeparator } from './pack.ts';
import { lineOf } from './searchTexts.ts';
import type { Segment } from './segment.ts';
import { wordsInKey } from './sortKey.ts';
import { numberOrder, textOrder, type ColumnOrder, type GatheredKeys } from './sortedColumn.ts';

/** The order of a column that holds its own values: numbers, and texts with Han as pinyin. */
export function storedOrder(index: KindIndex, column: FieldDef): ColumnOrder {
  const { key } = column;
  if (key === 'conflict') {
    return slotOrder(
      index,
      ({ flags }) =>
        (slot) =>
          ((flags[slot] ?? 0) & conflicted) / conflicted,
    );
  }
  if (isNumberColumn(column)) {
    return slotOrder(index, ({ numbers }) => {
      const values = numbers.get(key);
      return (slot) => values?.[slot] ?? NaN;
    });
  }
  const textOf =
    key === labelColumn(index.kind)
      ? (ordinal: Ordinal) => soundOf(index, ordinal)
      : (ordinal: Ordinal) => foldedAt(index, key, ordinal);
  return textOrder((ordinals) => gatherKeys(index, key, ordinals), textOf);
}

/** The order of a column of choices: as they are given, others behind them; a set by its first element. */
export function choiceOrder(index: KindIndex, key: string, choices: readonly string[]): ColumnOrder {
  const ranks = new Map(choices.map((choice, rank) => [choice, rank]));
  return entryOrder(index, key, (text) => ranks.get(firstOf(text)) ?? choices.length);
}

/** The order of a column of references: by the rank of what they point to; a set by its first element. NaN is empty. */
export function referenceOrder(index: KindIndex, key: string, rankOf: (id: RecordId) => number): ColumnOrder {
  return entryOrder(index, key, (text) => rankOf(firstOf(text)));
}

function firstOf(text: string): string {
  const end = text.indexOf(setSeparator);
  return end < 0 ? text : text.slice(0, end);
}

/** Orders by a number that each distinct text stands for; texts are looked at once a shard. */
function entryOrder(index: KindIndex, key: string, rankOf: (text: string) => number): ColumnOrder {
  return slotOrder(index, ({ texts }) => {
    const column = texts.get(key);
    if (column === undefined) return () => NaN;
    const ranks = Float64Array.from({ length: column.table.size }, (_, entry) =>
      entry === 0 ? NaN : rankOf(column.table.textOf(entry)),
    );
    return (slot) => ranks[column.codes[slot] ?? 0] ?? NaN;
  });
}

/** `of` is asked once for each run of records of one segment. */
function slotOrder(index: KindIndex, of: (segment: Segment) => (slot: number) => number): ColumnOrder {
  return numberOrder((ordinals) => {
    const values = new Float64Array(ordinals.length);
    let current = -1;
    let valueAt: (slot: number) => number = () => NaN;
    for (let i = 0; i < ordinals.length; i++) {
      const ordinal = ordinals[i] as number;
      const number = segmentOfOrdinal(ordinal);
      const segment = index.segments[number];
      if (number !== current && segment !== undefined) {
        current = number;
        valueAt = of(segment);
      }
      values[i] = valueAt(ordinal & slotMask);
    }
    return values;
  });
}

type Words = [Uint32Array, Uint32Array, Uint32Array];

function gatherKeys(index: KindIndex, key: string, ordinals: Int32Array): GatheredKeys {
  const codes = new Uint16Array(ordinals.length);
  const [first, second, third] = [0, 1, 2].map(() => new Uint32Array(ordinals.length)) as Words;
  let current = -1;
  let codesHere: Uint16Array | undefined;
  let keysHere: Uint32Array | undefined;
  for (let i = 0; i < ordinals.length; i++) {
    const ordinal = ordinals[i] as number;
    const number = segmentOfOrdinal(ordinal);
    if (number !== current) {
      current = number;
      const column = index.segments[number]?.texts.get(key);
      codesHere = column?.codes;
      keysHere = column?.table.keys();
    }
    const code = codesHere?.[ordinal & slotMask] ?? 0;
    codes[i] = code;
    if (code === 0 || keysHere === undefined) continue;
    first[i] = keysHere[wordsInKey * code] as number;
    second[i] = keysHere[wordsInKey * code + 1] as number;
    third[i] = keysHere[wordsInKey * code + 2] as number;
  }
  return { codes, words: [first, second, third] };
}

/** A name's pinyin and after it the name; the folded name where it has no Han. */
function soundOf(index: KindIndex, ordinal: Ordinal): string {
  const packed = index.segments[segmentOfOrdinal(ordinal)]?.search.packed();
  if (packed === undefined) return '';
  const slot = ordinal & slotMask;
  const name = lineOf(packed.names, slot);
  const full = lineOf(packed.full, slot);
  return full === '' ? name : `${full}\n${name}`;
}

function foldedAt(index: KindIndex, key: string, ordinal: Ordinal): string {
  const column = index.segments[segmentOfOrdinal(ordinal)]?.texts.get(key);
  return column?.table.foldedOf(column.codes[ordinal & slotMask] ?? 0) ?? '';
}
