/** A piece of a book: rows of one table. Rows are what structured clone knows as plain data, and byte arrays. */
export interface BackupPart {
  readonly table: string;
  readonly rows: readonly unknown[];
}

/** A frame never holds more, so that a damaged length cannot ask for all memory. */
export const maxFrameBytes = 1 << 30;

const bytesMark = '$bytes';

/** One part as a frame: length of its JSON, number of byte arrays and their lengths, the JSON, the bytes. */
export function encodePart(part: BackupPart): Uint8Array<ArrayBuffer> {
  const blobs: Uint8Array[] = [];
  const json = new TextEncoder().encode(
    JSON.stringify(part, (_key, value: unknown) =>
      value instanceof Uint8Array ? { [bytesMark]: blobs.push(value) - 1 } : value,
    ),
  );
  const head = new Uint32Array([json.length, blobs.length, ...blobs.map((blob) => blob.length)]);
  const size = blobs.reduce((sum, blob) => sum + blob.length, head.byteLength + json.length);
  const frame = new Uint8Array(4 + size);
  const view = new DataView(frame.buffer);
  view.setUint32(0, size);
  head.forEach((value, i) => view.setUint32(4 + i * 4, value));
  let at = 4 + head.byteLength;
  for (const bytes of [json, ...blobs]) {
    frame.set(bytes, at);
    at += bytes.length;
  }
  return frame;
}

/** The part in a frame without its leading length; throws on a frame that `encodePart` does not make. */
export function decodePart(frame: Uint8Array): BackupPart {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const jsonLength = view.getUint32(0);
  const count = view.getUint32(4);
  if (8 + count * 4 + jsonLength > frame.length) throw new RangeError('a frame is shorter than its parts');
  let at = 8 + count * 4;
  const json = new TextDecoder('utf-8', { fatal: true }).decode(frame.subarray(at, at + jsonLength));
  at += jsonLength;
  const blobs: Uint8Array[] = [];
  for (let i = 0; i < count; i++) {
    const length = view.getUint32(8 + i * 4);
    if (at + length > frame.length) throw new RangeError('a frame is shorter than its parts');
    blobs.push(frame.slice(at, at + length));
    at += length;
  }
  return JSON.parse(json, (_key, value: unknown) => revive(value, blobs)) as BackupPart;
}

function revive(value: unknown, blobs: readonly Uint8Array[]): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, bytesMark)) return value;
  return blobs[(value as Record<string, number>)[bytesMark] ?? -1];
}
