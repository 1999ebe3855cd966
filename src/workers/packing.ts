/**
 * Values as messages carry them between threads. A message takes a hundred thousand short texts apart and puts them together one
 * by one, on both sides, which keeps a page from drawing for longer than all figures do; one long text is copied as its bytes are.
 */
export interface Packed<T> {
  /** What is in the message is no `T` before it is unpacked. */
  readonly [packedAs]: T;
}

declare const packedAs: unique symbol;

/** Many texts as one. */
interface PackedTexts {
  readonly joinedTexts: string;
  /** Where each text ends. */
  readonly textEnds: Uint32Array;
}

/** Shorter lists travel as they are. */
const leastTexts = 200;
/** Letters of one text, at most: engines know a limit not far above. */
const mostLetters = 200_000_000;

/** What stands for the lists of an object, by their keys, and for a list that was unpacked. */
const packedByOwner = new WeakMap<object, Map<string, PackedTexts>>();
const packedByTexts = new WeakMap<readonly string[], PackedTexts>();

/** A value for a message: long lists of texts in plain objects and lists are packed. What holds none is given back as it is. */
export function packed<T>(value: T): Packed<T> {
  return packedValue(value) as Packed<T>;
}

/**
 * The value of a message that has just come, which is changed: a list of texts in an object is unpacked when it is first read. To
 * be handed on, it need not be unpacked at all.
 */
export function unpacked<T>(message: Packed<T>): T {
  return unpackedValue(message) as T;
}

function packedValue(value: unknown): unknown {
  if (Array.isArray(value)) return packedList(value as readonly unknown[]);
  if (!isPlain(value)) return value;
  const unread = packedByOwner.get(value);
  const entries = value as Readonly<Record<string, unknown>>;
  const own = Object.keys(value).map((key) => {
    const known = unread?.get(key);
    if (known !== undefined) return { key, isSame: false, after: known };
    const after = packedValue(entries[key]);
    return { key, isSame: after === entries[key], after };
  });
  return own.every(({ isSame }) => isSame)
    ? value
    : Object.fromEntries(own.map(({ key, after }) => [key, after]));
}

function packedList(list: readonly unknown[]): unknown {
  if (typeof list[0] === 'string') return isTexts(list) ? packedTexts(list) : list;
  if (typeof list[0] !== 'object') return list;
  const entries = list.map(packedValue);
  return entries.some((entry, i) => entry !== list[i]) ? entries : list;
}

function packedTexts(texts: readonly string[]): readonly string[] | PackedTexts {
  const known = packedByTexts.get(texts);
  if (known !== undefined) return known;
  const textEnds = new Uint32Array(texts.length);
  let end = 0;
  texts.forEach((text, i) => (textEnds[i] = end += text.length));
  return end > mostLetters ? texts : { joinedTexts: texts.join(''), textEnds };
}

function unpackedValue(value: unknown): unknown {
  if (isPackedTexts(value)) return unpackedTexts(value);
  if (Array.isArray(value)) {
    const list = value as unknown[];
    if (typeof list[0] === 'object') for (const [i, entry] of list.entries()) list[i] = unpackedValue(entry);
  } else if (isPlain(value)) {
    for (const [key, entry] of Object.entries(value)) {
      if (isPackedTexts(entry)) unpackLater(value, key, entry);
      else if (typeof entry === 'object') unpackedValue(entry);
    }
  }
  return value;
}

function unpackLater(owner: object, key: string, texts: PackedTexts): void {
  let unpackedOnce: readonly string[] | undefined;
  const get = (): readonly string[] => (unpackedOnce ??= unpackedTexts(texts));
  const own = packedByOwner.get(owner) ?? new Map<string, PackedTexts>();
  packedByOwner.set(owner, own.set(key, texts));
  Object.defineProperty(owner, key, { get, enumerable: true, configurable: true });
}

function unpackedTexts(texts: PackedTexts): readonly string[] {
  const { joinedTexts, textEnds } = texts;
  const list = Array.from(textEnds, (end, i) => joinedTexts.slice(i === 0 ? 0 : textEnds[i - 1], end));
  packedByTexts.set(list, texts);
  return list;
}

function isTexts(list: readonly unknown[]): list is readonly string[] {
  return list.length >= leastTexts && list.every((entry) => typeof entry === 'string');
}

function isPackedTexts(value: unknown): value is PackedTexts {
  return typeof value === 'object' && value !== null && 'joinedTexts' in value && 'textEnds' in value;
}

/** Neither a list, nor a class of its own such as typed arrays, maps and errors. */
export function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
