import { expect, test } from 'vitest';
import { movedJson, type Moving } from '../../../src/workers/mergeFields.ts';

const moving: Moving = {
  idOf: (id) => `${id.slice(0, -1)}7`,
  fields: new Map([['f1.0.0', { id: 'f1.0.9', choices: new Map([['0', '3']]) }]]),
  definitions: [],
};

test('a report of another book groups by the fields that are here now, also by those of what it refers to', () => {
  const definition = {
    group: { field: 'account>f1.0.0:choice' },
    split: { field: 'f1.0.0:choice' },
    filter: { match: 'all', conditions: [{ field: 'f1.0.0:choice', op: 'anyOf', values: ['0'] }] },
    name: 'a > b',
  };
  expect(movedJson(definition, moving)).toEqual({
    group: { field: 'account>f1.0.9:choice' },
    split: { field: 'f1.0.9:choice' },
    filter: { match: 'all', conditions: [{ field: 'f1.0.9:choice', op: 'anyOf', values: ['3'] }] },
    name: 'a > b',
  });
});
