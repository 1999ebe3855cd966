import { crc32 } from './crc32.ts';

/** A file of an archive that is packed already. */
interface Packed {
  readonly name: Uint8Array<ArrayBuffer>;
  readonly blob: Blob;
  readonly bytes: number;
  readonly crc: number;
}

/** The 1st of January 1980, midnight: the same content gives the same archive. */
const noTime = 0x0021_0000;
/** Names are UTF-8. */
const flags = 0x0800;
const deflated = 8;
const version = 20;
/** Bytes of text that are packed at a time. */
const pieceBytes = 262_144;

/**
 * Makes a ZIP archive one file after the other: what is packed goes into blobs, which the browser may keep outside of memory.
 * Packing is done by the browser beside the thread that calls. Format: PKWARE's application note, 4.3. Archives of 4 GB and more
 * are not written: `finish` throws a `RangeError`.
 */
export class ZipWriter {
  readonly #files: Packed[] = [];

  async add(name: string, texts: AsyncIterable<string> | Iterable<string>): Promise<void> {
    const stream = new CompressionStream('deflate-raw');
    const packed = new Response(stream.readable).blob();
    const writer = stream.writable.getWriter();
    let [crc, bytes, waiting] = [0, 0, ''];
    const encoder = new TextEncoder();
    const pass = async () => {
      const piece = encoder.encode(waiting);
      waiting = '';
      crc = crc32(piece, crc);
      bytes += piece.length;
      await writer.write(piece);
    };
    for await (const text of texts) {
      waiting += text;
      if (waiting.length >= pieceBytes) await pass();
    }
    await pass();
    await writer.close();
    this.#files.push({ name: encoder.encode(name), blob: await packed, bytes, crc });
  }

  finish(type: string): Blob {
    const parts: BlobPart[] = [];
    const directory: BlobPart[] = [];
    let [offset, directoryBytes] = [0, 0];
    for (const file of this.#files) {
      const facts = factsOf(file);
      const local = joined([numbers([4, 0x04034b50], [2, version]), facts, file.name]);
      const entry = joined([
        numbers([4, 0x02014b50], [2, version], [2, version]),
        facts,
        numbers([2, 0], [2, 0], [2, 0], [4, 0], [4, offset]),
        file.name,
      ]);
      parts.push(local, file.blob);
      directory.push(entry);
      offset += local.length + file.blob.size;
      directoryBytes += entry.length;
      if (offset + directoryBytes > 0xffff_ffff) throw new RangeError('archive of 4 GB');
    }
    const count = this.#files.length;
    const end = numbers(
      [4, 0x06054b50],
      [2, 0],
      [2, 0],
      [2, count],
      [2, count],
      [4, directoryBytes],
      [4, offset],
      [2, 0],
    );
    return new Blob([...parts, ...directory, end], { type });
  }
}

/** What stands both before a file and in the directory. */
function factsOf({ name, blob, bytes, crc }: Packed): Uint8Array<ArrayBuffer> {
  return numbers(
    [2, flags],
    [2, deflated],
    [4, noTime],
    [4, crc],
    [4, blob.size],
    [4, bytes],
    [2, name.length],
    [2, 0],
  );
}

/** Little endian. */
function numbers(...fields: readonly (readonly [bytes: 2 | 4, value: number])[]): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(fields.reduce((sum, [bytes]) => sum + bytes, 0)));
  let at = 0;
  for (const [bytes, value] of fields) {
    if (bytes === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += bytes;
  }
  return new Uint8Array(view.buffer);
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
