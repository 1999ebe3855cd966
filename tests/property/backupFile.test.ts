import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readBackupFile, readBackupHeader } from '../../src/interchange/backup/read.ts';
import { writeBackupFile } from '../../src/interchange/backup/write.ts';
import type { BackupPart } from '../../src/interchange/backup/parts.ts';
import { runs } from '../support/runs.ts';

const madeAt = new Date('2026-11-20T10:00:00Z');

async function* each(parts: readonly BackupPart[]): AsyncGenerator<BackupPart> {
  for (const part of parts) yield await Promise.resolve(part);
}

async function seal(
  parts: readonly BackupPart[],
  password = 'correct horse',
): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for await (const piece of writeBackupFile(each(parts), { password, madeAt, iterations: 10 }))
    pieces.push(piece);
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

async function open(bytes: Uint8Array<ArrayBuffer>, password = 'correct horse'): Promise<BackupPart[]> {
  const parts: BackupPart[] = [];
  for await (const part of readBackupFile(new Blob([bytes]), password)) parts.push(part);
  return parts;
}

const part = fc.record({
  table: fc.constantFrom('shards', 'history'),
  rows: fc.array(
    fc.record({
      id: fc.string(),
      n: fc.integer(),
      bytes: fc.uint8Array({ maxLength: 64 }),
      nested: fc.array(fc.uint8Array({ maxLength: 8 })),
    }),
    { maxLength: 5 },
  ),
});

/** More than two chunks that gzip cannot shrink. */
const large = {
  table: 'shards',
  rows: [
    { bytes: new Uint8Array(2_500_000).map((_, i) => (i * 2_654_435_761) >>> 24) },
    { bytes: randomBytes(2_500_000) },
  ],
};

function randomBytes(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
  return bytes;
}

test('a backup opens with its password as what was put in, whatever it holds', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 6 }), async (parts) => {
      expect(await open(await seal(parts))).toEqual(parts);
    }),
    { numRuns: runs(40, 500) },
  );
});

test('a backup of several chunks opens whole, and says when it was made before a password is asked', async () => {
  const bytes = await seal([large]);
  expect(bytes.length).toBeGreaterThan(2 * 1_048_576);
  expect(await open(bytes)).toEqual([large]);
  expect((await readBackupHeader(new Blob([bytes]))).madeAt).toBe(madeAt.toISOString());
});

test('another password is refused by name', async () => {
  const bytes = await seal([large]);
  await expect(open(bytes, 'wrong horse')).rejects.toMatchObject({ error: { type: 'wrong-password' } });
});

test('a single flipped bit anywhere is noticed', async () => {
  const bytes = await seal([{ table: 'shards', rows: [{ bytes: randomBytes(2_000) }] }]);
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(7), async (at, bit) => {
      const damaged = bytes.slice();
      damaged[at] = (damaged[at] ?? 0) ^ (1 << bit);
      await expect(open(damaged)).rejects.toMatchObject({ name: 'BackupFileFailed' });
    }),
    { numRuns: runs(60, 1_000) },
  );
});

test('a file that was cut off, also between two chunks, is noticed', async () => {
  const bytes = await seal([large]);
  const firstChunk = new DataView(bytes.buffer).getUint16(10) + 12;
  const secondChunk = firstChunk + 4 + (new DataView(bytes.buffer).getUint32(firstChunk) & 0x7fffffff);
  for (const end of [firstChunk, secondChunk, bytes.length - 1, bytes.length - 40]) {
    await expect(open(bytes.slice(0, end))).rejects.toMatchObject({ name: 'BackupFileFailed' });
  }
});

test('chunks in another order, or taken from another backup, are noticed', async () => {
  const [a, b] = [await seal([large]), await seal([large])];
  const start = new DataView(a.buffer).getUint16(10) + 12;
  const length = 4 + 1_048_576 + 16;
  const swapped = a.slice();
  swapped.set(a.subarray(start + length, start + 2 * length), start);
  swapped.set(a.subarray(start, start + length), start + length);
  await expect(open(swapped)).rejects.toMatchObject({ name: 'BackupFileFailed' });
  const mixed = a.slice();
  mixed.set(b.subarray(start + length, start + 2 * length), start + length);
  await expect(open(mixed)).rejects.toMatchObject({ error: { type: 'damaged-backup', chunk: 1 } });
});

test('other files and backups of a newer form are refused by name, and forged headers cannot hang the device', async () => {
  await expect(open(new TextEncoder().encode('name,phone\nNordkaffe,111'))).rejects.toMatchObject({
    error: { type: 'not-a-backup' },
  });
  await expect(open(new Uint8Array())).rejects.toMatchObject({ error: { type: 'not-a-backup' } });
  const newer = await seal([]);
  newer[9] = 2;
  await expect(open(newer)).rejects.toMatchObject({ error: { type: 'newer-backup', version: 2 } });
  const text = new TextDecoder('latin1').decode(await seal([]));
  const forged = Uint8Array.from(text.replace('"iterations":10,', '"iterations":9e9'), (character) =>
    character.charCodeAt(0),
  );
  await expect(open(forged)).rejects.toMatchObject({ error: { type: 'not-a-backup' } });
});
