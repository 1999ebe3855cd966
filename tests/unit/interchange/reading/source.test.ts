import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { detectEncoding } from '../../../../src/interchange/reading/encoding.ts';
import { maxFileBytes, openSource } from '../../../../src/interchange/reading/source.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const chinese = '\u59d3\u540d,\u7535\u8bdd\r\n\u5f20\u4e09,13800138000\r\n';
/** The same text in GB18030. */
const gb = new Uint8Array([
  0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0xb5, 0xe7, 0xbb, 0xb0, 0x0d, 0x0a, 0xd5, 0xc5, 0xc8, 0xfd, 0x2c, 0x31, 0x33,
  0x38, 0x30, 0x30, 0x31, 0x33, 0x38, 0x30, 0x30, 0x30, 0x0d, 0x0a,
]);

function utf16(text: string, littleEndian: boolean, mark: boolean): Uint8Array {
  const units = Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
  if (mark) units.unshift(0xfeff);
  const view = new DataView(new ArrayBuffer(units.length * 2));
  units.forEach((unit, index) => view.setUint16(index * 2, unit, littleEndian));
  return new Uint8Array(view.buffer);
}

const encodingOf = (bytes: Uint8Array) => {
  const guess = detectEncoding(bytes);
  return guess.kind === 'text' ? guess.encoding : guess.kind;
};

test('encodings are told apart with and without a byte order mark', () => {
  expect(encodingOf(utf8(chinese))).toBe('utf-8');
  expect(encodingOf(utf8('\ufeffa,b'))).toBe('utf-8');
  expect(encodingOf(gb)).toBe('gb18030');
  expect(new TextDecoder('gb18030').decode(gb)).toBe(chinese);
  expect(encodingOf(utf16(chinese, true, true))).toBe('utf-16le');
  expect(encodingOf(utf16(chinese, false, true))).toBe('utf-16be');
  expect(encodingOf(utf16(chinese, true, false))).toBe('utf-16le');
  expect(encodingOf(utf16(chinese, false, false))).toBe('utf-16be');
  expect(encodingOf(utf8('plain'))).toBe('utf-8');
});

test('Western text that is no UTF-8 is windows-1252, not Chinese', () => {
  const latin = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
  expect(
    encodingOf(latin('M\u00fcller,Stra\u00dfe,Gr\u00fc\u00dfe\nCaf\u00e9,\u00e9t\u00e9,na\u00efve\n')),
  ).toBe('windows-1252');
});

test('mixed encodings are read as the one most of the text is in', () => {
  const mixed = new Uint8Array([...utf8(chinese.repeat(5)), ...gb]);
  expect(detectEncoding(mixed)).toEqual({ kind: 'text', encoding: 'utf-8', why: 'mostly-utf8' });
});

test('an empty file and one of two gigabytes are refused by size alone', async () => {
  expect(await openSource(new Blob([]), 'a.csv')).toEqual({ ok: false, error: { type: 'file-empty' } });
  const untouched = {
    size: 2_147_483_648,
    slice: () => {
      throw new Error('read');
    },
  } as unknown as Blob;
  expect(await openSource(untouched, 'a.csv')).toEqual({
    ok: false,
    error: { type: 'file-too-large', bytes: 2_147_483_648, maxBytes: maxFileBytes },
  });
});

test('a binary file under the name of a table is refused and named', async () => {
  const error = async (bytes: number[]) => {
    const opened = await openSource(new Blob([new Uint8Array(bytes)]), 'a.csv');
    return opened.ok ? undefined : opened.error;
  };
  expect(await error([0x50, 0x4b, 3, 4, 20, 0])).toEqual({ type: 'file-binary', looksLike: 'xlsx-or-zip' });
  expect(await error([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])).toEqual({
    type: 'file-binary',
    looksLike: 'image',
  });
  expect(await error([1, 0, 0, 0, 7, 0, 9, 200, 0, 0, 0, 3])).toEqual({
    type: 'file-binary',
    looksLike: 'unknown',
  });
});

test('a gzip file is expanded, a damaged one named, and a bomb stopped at the limit', async () => {
  const packed = gzipSync(utf8('a,b\n1,2\n'));
  const opened = await openSource(new Blob([packed]), 'a.csv.gz');
  expect(opened.ok && opened.value.compressed).toBe(true);
  const cut = await openSource(new Blob([packed.subarray(0, packed.length - 9)]), 'a.csv.gz');
  expect(cut).toEqual({ ok: false, error: { type: 'file-gzip-damaged' } });
  const bomb = gzipSync(new Uint8Array(3_000_000).fill(97));
  expect(await openSource(new Blob([bomb]), 'a.gz', 1_000_000)).toEqual({
    ok: false,
    error: { type: 'file-expands-too-far', maxBytes: 1_000_000 },
  });
});
