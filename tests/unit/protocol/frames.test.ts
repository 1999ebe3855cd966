import { describe, expect, test } from 'vitest';
import {
  appendFrame,
  decodeEntries,
  encodeControl,
  entriesFrame,
  frameType,
  subjectText,
} from '../../../src/protocol/frames.ts';
import { valueOfResult } from '../../support/results.ts';

describe('a frame', () => {
  test('of an entry is a byte and the entry', () => {
    expect(appendFrame(Uint8Array.of(8, 9))).toEqual(Uint8Array.of(frameType.append, 8, 9));
  });

  test('of entries gives back each in its place', () => {
    const entries = [
      { position: 7, receivedAt: 1_700_000_000_000, bytes: Uint8Array.of(1, 2) },
      { position: 8, receivedAt: 1_700_000_000_001, bytes: new Uint8Array() },
    ];
    const frame = entriesFrame(entries);
    expect(frame[0]).toBe(frameType.entries);
    expect(valueOfResult(decodeEntries(frame.subarray(1)))).toEqual(entries);
    expect(valueOfResult(decodeEntries(new Uint8Array()))).toEqual([]);
  });

  test('that was cut is malformed', () => {
    const frame = entriesFrame([{ position: 7, receivedAt: 5, bytes: Uint8Array.of(1, 2) }]);
    for (let length = 2; length < frame.length; length++) {
      expect(decodeEntries(frame.subarray(1, length)).ok).toBe(false);
    }
  });
});

test('who knocks is one text for each device, invitation and phrase', () => {
  const [workspace, key] = ['00'.repeat(16), '11'.repeat(32)];
  const texts = [
    subjectText({ workspace, device: 2 }, workspace),
    subjectText({ workspace, invite: '22'.repeat(16) }, workspace),
    subjectText({ recovery: key }, workspace),
  ];
  expect(new Set(texts).size).toBe(3);
  expect(texts[0]).toBe(`device ${workspace} 2`);
  expect(subjectText({ workspace, device: 2, genesis: 'ff' }, workspace)).toBe(texts[0]);
});

test('a control message is JSON', () => {
  expect(encodeControl({ t: 'read', after: 3 })).toBe('{"t":"read","after":3}');
});
