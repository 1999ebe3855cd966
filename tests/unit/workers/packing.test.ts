import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packed, unpacked, type Packed } from '../../../src/workers/packing.ts';

const many = Array.from({ length: 500 }, (_, i) => `客户 ${i} \u0000 Ünïcode ${i % 7 === 0 ? '' : '🙂'}`);

/** What another thread is handed. */
function sent<T>(value: T): Packed<T> {
  return structuredClone(packed(value));
}

describe('packing of messages', () => {
  it('hands on what it is given, whatever the texts hold', () => {
    const value = {
      rows: 500,
      ids: many,
      few: ['a', 'b'],
      nothing: null,
      columns: [{ key: 'x', labels: many, codes: Int32Array.of(1, 2) }, { key: 'y' }],
      nested: [many, ['c']],
    };
    expect(unpacked(sent(value))).toEqual(value);
  });

  it('gives back any plain value', () => {
    const texts = fc.array(fc.string(), { minLength: 190, maxLength: 260 });
    const value = fc.record({
      a: texts,
      b: fc.jsonValue(),
      c: fc.array(fc.record({ labels: texts }), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(value, (given) => {
        expect(unpacked(sent(given))).toEqual(structuredClone(given));
      }),
      { numRuns: 50 },
    );
  });

  it('sends a long list as one text, and short ones and mixed ones as they are', () => {
    const message = sent({ ids: many, few: ['a'], mixed: [...many, undefined] }) as unknown as Record<
      string,
      unknown
    >;
    expect(Array.isArray(message['ids'])).toBe(false);
    expect(message['few']).toEqual(['a']);
    expect(message['mixed']).toHaveLength(501);
  });

  it('does not unpack what is only handed on', () => {
    const here = unpacked(sent({ table: { ids: many } }));
    const isUnread = () => 'get' in (Object.getOwnPropertyDescriptor(here.table, 'ids') ?? {});
    expect(isUnread()).toBe(true);
    const there = unpacked(sent({ columns: [here.table] }));
    expect(there.columns[0]?.ids).toEqual(many);
    expect(here.table.ids).toEqual(many);
    expect(here.table.ids).toBe(here.table.ids);
  });

  it('leaves what it is given as it was', () => {
    const value = { deep: { ids: many } };
    const before = value.deep;
    packed(value);
    expect(value.deep).toBe(before);
    expect(Object.getOwnPropertyDescriptor(value.deep, 'ids')?.value).toBe(many);
  });

  it('gives back what holds no long list as the same object, and classes untouched', () => {
    const error = new Error('x');
    const value = { error, bytes: new Uint8Array(3), of: new Map([['a', many]]) };
    expect(packed(value)).toBe(value);
  });
});
