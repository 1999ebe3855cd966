import { maxContentBytes } from '../protocol/limits.ts';

/** The first byte of a sealed text says how the rest is packed. */
const packing = { none: 0, deflate: 1 } as const;

/** Shorter contents do not get smaller. */
const minDeflatedBytes = 192;

/** One byte for the packing, then the content as it is or deflated (RFC 1951): the shorter of the two. */
export async function pack(content: Uint8Array): Promise<Uint8Array> {
  if (content.length >= minDeflatedBytes) {
    const deflated = await through(content, new CompressionStream('deflate-raw'), Infinity);
    if (deflated !== undefined && deflated.length < content.length) {
      return withFirstByte(packing.deflate, deflated);
    }
  }
  return withFirstByte(packing.none, content);
}

/** Undefined where the bytes are of no known packing, or would be longer than `maxBytes` unpacked. */
export async function unpack(
  packed: Uint8Array,
  maxBytes = maxContentBytes,
): Promise<Uint8Array | undefined> {
  const body = packed.subarray(1);
  if (packed[0] === packing.none) return body.length > maxBytes ? undefined : body;
  if (packed[0] === packing.deflate) return through(body, new DecompressionStream('deflate-raw'), maxBytes);
  return undefined;
}

/** Runs bytes through a stream. Undefined where the stream refuses them or gives more than `maxBytes`. */
async function through(
  bytes: Uint8Array,
  stream: CompressionStream | DecompressionStream,
  maxBytes: number,
): Promise<Uint8Array | undefined> {
  const writer = stream.writable.getWriter();
  const written = writer.write(new Uint8Array(bytes)).then(() => writer.close());
  // A refusal shows on the reading side too.
  written.catch(() => undefined);
  const reader = (stream.readable as ReadableStream<Uint8Array>).getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      length += value.length;
      if (length > maxBytes) {
        await reader.cancel();
        return undefined;
      }
      chunks.push(value);
    }
  } catch {
    return undefined;
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

function withFirstByte(first: number, rest: Uint8Array): Uint8Array {
  const all = new Uint8Array(rest.length + 1);
  all[0] = first;
  all.set(rest, 1);
  return all;
}
