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
  #packed: PackedSearch;
  readonly #changed = new Map<number, SearchEntry>();

  constructor(packed: PackedSearch) {
    this.#packed = packed;
  }

  set(slot: number, entry: SearchEntry): void {
    this.#changed.set(slot, entry);
  }

  /** Up to date, for scanning. */
  packed(): PackedSearch {
    if (this.#changed.size > 0) {
      const size = Math.max(slotCount(this.#packed), 1 + Math.max(...this.#changed.keys()));
      this.#packed = packSearch(Array.from({ length: size }, (_, slot) => this.entryOf(slot)));
      this.#changed.clear();
    }
    return this.#packed;
  }

  entryOf(slot: number): SearchEntry {
    const changed = this.#changed.get(slot);
    if (changed !== undefined) return changed;
    const packed = this.#packed;
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
