import { err, ok, type Result } from '../domain/result.ts';
import { fromHex, type Malformed } from './bytes.ts';

/** The members of a JSON object of anybody's, where a name like `__proto__` is a name like any other. */
export type Parts = ReadonlyMap<string, unknown>;

/** Lists and objects within each other, at most: deeper texts are made to exhaust a stack. */
const maxDepth = 32;

/** JSON of anybody's; undefined where it is none, or is nested deeper than anything that we write. */
export function parseJson(text: string): Result<unknown, Malformed> {
  if (isDeep(text)) return malformed('JSON nested too deeply');
  try {
    return ok(JSON.parse(text));
  } catch {
    return malformed('not JSON');
  }
}

/** Undefined where the value is not an object. */
export function partsOf(value: unknown): Parts | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return new Map(Object.entries(value));
}

/** Lower-case hexadecimal digits of exactly so many bytes. */
export function hexPart(parts: Parts, name: string, bytes: number): string | undefined {
  const text = parts.get(name);
  return fromHex(text, bytes) === undefined ? undefined : (text as string);
}

/** Lower-case hexadecimal digits of so many bytes at most. */
export function longHexPart(parts: Parts, name: string, mostBytes: number): string | undefined {
  const text = parts.get(name);
  if (typeof text !== 'string' || text.length > mostBytes * 2) return undefined;
  return fromHex(text) === undefined ? undefined : text;
}

/** A safe integer from 0 on. */
export function countPart(parts: Parts, name: string, most = Number.MAX_SAFE_INTEGER): number | undefined {
  const value = parts.get(name);
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= most
    ? value
    : undefined;
}

export function flagPart(parts: Parts, name: string): boolean | undefined {
  const value = parts.get(name);
  return typeof value === 'boolean' ? value : undefined;
}

/** One of these words. */
export function wordPart<Word extends string>(
  parts: Parts,
  name: string,
  words: readonly Word[],
): Word | undefined {
  return words.find((word) => word === parts.get(name));
}

/** A text of so many UTF-16 units at most. */
export function textPart(parts: Parts, name: string, most: number): string | undefined {
  const value = parts.get(name);
  return typeof value === 'string' && value.length <= most ? value : undefined;
}

/** A list of so many things at most, each of which `read` understands. */
export function listPart<T>(
  parts: Parts,
  name: string,
  most: number,
  read: (value: unknown) => T | undefined,
): T[] | undefined {
  const value = parts.get(name);
  if (!Array.isArray(value) || value.length > most) return undefined;
  const list: T[] = [];
  for (const each of value) {
    const item = read(each);
    if (item === undefined) return undefined;
    list.push(item);
  }
  return list;
}

type Whole<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** The same object if nothing in it is missing. */
export function whole<T extends object>(parts: T): Whole<T> | undefined {
  return Object.values(parts).includes(undefined) ? undefined : (parts as Whole<T>);
}

export function malformed(detail: string): Result<never, Malformed> {
  return err({ type: 'malformed', detail });
}

function isDeep(text: string): boolean {
  let depth = 0;
  let isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (isQuoted) {
      if (char === backslash) i++;
      else if (char === quote) isQuoted = false;
    } else if (char === quote) isQuoted = true;
    else if (char === openList || char === openObject) {
      if (++depth > maxDepth) return true;
    } else if (char === closeList || char === closeObject) depth--;
  }
  return false;
}

const [quote, backslash] = [0x22, 0x5c];
const [openList, closeList, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d];
