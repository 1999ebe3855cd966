import { fold } from './fold.ts';
import { wordsInKey, writeSortKey } from './sortKey.ts';
import { bytesOfText, textOfBytes } from './textBytes.ts';

/** Distinct texts end to end; entry i lies between `offsets[i]` and `offsets[i + 1]`. Entry 0 is the empty text. */
export interface PackedTable {
  readonly bytes: Uint8Array;
  /** In UTF-16 units of the text that the bytes are. */
  readonly offsets: Uint32Array;
  /** `wordsInKey` words per entry, see `writeSortKey`; left out where nothing in it is Han and keys can be made when needed. */
  readonly keys?: Uint32Array;
}

/** Up to this many texts, a table knows where each of them stands. */
const fewTexts = 512;

/** The texts of a column of one shard, with room for more. */
export class TextTable {
  /** Until a text is first read. */
  #bytes: Uint8Array | undefined;
  #joined = '';
  readonly #offsets: Uint32Array;
  readonly #extra: string[] = [];
  #keys: Uint32Array | undefined;
  #keyCount = 0;
  #codes: Map<string, number> | undefined;
  readonly #folded: string[] = [];

  constructor(packed: PackedTable) {
    this.#bytes = packed.bytes;
    this.#offsets = packed.offsets;
    this.#keys = packed.keys;
    this.#keyCount = packed.keys === undefined ? 0 : packed.offsets.length - 1;
  }

  get size(): number {
    return this.#offsets.length - 1 + this.#extra.length;
  }

  textOf(entry: number): string {
    const offsets = this.#offsets;
    const packedSize = offsets.length - 1;
    if (entry >= packedSize) return this.#extra[entry - packedSize] ?? '';
    if (this.#bytes !== undefined) {
      this.#joined = textOfBytes(this.#bytes);
      this.#bytes = undefined;
    }
    return this.#joined.slice(offsets[entry], offsets[entry + 1]);
  }

  /** Kept for columns of few texts; made each time for others, which would fill the memory. */
  foldedOf(entry: number): string {
    if (this.size > fewTexts) return fold(this.textOf(entry));
    return (this.#folded[entry] ??= fold(this.textOf(entry)));
  }

  /** The entry of a text, or −1. Linear. */
  find(text: string): number {
    for (let entry = 0; entry < this.size; entry++) if (this.textOf(entry) === text) return entry;
    return -1;
  }

  /**
   * An entry with this text and its sort key: one that is here, or a new one. Among many texts, and where it has stood under another
   * key, it may come twice.
   */
  add(text: string, words: ArrayLike<number>): number {
    const known = this.size > fewTexts ? undefined : this.#index().get(text);
    if (known !== undefined && this.#sortsBy(known, words)) return known;
    this.#ensureKeys();
    const entry = this.size;
    this.#extra.push(text);
    if (this.size > fewTexts) this.#codes = undefined;
    else this.#index().set(text, entry);
    this.#reserveKeys(entry + 1);
    this.#keys?.set(words, wordsInKey * entry);
    this.#keyCount = entry + 1;
    return entry;
  }

  /** True for an entry with this text and this sort key. */
  isEntry(entry: number, text: string, words: ArrayLike<number>): boolean {
    return this.textOf(entry) === text && this.#sortsBy(entry, words);
  }

  /** Keys that are not made yet follow from the text. */
  #sortsBy(entry: number, words: ArrayLike<number>): boolean {
    const keys = this.#keys;
    if (keys === undefined || entry >= this.#keyCount) return true;
    for (let i = 0; i < wordsInKey; i++) if (keys[wordsInKey * entry + i] !== words[i]) return false;
    return true;
  }

  /** `wordsInKey` words per entry. */
  keys(): Uint32Array {
    return this.#ensureKeys();
  }

  #ensureKeys(): Uint32Array {
    if (this.#keys !== undefined && this.#keyCount >= this.size) return this.#keys;
    const keys = new Uint32Array(wordsInKey * this.size);
    for (let entry = 0; entry < this.size; entry++) writeSortKey(fold(this.textOf(entry)), keys, entry);
    this.#keyCount = this.size;
    return (this.#keys = keys);
  }

  #reserveKeys(entries: number): void {
    if (this.#keys === undefined || this.#keys.length >= wordsInKey * entries) return;
    const grown = new Uint32Array(2 * wordsInKey * entries);
    grown.set(this.#keys);
    this.#keys = grown;
  }

  #index(): Map<string, number> {
    if (this.#codes === undefined) {
      this.#codes = new Map();
      for (let entry = 0; entry < this.size; entry++) this.#codes.set(this.textOf(entry), entry);
    }
    return this.#codes;
  }
}

export function packTable(
  texts: readonly string[],
  spacedOf?: (text: string, entry: number) => string,
): PackedTable {
  const offsets = new Uint32Array(texts.length + 1);
  let length = 0;
  texts.forEach((text, i) => {
    offsets[i] = length;
    length += text.length;
  });
  offsets[texts.length] = length;
  const bytes = bytesOfText(texts.join(''));
  if (spacedOf === undefined) return { bytes, offsets };
  const keys = new Uint32Array(wordsInKey * texts.length);
  texts.forEach((text, i) => writeSortKey(spacedOf(text, i), keys, i));
  return { bytes, offsets, keys };
}

/** The empty text alone. */
export function emptyTable(): PackedTable {
  return { bytes: new Uint8Array(), offsets: new Uint32Array(2) };
}
