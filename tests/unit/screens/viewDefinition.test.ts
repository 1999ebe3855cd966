import { expect, test } from 'vitest';
import {
  definitionJson,
  isSameDefinition,
  readDefinition,
} from '../../../src/screens/list/viewDefinition.ts';

const definition = {
  filter: {
    match: 'any',
    conditions: [
      { field: 'level', op: 'anyOf', values: ['A'] },
      {
        op: 'related',
        kind: 'order',
        by: 'account',
        quantifier: 'some',
        filter: { match: 'all', conditions: [{ field: 'total', op: 'between', from: 1000 }] },
      },
    ],
  },
  sort: { by: 'revenue', descending: true },
  columns: ['name', 'revenue'],
  group: 'level',
  density: 'compact',
} as const;

test('a view says after storing what it said before', () => {
  const read = readDefinition('account', definitionJson(definition));
  expect(read).toEqual(definition);
  expect(read !== undefined && isSameDefinition(read, definition)).toBe(true);
});

test('a view whose filter cannot be asked here is not shown with less of it', () => {
  const filter = { match: 'all', conditions: [{ field: 'level', op: 'sounds like', text: 'A' }] };
  expect(readDefinition('account', { ...definition, filter })).toBeUndefined();
  expect(readDefinition('account', { columns: ['name'] })).toBeUndefined();
  expect(readDefinition('account', 'nothing')).toBeUndefined();
});

test('columns that are gone are left out, and a view without any shows those a list starts with', () => {
  const read = (columns: readonly string[]) => readDefinition('account', { ...definition, columns })?.columns;
  expect(read(['name', 'shoeSize', 'name', 'level'])).toEqual(['name', 'level']);
  expect(read(['shoeSize'])).toContain('revenue');
});

test('a sort or a group by a column that is gone is none', () => {
  const read = readDefinition('account', {
    ...definition,
    sort: { by: 'shoeSize' },
    group: 'shoeSize',
  });
  expect(read?.sort).toEqual({ by: 'name' });
  expect(read?.group).toBeUndefined();
});
