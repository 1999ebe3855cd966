import { err, ok, type Result } from '../domain/result.ts';

/** Bytes that do not follow the format; `detail` says where, never what they contain. */
export interface Malformed {
  readonly type: 'malformed';
  readonly detail: string;
}

/** Thrown inside `parseBytes` only. */
class MalformedError extends Error {}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Grows as it is written to. Numbers are big-endian and unsigned. */
export class ByteWriter {
  #buffer = new Uint8Array(256);
  #view = new DataView(this.#buffer.buffer);
  #length = 0;

  u8(value: number): this {
    const at = this.#reserve(1);
    this.#view.setUint8(at, value);
    return this;
  }

  u32(value: number): this {
    const at = this.#reserve(4);
    this.#view.setUint32(at, value);
    return this;
  }

  /** A safe integer, in eight bytes. */
  u64(value: number): this {
    const at = this.#reserve(8);
    this.#view.setBigUint64(at, BigInt(value));
    return this;
  }

  raw(bytes: Uint8Array): this {
    const at = this.#reserve(bytes.length);
    this.#buffer.set(bytes, at);
    return this;
  }

  /** Four bytes of length, then the bytes. */
  bytes(bytes: Uint8Array): this {
    return this.u32(bytes.length).raw(bytes);
  }

  text(text: string): this {
    return this.bytes(encoder.encode(text));
  }

  finish(): Uint8Array {
    return this.#buffer.slice(0, this.#length);
  }

  /** Makes room, perhaps in a new buffer: to be called before `#view` is read. */
  #reserve(count: number): number {
    const at = this.#length;
    this.#length += count;
    if (this.#length > this.#buffer.length) {
      const grown = new Uint8Array(Math.max(this.#buffer.length * 2, this.#length));
      grown.set(this.#buffer.subarray(0, at));
      this.#buffer = grown;
      this.#view = new DataView(grown.buffer);
    }
    return at;
  }
}

/** Reads what a `ByteWriter` wrote; used within `parseBytes`, which turns its complaints into a result. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  u8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4));
  }

  u64(): number {
    const value = this.#view.getBigUint64(this.#take(8));
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) this.fail('number too large');
    return Number(value);
  }

  /** A view of the next bytes, not a copy. */
  raw(count: number): Uint8Array {
    const at = this.#take(count);
    return this.#bytes.subarray(at, at + count);
  }

  bytes(): Uint8Array {
    return this.raw(this.u32());
  }

  text(): string {
    const bytes = this.bytes();
    try {
      return decoder.decode(bytes);
    } catch {
      return this.fail('not UTF-8');
    }
  }

  fail(detail: string): never {
    throw new MalformedError(`${detail} at byte ${this.#at}`);
  }

  #take(count: number): number {
    const at = this.#at;
    if (count > this.left) this.fail(`${count} bytes expected, ${this.left} left`);
    this.#at = at + count;
    return at;
  }
}

/** Runs `read` over all of the bytes: too few, too many or wrong ones are an error, never a throw. */
export function parseBytes<T>(bytes: Uint8Array, read: (reader: ByteReader) => T): Result<T, Malformed> {
  const reader = new ByteReader(bytes);
  try {
    const value = read(reader);
    if (reader.left > 0) reader.fail(`${reader.left} bytes too many`);
    return ok(value);
  } catch (thrown) {
    if (!(thrown instanceof MalformedError)) throw thrown;
    return err({ type: 'malformed', detail: thrown.message });
  }
}

export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Lower-case hexadecimal digits, two for a byte. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += hexOfByte[byte] ?? '';
  return text;
}

/** Undefined unless the text is exactly `length` bytes of lower-case hexadecimal digits (any even number without it). */
export function fromHex(text: unknown, length?: number): Uint8Array | undefined {
  if (typeof text !== 'string' || text.length % 2 !== 0) return undefined;
  if (length !== undefined && text.length !== length * 2) return undefined;
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) {
    const high = digitOf(text.charCodeAt(2 * i));
    const low = digitOf(text.charCodeAt(2 * i + 1));
    if (high < 0 || low < 0) return undefined;
    bytes[i] = high * 16 + low;
  }
  return bytes;
}

/** The value of a digit 0–9 or a–f by its code; −1 for any other sign. */
function digitOf(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  return code >= 97 && code <= 102 ? code - 87 : -1;
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
