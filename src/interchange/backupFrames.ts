/** What a backup can hold: plain data and bytes. Properties that are undefined are left out. */
export type Packable = unknown;

/** A frame: u32 length of its JSON, the JSON, u32 count of byte arrays, and each with its u32 length. Little-endian. In the JSON a
 *  byte array is `{"$b": n}`; an object that has a key `$b` or `$o` of its own is `{"$o": [[key, value], …]}`. Throws on what is
 *  neither plain data nor bytes: that is a bug. */
export function encodeFrame(value: Packable): Uint8Array<ArrayBuffer> {
  const blobs: Uint8Array[] = [];
  const json = new TextEncoder().encode(JSON.stringify(withoutBytes(value, blobs)));
  const length = 8 + json.length + blobs.reduce((sum, blob) => sum + 4 + blob.length, 0);
  const frame = new Uint8Array(length);
  const view = new DataView(frame.buffer);
  let at = 0;
  const put = (bytes: Uint8Array) => {
    view.setUint32(at, bytes.length, true);
    frame.set(bytes, at + 4);
    at += 4 + bytes.length;
  };
  put(json);
  view.setUint32(at, blobs.length, true);
  at += 4;
  for (const blob of blobs) put(blob);
  return frame;
}

/** Cuts a stream of bytes, in pieces of any size, back into values. Throws `FrameError` when the stream ends inside a frame or is
 *  none. Memory: one frame and one piece. */
export async function* decodeFrames(
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Packable, void, undefined> {
  let rest = new Uint8Array(0);
  for await (const piece of pieces) {
    const joined = new Uint8Array(rest.length + piece.length);
    joined.set(rest);
    joined.set(piece, rest.length);
    rest = joined;
    for (;;) {
      const frame = readFrame(rest);
      if (frame === undefined) break;
      yield frame.value;
      rest = rest.subarray(frame.length);
    }
  }
  if (rest.length > 0) throw new FrameError();
}

export class FrameError extends Error {
  override readonly name = 'FrameError';
}

function readFrame(bytes: Uint8Array): { value: Packable; length: number } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const take = (): Uint8Array | undefined => {
    if (at + 4 > bytes.length) return undefined;
    const length = view.getUint32(at, true);
    if (at + 4 + length > bytes.length) return undefined;
    const part = bytes.slice(at + 4, at + 4 + length);
    at += 4 + length;
    return part;
  };
  const json = take();
  if (json === undefined || at + 4 > bytes.length) return undefined;
  const count = view.getUint32(at, true);
  at += 4;
  const blobs: Uint8Array[] = [];
  for (let n = 0; n < count; n += 1) {
    const blob = take();
    if (blob === undefined) return undefined;
    blobs.push(blob);
  }
  return { value: withBytes(parseJson(json), blobs), length: at };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (thrown) {
    if (thrown instanceof SyntaxError || thrown instanceof TypeError) throw new FrameError();
    throw thrown;
  }
}

function withoutBytes(value: unknown, blobs: Uint8Array[]): unknown {
  if (value instanceof Uint8Array) return { $b: blobs.push(value) - 1 };
  if (Array.isArray(value)) return value.map((item) => withoutBytes(item, blobs));
  if (typeof value !== 'object' || value === null) return value;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    throw new Error('a backup holds plain data and bytes only');
  const entries = Object.entries(value).map(([key, item]) => [key, withoutBytes(item, blobs)] as const);
  const isMarked =
    Object.hasOwn(value, '$b') || Object.hasOwn(value, '$o') || Object.hasOwn(value, '__proto__');
  return isMarked ? { $o: entries } : Object.fromEntries(entries);
}

function withBytes(value: unknown, blobs: readonly Uint8Array[]): unknown {
  if (Array.isArray(value)) return value.map((item) => withBytes(item, blobs));
  if (typeof value !== 'object' || value === null) return value;
  if ('$b' in value) {
    const blob = typeof value.$b === 'number' ? blobs[value.$b] : undefined;
    if (blob === undefined) throw new FrameError();
    return blob;
  }
  const entries: unknown = '$o' in value ? value.$o : Object.entries(value);
  if (!Array.isArray(entries)) throw new FrameError();
  return Object.fromEntries(
    (entries as [string, unknown][]).map(([key, item]) => [key, withBytes(item, blobs)]),
  );
}
