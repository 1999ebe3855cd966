import { bytesOfText, textOfBytes } from './textBytes.ts';

/** One text per slot, each followed by a line break, so that no match runs over into the next. */
export interface PackedLines {
  readonly joined: string;
  /** One entry more than there are slots. */
  readonly offsets: Uint32Array;
}

/** What search looks at, by slot: all folded, empty for a slot without record. */
export interface PackedSearch {
  readonly names: PackedLines;
  /** Pinyin of names with Han: tokens joined, and their first letters. */
  readonly full: PackedLines;
  readonly initials: PackedLines;
  /** Phones as digits, e-mails and codes, parted by `detailSeparator`. */
  readonly details: PackedLines;
  /** Three bytes per token, in the order of `initials`: see `Transcript`. */
  readonly spans: Uint8Array;
}

/** The same as packs hold it. */
export interface StoredSearch {
  readonly names: StoredLines;
  readonly full: StoredLines;
  readonly initials: StoredLines;
  readonly details: StoredLines;
  readonly spans: Uint8Array;
}

export interface StoredLines {
  readonly bytes: Uint8Array;
  /** In UTF-16 units of the text that the bytes are. */
  readonly offsets: Uint32Array;
}

export interface SearchEntry {
  readonly name: string;
  readonly full: string;
  readonly initials: string;
  readonly details: string;
  readonly spans: ArrayLike<number>;
}

export const detailSeparator = '\u0001';

const textKeys = ['names', 'full', 'initials', 'details'] as const;
const noEntry: SearchEntry = { name: '', full: '', initials: '', details: '', spans: [] };

/** The searchable texts of one shard: packed, with changed slots beside them until the next search packs them again. */
export class SearchTexts {
  /** True where a name has had pinyin. */
  hasPinyin: boolean;
  /** They stay bytes until somebody first searches. */
  #read: () => PackedSearch;
  readonly #changed = new Map<number, SearchEntry>();

  constructor(stored: StoredSearch) {
    const { offsets } = stored.full;
    this.hasPinyin = (offsets.at(-1) ?? 0) > offsets.length - 1;
    this.#read = () => this.#keep(readSearch(stored));
  }

  set(slot: number, entry: SearchEntry): void {
    this.#changed.set(slot, entry);
    if (entry.full !== '') this.hasPinyin = true;
  }

  /** Up to date, for scanning. */
  packed(): PackedSearch {
    const read = this.#read();
    if (this.#changed.size === 0) return read;
    const size = Math.max(slotCount(read), 1 + Math.max(...this.#changed.keys()));
    const packed = packSearch(Array.from({ length: size }, (_, slot) => this.entryOf(slot)));
    this.#changed.clear();
    return this.#keep(packed);
  }

  entryOf(slot: number): SearchEntry {
    const changed = this.#changed.get(slot);
    if (changed !== undefined) return changed;
    const packed = this.#read();
    if (slot >= slotCount(packed)) return noEntry;
    const from = (packed.initials.offsets[slot] ?? 0) - slot;
    const initials = lineOf(packed.initials, slot);
    return {
      name: lineOf(packed.names, slot),
      full: lineOf(packed.full, slot),
      initials,
      details: lineOf(packed.details, slot),
      spans: packed.spans.subarray(3 * from, 3 * (from + initials.length)),
    };
  }

  #keep(packed: PackedSearch): PackedSearch {
    this.#read = () => packed;
    return packed;
  }
}

export function packSearch(entries: readonly SearchEntry[]): PackedSearch {
  const spans = new Uint8Array(entries.reduce((sum, entry) => sum + entry.spans.length, 0));
  let at = 0;
  for (const entry of entries) {
    spans.set(entry.spans, at);
    at += entry.spans.length;
  }
  const [names, full, initials, details] = textKeys.map((key) =>
    packLines(entries.map((entry) => entry[key === 'names' ? 'name' : key])),
  ) as [PackedLines, PackedLines, PackedLines, PackedLines];
  return { names, full, initials, details, spans };
}

export function storeSearch({ names, full, initials, details, spans }: PackedSearch): StoredSearch {
  return {
    names: storeLines(names),
    full: storeLines(full),
    initials: storeLines(initials),
    details: storeLines(details),
    spans,
  };
}

export function storeLines({ joined, offsets }: PackedLines): StoredLines {
  return { bytes: bytesOfText(joined), offsets };
}

function readSearch({ names, full, initials, details, spans }: StoredSearch): PackedSearch {
  return {
    names: readLines(names),
    full: readLines(full),
    initials: readLines(initials),
    details: readLines(details),
    spans,
  };
}

function readLines({ bytes, offsets }: StoredLines): PackedLines {
  return { joined: textOfBytes(bytes), offsets };
}

export function packLines(texts: readonly string[]): PackedLines {
  return { joined: [...texts, ''].join('\n'), offsets: lineOffsets(texts) };
}

export function lineOffsets(texts: readonly string[]): Uint32Array {
  const offsets = new Uint32Array(texts.length + 1);
  let length = 0;
  texts.forEach((text, i) => {
    offsets[i] = length;
    length += text.length + 1;
  });
  offsets[texts.length] = length;
  return offsets;
}

export function lineOf(lines: PackedLines, slot: number): string {
  return lines.joined.slice(lines.offsets[slot], (lines.offsets[slot + 1] ?? 1) - 1);
}

function slotCount(packed: PackedSearch): number {
  return packed.names.offsets.length - 1;
}
