import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GroupLayout, type GridGroup } from '../../../src/ui/gridGroups.ts';
import { runs } from '../../support/runs.ts';

const groups = fc.array(fc.record({ count: fc.integer({ min: 1, max: 40 }), isFolded: fc.boolean() }), {
  minLength: 1,
  maxLength: 12,
});
const layoutOf = (made: readonly { count: number; isFolded: boolean }[]) =>
  new GroupLayout(made.map((group, i): GridGroup => ({ key: String(i), label: String(i), ...group })));

test('every place is a header or a row that knows its place', () => {
  fc.assert(
    fc.property(groups, (made) => {
      const layout = layoutOf(made);
      for (let place = 0; place < layout.size; place++) {
        const item = layout.itemAt(place);
        if (item !== undefined && 'row' in item) expect(layout.placeOf(item.row)).toBe(place);
        else expect(layout.headerOf(place)).toBe(place);
      }
      expect(layout.itemAt(layout.size)).toBeUndefined();
    }),
    { numRuns: runs(200, 5_000), seed: 5 },
  );
});

test('rows of folded groups have no place of their own, and all others come once and in order', () => {
  fc.assert(
    fc.property(groups, (made) => {
      const layout = layoutOf(made);
      const shown = layout
        .rowsBetween(0, layout.size)
        .flatMap(([first, last]) => Array.from({ length: last - first }, (_, i) => first + i));
      let row = 0;
      const expected = made.flatMap(({ count, isFolded }) => {
        const rows = Array.from({ length: count }, () => row++);
        return isFolded ? [] : rows;
      });
      expect(shown).toEqual(expected);
    }),
    { numRuns: runs(200, 5_000), seed: 5 },
  );
});

test('a grid without groups has no places', () => {
  expect(layoutOf([]).size).toBe(0);
  expect(layoutOf([]).itemAt(0)).toBeUndefined();
});
