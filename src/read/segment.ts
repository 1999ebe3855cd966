import type { RecordId, ShardId } from '../domain/ids.ts';
import { deleted, present, pristine, type Pack, type PackedTexts } from './pack.ts';
import { SearchTexts } from './searchTexts.ts';
import { wordsInKey } from './sortKey.ts';
import { emptyTable, TextTable } from './textTable.ts';

/** A column of texts: an entry of a table for each slot. */
export class TextColumn {
  codes: Uint16Array;
  table: TextTable;

  constructor(packed: PackedTexts) {
    this.codes = packed.codes;
    this.table = new TextTable(packed.table);
  }

  textAt(slot: number): string {
    return this.table.textOf(this.codes[slot] ?? 0);
  }
}

/** The records of one shard in memory: a pack, changed in place as rows change. */
export class Segment {
  readonly shard: ShardId;
  size: number;
  flags: Uint8Array;
  /** Slots of records for which others stand since they were merged. */
  merged: ReadonlySet<number> = new Set();
  /** 1 for each slot whose record is to be seen. */
  visible: Uint8Array;
  visibleCount = 0;
  /** Rises with every change, so that what was made from this segment is known to be of now. */
  revision = 0;
  readonly numbers: Map<string, Float64Array>;
  readonly texts: Map<string, TextColumn>;
  readonly search: SearchTexts;

  constructor(shard: ShardId, pack: Pack) {
    this.shard = shard;
    this.size = pack.flags.length;
    this.flags = pack.flags;
    this.visible = new Uint8Array(this.size);
    this.numbers = new Map(Object.entries(pack.numbers));
    this.texts = new Map(Object.entries(pack.texts).map(([key, packed]) => [key, new TextColumn(packed)]));
    this.search = new SearchTexts(pack.search);
  }

  /** Writes the records of a pack of the same shard over those that are here. */
  apply(pack: Pack): void {
    this.revision++;
    this.#grow(pack.flags.length);
    const from = new Segment(this.shard, pack);
    const slots = [...pack.flags.keys()].filter((slot) => ((pack.flags[slot] ?? 0) & present) !== 0);
    for (const slot of slots) {
      this.flags[slot] = pack.flags[slot] ?? 0;
      this.search.set(slot, from.search.entryOf(slot));
    }
    for (const key of new Set([...this.numbers.keys(), ...from.numbers.keys()]))
      this.#applyNumbers(key, from, slots);
    for (const key of new Set([...this.texts.keys(), ...from.texts.keys()]))
      this.#applyTexts(key, from, slots);
  }

  /** Takes out a record whose row is gone. */
  remove(slot: number): void {
    if (slot >= this.size) return;
    this.revision++;
    this.flags[slot] = 0;
    this.search.set(slot, { name: '', full: '', initials: '', details: '', spans: [] });
  }

  /** Decides anew what is to be seen. */
  refreshVisible(hiddenBatches: ReadonlySet<RecordId>): void {
    const batches = this.texts.get('batch');
    const isHiddenBatch = new Uint8Array(batches?.table.size ?? 0);
    for (const id of hiddenBatches) {
      const entry = batches?.table.find(id) ?? -1;
      if (entry > 0) isHiddenBatch[entry] = 1;
    }
    this.revision++;
    this.visibleCount = 0;
    for (let slot = 0; slot < this.size; slot++) {
      const flags = this.flags[slot] ?? 0;
      const isShown =
        (flags & (present | deleted)) === present &&
        !this.merged.has(slot) &&
        ((flags & pristine) === 0 || isHiddenBatch[batches?.codes[slot] ?? 0] !== 1);
      this.visible[slot] = isShown ? 1 : 0;
      if (isShown) this.visibleCount++;
    }
  }

  #applyNumbers(key: string, from: Segment, slots: readonly number[]): void {
    const source = from.numbers.get(key);
    const target = this.numbers.get(key) ?? new Float64Array(this.flags.length).fill(NaN);
    this.numbers.set(key, target);
    for (const slot of slots) target[slot] = source?.[slot] ?? NaN;
  }

  #applyTexts(key: string, from: Segment, slots: readonly number[]): void {
    const source = from.texts.get(key);
    const target = this.texts.get(key) ?? this.#emptyTexts();
    this.texts.set(key, target);
    const keys = source?.table.keys();
    for (const slot of slots) {
      const entry = source?.codes[slot] ?? 0;
      const text = source?.table.textOf(entry) ?? '';
      if (text === '') {
        target.codes[slot] = 0;
        continue;
      }
      const words = keys?.subarray(wordsInKey * entry, wordsInKey * (entry + 1)) ?? [];
      if (target.table.isEntry(target.codes[slot] ?? 0, text, words)) continue;
      target.codes[slot] = target.table.add(text, words);
    }
    if (target.table.size > maxEntries) compact(target, this.size);
  }

  #emptyTexts(): TextColumn {
    return new TextColumn({ codes: new Uint16Array(this.flags.length), table: emptyTable() });
  }

  #grow(size: number): void {
    if (size <= this.size) return;
    this.size = size;
    if (size <= this.flags.length) return;
    const capacity = Math.max(size, Math.min(2 * this.flags.length, 2_048));
    this.flags = copyInto(new Uint8Array(capacity), this.flags);
    this.visible = copyInto(new Uint8Array(capacity), this.visible);
    for (const [key, column] of this.numbers) {
      this.numbers.set(key, copyInto(new Float64Array(capacity).fill(NaN), column));
    }
    for (const column of this.texts.values())
      column.codes = copyInto(new Uint16Array(capacity), column.codes);
  }
}

/** Codes are 16 bits; a table that many edits have filled is made anew of what is in use. */
const maxEntries = 60_000;

function compact(column: TextColumn, size: number): void {
  const keys = column.table.keys();
  const fresh = new TextTable(emptyTable());
  fresh.keys();
  for (let slot = 0; slot < size; slot++) {
    const entry = column.codes[slot] ?? 0;
    if (entry === 0) continue;
    const words = keys.subarray(wordsInKey * entry, wordsInKey * (entry + 1));
    column.codes[slot] = fresh.add(column.table.textOf(entry), words);
  }
  column.table = fresh;
}

function copyInto<T extends Uint8Array | Uint16Array | Float64Array>(target: T, source: T): T {
  target.set(source);
  return target;
}
