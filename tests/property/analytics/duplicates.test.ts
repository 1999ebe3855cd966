import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareField } from '../../../src/analytics/duplicates/compareFields.ts';
import type { DuplicateField } from '../../../src/analytics/duplicates/duplicateRecords.ts';
import { findDuplicates, type FoundDuplicates } from '../../../src/analytics/duplicates/findDuplicates.ts';
import { groupPairs } from '../../../src/analytics/duplicates/groups.ts';

type Person = readonly [name: string, phone: string, mail: string, address: string, birthday: string];

const word = fc.stringMatching(/^[a-z]{3,9}$/);
const person: fc.Arbitrary<Person> = fc.tuple(
  fc.tuple(word, word).map(([first, last]) => `${first} ${last}`),
  fc.oneof(fc.constant(''), fc.stringMatching(/^1[3-9][0-9]{9}$/)),
  fc.oneof(
    fc.constant(''),
    word.map((name) => `${name}@${name}.example`),
  ),
  fc.tuple(word, fc.integer({ min: 1, max: 400 })).map(([street, number]) => `${street} street ${number}`),
  fc.oneof(fc.constant(''), fc.stringMatching(/^19[0-9]{2}0[1-9]1[0-9]$/)),
);
const people = fc.array(person, { minLength: 2, maxLength: 40 });

function fieldsOf(records: readonly Person[]): DuplicateField[] {
  return (['name', 'phone', 'email', 'address', 'date'] as const).map((comparison, f) => ({
    key: comparison,
    comparison,
    texts: records.map((each) => each[f] ?? ''),
  }));
}

/** Pairs by the content of their records, so that numbers do not matter. */
function told(records: readonly Person[], { pairs, groups }: FoundDuplicates): unknown {
  const content = (i: number): string => records[i]!.join('|');
  return {
    pairs: pairs
      .map(({ a, b, chance }) => `${[content(a), content(b)].sort().join(' = ')} ${chance.toFixed(6)}`)
      .sort(),
    groups: groups.map((group) => group.records.map(content).sort().join(' = ')).sort(),
  };
}

describe('a search for duplicates', () => {
  it('finds the same whatever the order of the records', () => {
    fc.assert(
      fc.property(people, fc.integer(), (records, seed) => {
        const doubled = [
          ...records,
          ...records.slice(0, 5).map(([name, ...rest]): Person => [`${name}s`, ...rest]),
        ];
        const shuffled = doubled
          .map((record, i) => ({ record, at: Math.sin(seed + i * 7.3) }))
          .sort((x, y) => x.at - y.at)
          .map(({ record }) => record);
        expect(told(shuffled, findDuplicates(fieldsOf(shuffled)))).toEqual(
          told(doubled, findDuplicates(fieldsOf(doubled))),
        );
      }),
      { numRuns: 30 },
    );
  });

  it('always finds a copy of a record', () => {
    fc.assert(
      fc.property(people, fc.nat(), (records, pick) => {
        const original = pick % records.length;
        const { pairs, groups } = findDuplicates(fieldsOf([...records, records[original]!]));
        const copy = records.length;
        expect(pairs.some(({ a, b }) => b === copy && a === original)).toBe(true);
        expect(groups.some((group) => group.records.includes(copy) && group.records.includes(original))).toBe(
          true,
        );
      }),
      { numRuns: 50 },
    );
  });

  it('compares two records in either order with the same result', () => {
    fc.assert(
      fc.property(person, person, (a, b) => {
        for (const field of fieldsOf([a, b]))
          expect(compareField(field, 0, 1)).toBe(compareField(field, 1, 0));
      }),
    );
  });

  it('finds nothing among no records, and nothing in one', () => {
    expect(findDuplicates(fieldsOf([])).pairs).toEqual([]);
    expect(findDuplicates(fieldsOf([['a b', '', '', '', '']])).groups).toEqual([]);
  });
});

describe('groups', () => {
  it('do not chain records of which only neighbours are alike', () => {
    const links = new Map([
      ['0 1', 0.99],
      ['1 2', 0.98],
      ['2 3', 0.97],
    ]);
    const pairs = [...links].map(([key, chance]) => {
      const [a = 0, b = 0] = key.split(' ').map(Number);
      return { a, b, chance };
    });
    const groups = groupPairs(pairs, 0.9);
    expect(groups.map(({ records }) => records)).toEqual([
      [0, 1],
      [2, 3],
    ]);
  });
});
