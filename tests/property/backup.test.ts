import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BackupFailure, openBackupFile, writeBackupFile } from '../../src/interchange/backup.ts';
import { headerLength } from '../../src/interchange/backupCipher.ts';

const iterations = 100_000;

async function* each<T>(items: readonly T[]) {
  for (const item of items) yield await Promise.resolve(item);
}

async function written(
  parts: readonly unknown[],
  password = 'correct horse',
): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for await (const piece of writeBackupFile(each(parts), password, 1_795_000_000_000, iterations))
    pieces.push(piece);
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

/** What is read of a file: its parts, or the error that stopped it. */
async function read(bytes: Uint8Array<ArrayBuffer>, password = 'correct horse') {
  const opened = await openBackupFile(new Blob([bytes]), password);
  if (!opened.ok) return { error: opened.error.type, parts: [] };
  const parts: unknown[] = [];
  try {
    for await (const part of opened.value.parts) parts.push(part);
  } catch (thrown) {
    if (thrown instanceof BackupFailure) return { error: thrown.error.type, parts };
    throw thrown;
  }
  return { parts, at: opened.value.at };
}

/** Three chunks of random bytes, which do not compress. */
const large = () =>
  Array.from({ length: 45 }, (_, n) => ({ n, bytes: crypto.getRandomValues(new Uint8Array(60_000)) }));

/** Where the chunks of a file begin, and its end. */
function chunkStarts(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer);
  const starts = [headerLength];
  for (let at = headerLength; at < bytes.length;) {
    at += 4 + (view.getUint32(at) & 0x7fff_ffff);
    starts.push(at);
  }
  return starts;
}

const packable = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'binary' }),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value)),
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('$b', '$o', '__proto__')), tie('value'), {
      maxKeys: 4,
      noNullPrototype: true,
    }),
  ),
})).value;

test('what goes into a backup comes out of it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(packable, { maxLength: 6 }), async (parts) => {
      const wellFormed = JSON.parse(
        JSON.stringify(parts.map((part) => (hasBytes(part) ? 0 : part))),
      ) as unknown[];
      expect(await read(await written(parts))).toEqual({ parts, at: 1_795_000_000_000 });
      expect(wellFormed).toHaveLength(parts.length);
    }),
    { numRuns: 25 },
  );
});

function hasBytes(value: unknown): boolean {
  if (value instanceof Uint8Array) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(hasBytes);
}

test('an empty book makes a backup', async () => {
  expect(await read(await written([]))).toMatchObject({ parts: [] });
});

test('parts larger than a chunk come back whole', async () => {
  const parts = large();
  expect(await read(await written(parts))).toMatchObject({ parts });
});

test('the wrong password is told from a damaged file', async () => {
  const bytes = await written([{ name: 'Nordkaffe' }]);
  expect(await read(bytes, 'wrong')).toEqual({ error: 'backup-wrong-password', parts: [] });
});

test('one password typed in two normal forms is one password', async () => {
  expect(await read(await written([1], 'Caf\u00e9'), 'Cafe\u0301')).toMatchObject({ parts: [1] });
});

test('no bit can be changed without being noticed', async () => {
  const bytes = await written([{ name: 'Nordkaffe', bytes: new Uint8Array([1, 2, 3]) }]);
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length * 8 - 1), async (bit) => {
      const changed = bytes.slice();
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect((await read(changed)).error).toBeDefined();
    }),
    { numRuns: 60 },
  );
});

test('a file that was cut off anywhere is noticed', async () => {
  const bytes = await written(large());
  const [, second = 0, third = 0] = chunkStarts(bytes);
  for (const length of [second, third, third + 2, third + 100, bytes.length - 1]) {
    expect((await read(bytes.slice(0, length))).error).toBe('backup-truncated');
  }
});

test('chunks cannot be moved, repeated or left out, nor anything added', async () => {
  const bytes = await written(large());
  const starts = chunkStarts(bytes);
  const [first = 0, second = 0, third = 0] = starts;
  const part = (from: number, to: number) => bytes.slice(from, to);
  const joined = async (...parts: Uint8Array<ArrayBuffer>[]) =>
    (await read(new Uint8Array(await new Blob(parts).arrayBuffer()))).error;
  const header = part(0, first);
  expect(await joined(header, part(second, third), part(first, second), part(third, bytes.length))).toBe(
    'backup-damaged',
  );
  expect(await joined(header, part(first, second), part(first, second), part(third, bytes.length))).toBe(
    'backup-damaged',
  );
  expect(await joined(header, part(first, second), part(third, bytes.length))).toBe('backup-damaged');
  expect(await joined(bytes, new Uint8Array([0]))).toBe('backup-damaged');
});

test('a chunk of another backup with the same password does not fit', async () => {
  const [one, two] = [await written(large()), await written(large())];
  const [first = 0, second = 0] = chunkStarts(one);
  const mixed = one.slice();
  mixed.set(two.slice(first, second), first);
  expect((await read(mixed)).error).toBe('backup-damaged');
});

test('a newer version and a file that is no backup are named', async () => {
  const bytes = await written([1]);
  bytes[8] = 2;
  const opened = await openBackupFile(new Blob([bytes]), 'correct horse');
  expect(opened).toEqual({ ok: false, error: { type: 'backup-newer-version', version: 2 } });
  expect((await read(new TextEncoder().encode('a,b\n1,2\n'))).error).toBe('backup-not-one');
});

test('a header that asks for too few or too many rounds is refused before any work', async () => {
  const bytes = await written([1]);
  for (const rounds of [1, 4_000_000_000]) {
    new DataView(bytes.buffer).setUint32(12, rounds);
    expect((await read(bytes)).error).toBe('backup-damaged');
  }
});
