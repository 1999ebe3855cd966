import { noDay, type OrderBlock } from '../domain/orderBlock.ts';
import { currencyDigits } from '../domain/money.ts';
import { orderKinds, orderStatuses } from '../domain/objects.ts';
import type { Json } from '../domain/json.ts';
import { fold } from './fold.ts';
import { slotsPerSegment } from './kindIndex.ts';
import { columnOf } from './listQuery.ts';
import {
  currencyColumn,
  currencyOf,
  isNumberColumn,
  numberOfValue,
  packFormat,
  present,
  pristine,
  textOfValue,
  type Pack,
  type PackedTexts,
} from './pack.ts';
import { searchDetails } from './searchDetails.ts';
import { lineOffsets, packLines, storeLines, type PackedLines, type StoredLines } from './searchTexts.ts';
import { packTable } from './textTable.ts';

/** A block of orders in the form of a pack, so that lists treat them like other records. Linear. */
export function packOfBlock(block: OrderBlock): Pack {
  const size = (block.index.at(-1) ?? -1) + 1;
  const flags = new Uint8Array(size);
  for (const slot of block.index) flags[slot] = present | pristine;
  const at = spread(block, size, (position) => block.at[position] ?? NaN);
  const digits = block.currencies.map((currency) => 10 ** currencyDigits(currency));
  const numbers: Record<string, Float64Array> = {
    date: spread(block, size, (position) => dayOf(block, position)),
    total: spread(
      block,
      size,
      (position) => (block.totalMinor[position] ?? 0) / (digits[block.currency[position] ?? 0] ?? 100),
    ),
    createdAt: at,
    updatedAt: at.slice(),
  };
  const texts: Record<string, PackedTexts> = {
    number: coded(block, size, block.numbers, (position) => position),
    account: coded(block, size, block.accounts, (position) => block.account[position] ?? -1),
    kind: coded(block, size, orderKinds, (position) => block.kind[position] ?? -1),
    status: coded(block, size, orderStatuses, (position) => block.status[position] ?? -1),
    currency: coded(block, size, block.currencies, (position) => block.currency[position] ?? -1),
    createdBy: coded(block, size, block.authors, (position) => block.author[position] ?? -1),
    ...(block.batch === undefined ? {} : { batch: coded(block, size, [block.batch], () => 0) }),
    ...timeOf(block, size),
  };
  addExtras(block, size, numbers, texts);
  const empty = emptyLines(size);
  const details = detailLines(block, size);
  const search = {
    names: storeLines(numberLines(block, size)),
    full: empty,
    initials: empty,
    details: details === undefined ? empty : storeLines(details),
    spans: new Uint8Array(),
  };
  return { format: packFormat, flags, numbers, texts, search };
}

function dayOf(block: OrderBlock, position: number): number {
  const day = block.day[position] ?? noDay;
  return day === noDay ? NaN : day;
}

function spread(block: OrderBlock, size: number, valueOf: (position: number) => number): Float64Array {
  const column = new Float64Array(size).fill(NaN);
  block.index.forEach((slot, position) => (column[slot] = valueOf(position)));
  return column;
}

/** `entryOf` gives a position in `texts`, −1 for none. Equal texts may stand there twice. */
function coded(
  block: OrderBlock,
  size: number,
  texts: readonly string[],
  entryOf: (position: number) => number,
): PackedTexts {
  const codes = new Uint16Array(size);
  block.index.forEach((slot, position) => (codes[slot] = entryOf(position) + 1));
  return { codes, table: packTable(['', ...texts]) };
}

function timeOf(block: OrderBlock, size: number): Record<string, PackedTexts> {
  if (block.minute.every((minute) => minute < 0)) return {};
  const minutes = [...new Set(block.minute)].filter((minute) => minute >= 0).sort((a, b) => a - b);
  const entries = new Map(minutes.map((minute, entry) => [minute, entry]));
  const texts = minutes.map(
    (minute) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`,
  );
  return { time: coded(block, size, texts, (position) => entries.get(block.minute[position] ?? -1) ?? -1) };
}

/** Fields that stand in a block's `extras`: owner, tags, custom fields and the like. Columns that are packed already stay. */
function addExtras(
  block: OrderBlock,
  size: number,
  numbers: Record<string, Float64Array>,
  texts: Record<string, PackedTexts>,
): void {
  const keys = new Set(block.extras.flatMap((extra) => Object.keys(extra)));
  for (const key of keys) {
    const column = columnOf('order', key);
    if (column === undefined || key in numbers || key in texts) continue;
    const values = block.extras.map((extra): Json => extra[key] ?? null);
    if (isNumberColumn(column)) {
      const read = values.map((value) => (value === null ? NaN : numberOfValue(column, value)));
      numbers[key] = spread(block, size, (position) => read[block.extra[position] ?? -1] ?? NaN);
      if (column.type === 'money')
        texts[currencyColumn(key)] = extraTexts(block, size, values.map(currencyOf));
    } else texts[key] = extraTexts(block, size, values);
  }
}

function extraTexts(block: OrderBlock, size: number, values: readonly Json[]): PackedTexts {
  const texts = values.map((value) => (value === null ? '' : textOfValue(value)));
  const distinct = [...new Set(texts)].filter((text) => text !== '');
  const entries = new Map(distinct.map((text, entry) => [text, entry]));
  return coded(
    block,
    size,
    distinct,
    (position) => entries.get(texts[block.extra[position] ?? -1] ?? '') ?? -1,
  );
}

function numberLines(block: OrderBlock, size: number): PackedLines {
  const lines = new Array<string>(size).fill('');
  block.index.forEach((slot, position) => (lines[slot] = block.numbers[position] ?? ''));
  const joined = [...lines, ''].join('\n');
  const folded = joined.toLowerCase();
  // Numbers are nearly always plain, and then all of them fold at once.
  const isPlain = /^[\n\x20-\x7e]*$/.test(joined);
  return isPlain ? { joined: folded, offsets: lineOffsets(lines) } : packLines(lines.map(fold));
}

/** Details of orders have custom fields only; undefined where there are none. */
function detailLines(block: OrderBlock, size: number): PackedLines | undefined {
  const details = block.extras.map(searchDetails);
  if (details.every((detail) => detail === '')) return undefined;
  const lines = new Array<string>(size).fill('');
  block.index.forEach((slot, position) => (lines[slot] = details[block.extra[position] ?? -1] ?? ''));
  return packLines(lines);
}

const noLines = storeLines(packLines(new Array<string>(slotsPerSegment).fill('')));

/** Nothing is written to stored lines, so all blocks look at the same ones. */
function emptyLines(size: number): StoredLines {
  return { bytes: noLines.bytes.subarray(0, size), offsets: noLines.offsets.subarray(0, size + 1) };
}
