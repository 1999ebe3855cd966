import fc from 'fast-check';
import { expect, test } from 'vitest';
import { IdPositions } from '../../../src/read/idPositions.ts';

test('each distinct id gets the next position, and keeps it', () => {
  const id = fc.oneof(
    fc.constantFrom(
      '',
      'CNY',
      'a',
      'a1',
      'a1.0',
      'a1..0',
      'a1.0.',
      'a1.0.zz',
      'a1.0.A',
      'a01.0.1',
      'a1.0.01',
      'a1.0.1jk',
      'a1.0.1jj',
      '😀.1.2',
    ),
    fc
      .tuple(fc.constantFrom('1', 'z', '10'), fc.constantFrom('0', 'a', '1z'), fc.nat({ max: 2_100 }))
      .map(([device, shard, index]) => `a${device}.${shard}.${index.toString(36)}`),
  );
  fc.assert(
    fc.property(fc.array(id, { maxLength: 80 }), (ids) => {
      const positions = new IdPositions();
      const distinct = [...new Set(ids)];
      expect(ids.map((each) => positions.of(each))).toEqual(ids.map((each) => distinct.indexOf(each)));
      expect(positions.entries).toEqual(distinct);
    }),
    { numRuns: 300 },
  );
});
