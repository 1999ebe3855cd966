import { describe, expect, test } from 'vitest';
import { ByteWriter } from '../../../src/protocol/bytes.ts';
import {
  decodeContent,
  decodePayload,
  encodeContent,
  encodePayload,
  type RecordsPayload,
} from '../../../src/protocol/recordsPayload.ts';
import { errorOfResult, valueOfResult } from '../../support/results.ts';

const payload: RecordsPayload = {
  updates: [
    { shard: 'a1.0', bytes: Uint8Array.of(1, 2, 3) },
    { shard: 'o1.2', bytes: new Uint8Array() },
  ],
  history: [],
};

function withHistory(json: string): Uint8Array {
  return new ByteWriter().u32(0).text(json).finish();
}

describe('a payload', () => {
  test('is read as it was written', () => {
    expect(valueOfResult(decodePayload(encodePayload(payload)))).toEqual(payload);
  });

  test('holds a list of history, no deeper than ours', () => {
    expect(valueOfResult(decodePayload(withHistory('[{"at":1}]'))).history).toEqual([{ at: 1 }]);
    for (const json of ['', '{}', 'null', '[', '['.repeat(10_000)]) {
      expect(errorOfResult(decodePayload(withHistory(json))).type).toBe('malformed');
    }
  });

  test('that claims more updates than it holds, or than there can be, is malformed', () => {
    expect(decodePayload(new ByteWriter().u32(3).text('a1.0').finish()).ok).toBe(false);
    expect(errorOfResult(decodePayload(new ByteWriter().u32(0xffff_ffff).finish())).detail).toContain(
      'too many',
    );
  });
});

describe('a content', () => {
  test('is a whole payload or a part of one', () => {
    const whole = { type: 'whole', payload } as const;
    expect(valueOfResult(decodeContent(encodeContent(whole)))).toEqual(whole);
    const part = { type: 'part', index: 1, total: 3, bytes: Uint8Array.of(5) } as const;
    expect(valueOfResult(decodeContent(encodeContent(part)))).toEqual(part);
  });

  test('is no part out of its range, nor anything of a kind that there is not', () => {
    for (const [index, total] of [
      [0, 0],
      [3, 3],
      [0, 65],
    ] as const) {
      const part = { type: 'part', index, total, bytes: Uint8Array.of(5) } as const;
      expect(decodeContent(encodeContent(part)).ok).toBe(false);
    }
    expect(decodeContent(Uint8Array.of(3)).ok).toBe(false);
    expect(decodeContent(new Uint8Array()).ok).toBe(false);
  });
});
