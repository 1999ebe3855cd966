import { describe, expect, test } from 'vitest';
import {
  ByteWriter,
  concatBytes,
  equalBytes,
  fromHex,
  parseBytes,
  toHex,
  utf8,
} from '../../../src/protocol/bytes.ts';
import { errorOfResult, valueOfResult } from '../../support/results.ts';

describe('numbers and texts', () => {
  test('are written big-endian, with four bytes of length before bytes and texts', () => {
    const written = new ByteWriter()
      .u8(1)
      .u32(0x01020304)
      .u64(2 ** 40)
      .text('é')
      .bytes(Uint8Array.of(7))
      .finish();
    expect(toHex(written)).toBe(`01${'01020304'}${'0000010000000000'}${'00000002c3a9'}${'0000000107'}`);
  });

  test('are read as they were written, however many', () => {
    const writer = new ByteWriter();
    for (let i = 0; i < 1_000; i++) writer.u64(i).text(`text ${i}`);
    const read = parseBytes(writer.finish(), (reader) =>
      Array.from({ length: 1_000 }, () => `${reader.u64()} ${reader.text()}`),
    );
    expect(valueOfResult(read)[999]).toBe('999 text 999');
  });

  test('beyond a safe integer are refused', () => {
    const tooLarge = parseBytes(new Uint8Array(8).fill(0xff), (reader) => reader.u64());
    expect(errorOfResult(tooLarge).type).toBe('malformed');
  });

  test('that are not UTF-8 are refused, and a byte order mark is kept', () => {
    const text = (bytes: Uint8Array) =>
      parseBytes(new ByteWriter().bytes(bytes).finish(), (reader) => reader.text());
    expect(errorOfResult(text(Uint8Array.of(0xff))).type).toBe('malformed');
    expect(valueOfResult(text(Uint8Array.of(0xef, 0xbb, 0xbf)))).toBe('\ufeff');
  });
});

describe('bytes of anybody’s', () => {
  test('that are too few or too many are malformed', () => {
    expect(parseBytes(Uint8Array.of(1, 2, 3), (reader) => reader.u32()).ok).toBe(false);
    expect(parseBytes(Uint8Array.of(1, 2, 3, 4, 5), (reader) => reader.u32()).ok).toBe(false);
    expect(parseBytes(Uint8Array.of(0xff, 0xff, 0xff, 0xff), (reader) => reader.bytes()).ok).toBe(false);
  });

  test('are never told in the complaint about them', () => {
    const { detail } = errorOfResult(parseBytes(utf8('secret'), (reader) => reader.bytes()));
    expect(detail).not.toContain('secret');
  });

  test('do not hide a defect of the reader', () => {
    const defect = () =>
      parseBytes(new Uint8Array(1), () => {
        throw new RangeError('a defect');
      });
    expect(defect).toThrow(RangeError);
  });
});

describe('hexadecimal digits', () => {
  test('are lower-case, in pairs, and of the length that was asked for', () => {
    expect(fromHex('00ff', 2)).toEqual(Uint8Array.of(0, 255));
    for (const text of ['0', '0G', 'FF', ' 00', '0x00', 12, null, undefined, ['00']]) {
      expect(fromHex(text)).toBeUndefined();
    }
    expect(fromHex('00ff', 1)).toBeUndefined();
  });

  test('stand for the same bytes', () => {
    const all = Uint8Array.from({ length: 256 }, (_, i) => i);
    expect(fromHex(toHex(all))).toEqual(all);
  });
});

test('bytes are equal if each is and there are as many', () => {
  expect(equalBytes(Uint8Array.of(1, 2), concatBytes(Uint8Array.of(1), Uint8Array.of(2)))).toBe(true);
  expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1))).toBe(false);
  expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
});
