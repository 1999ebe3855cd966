import type { RecordId } from '../domain/ids.ts';
import type { FieldDef } from '../domain/objects.ts';
import { segmentOfOrdinal, slotMask, type KindIndex, type Ordinal } from './kindIndex.ts';
import { conflicted, isNumberColumn, labelColumn, setSeparator } from './pack.ts';
import { fold } from './fold.ts';
import { numberOrder, textOrder, type ColumnOrder } from './sortedColumn.ts';

/** The order of a column that holds its own values: numbers, choices in the order of the schema, texts with Han as pinyin. */
export function storedOrder(index: KindIndex, column: FieldDef): ColumnOrder {
  if (column.key === 'conflict') return numberOrder((ordinal) => (isConflicted(index, ordinal) ? 1 : 0));
  if (isNumberColumn(column)) return numberOrder((ordinal) => index.numberOf(ordinal, column.key));
  if (column.type === 'choice') return choiceOrder(index, column.key, column.choices ?? []);
  return storedTextOrder(index, column.key);
}

/** The order of a column of references: by the rank of what they point to; a set by its first element. NaN is empty. */
export function referenceOrder(index: KindIndex, key: string, rankOf: (id: RecordId) => number): ColumnOrder {
  const ranksByTable = index.segments.map((segment) => {
    const table = segment.texts.get(key)?.table;
    return Float64Array.from({ length: table?.size ?? 0 }, (_, entry) => {
      const text = table?.textOf(entry) ?? '';
      const first = text.indexOf(setSeparator);
      return text === '' ? NaN : rankOf(first < 0 ? text : text.slice(0, first));
    });
  });
  return numberOrder((ordinal) => {
    const number = segmentOfOrdinal(ordinal);
    return ranksByTable[number]?.[codeAt(index, ordinal, key)] ?? NaN;
  });
}

function choiceOrder(index: KindIndex, key: string, choices: readonly string[]): ColumnOrder {
  return numberOrder((ordinal) => {
    const text = index.textOf(ordinal, key);
    return text === '' ? NaN : choices.indexOf(text);
  });
}

function storedTextOrder(index: KindIndex, key: string): ColumnOrder {
  const wordOf =
    (word: 0 | 1) =>
    (ordinal: Ordinal): number =>
      index.segments[segmentOfOrdinal(ordinal)]?.texts.get(key)?.table.keys()[2 * codeAt(index, ordinal, key) + word] ?? 0;
  return textOrder({
    highOf: wordOf(0),
    lowOf: wordOf(1),
    isEmpty: (ordinal) => codeAt(index, ordinal, key) === 0,
    textOf:
      key === labelColumn(index.kind)
        ? (ordinal) => soundOf(index, ordinal)
        : (ordinal) => fold(index.textOf(ordinal, key)),
  });
}

/** A name's pinyin with its syllables parted, and after it the name; folded only, where it has no Han. */
function soundOf(index: KindIndex, ordinal: Ordinal): string {
  const entry = index.segments[segmentOfOrdinal(ordinal)]?.search.entryOf(ordinal & slotMask);
  if (entry === undefined) return '';
  const tokens: string[] = [];
  let start = 0;
  for (let token = 0; token < entry.initials.length; token++) {
    const length = entry.spans[3 * token + 2] ?? 0;
    tokens.push(entry.full.slice(start, start + length));
    start += length;
  }
  return tokens.length === 0 ? entry.name : `${tokens.join(' ')}\n${entry.name}`;
}

function codeAt(index: KindIndex, ordinal: Ordinal, key: string): number {
  return index.segments[segmentOfOrdinal(ordinal)]?.texts.get(key)?.codes[ordinal & slotMask] ?? 0;
}

function isConflicted(index: KindIndex, ordinal: Ordinal): boolean {
  return ((index.segments[segmentOfOrdinal(ordinal)]?.flags[ordinal & slotMask] ?? 0) & conflicted) !== 0;
}
