import { describe, expect, test } from 'vitest';
import { utf8 } from '../../../src/protocol/bytes.ts';
import { openNames, readNames, sealNames } from '../../../src/protocol/names.ts';
import { bytesOf } from '../../support/workspace.ts';

const [key, workspace] = [bytesOf(1), bytesOf(2, 0, 16)];

describe('names', () => {
  test('are read by those who hold the key of their epoch', () => {
    const names = { book: 'Blossom 花', member: 'Alice', device: 'Phone' };
    const sealed = sealNames(key, workspace, names);
    expect(openNames(key, workspace, sealed)).toEqual(names);
    expect(openNames(bytesOf(9), workspace, sealed)).toEqual({});
    expect(openNames(key, bytesOf(9, 0, 16), sealed)).toEqual({});
    expect(openNames(key, workspace, '')).toEqual({});
    expect(openNames(key, workspace, 'zz')).toEqual({});
  });

  test('of anybody’s are texts of 200 signs at most, or nothing', () => {
    const read = (text: string) => readNames(utf8(text));
    expect(read(JSON.stringify({ member: 'x'.repeat(300) })).member?.length).toBe(200);
    expect(read('{"member":1,"device":null,"book":["x"],"role":"owner"}')).toEqual({});
    for (const text of ['', 'null', '[]', '"Alice"', '['.repeat(100_000)]) expect(read(text)).toEqual({});
    expect(readNames(Uint8Array.of(0xff))).toEqual({});
  });

  test('are as long as any other short ones', () => {
    const [short, long] = [{ member: 'Li' }, { member: 'Alexandra Montgomery' }];
    expect(sealNames(key, workspace, short).length).toBe(sealNames(key, workspace, long).length);
  });
});
