import { Dexie } from 'dexie';
import { expect, test } from 'vitest';
import { databaseErrorOf } from '../../../src/database/errors.ts';

test('what a browser throws when its disk is full is a quota error, also inside an aborted transaction', () => {
  const quota = new DOMException('no space', 'QuotaExceededError');
  expect(databaseErrorOf(quota)).toEqual({ type: 'quota-exceeded' });
  const aborted = new Dexie.AbortError('Transaction aborted');
  Object.assign(aborted, { inner: quota });
  expect(databaseErrorOf(aborted)).toEqual({ type: 'quota-exceeded' });
});

test('a connection that the browser has lost is named, whatever it is called', () => {
  const lost = new DOMException(
    'Connection to Indexed Database server lost. Refresh the page to try again',
    'UnknownError',
  );
  expect(databaseErrorOf(lost)).toEqual({ type: 'connection-lost' });
  const closing = new DOMException('The database connection is closing.', 'InvalidStateError');
  expect(databaseErrorOf(closing)).toEqual({ type: 'connection-lost' });
  expect(databaseErrorOf(new Dexie.DatabaseClosedError('closed'))).toEqual({ type: 'connection-lost' });
});

test('a browser without IndexedDB says so', () => {
  expect(databaseErrorOf(new Dexie.MissingAPIError('IndexedDB API missing'))).toEqual({
    type: 'storage-unavailable',
    detail: 'IndexedDB API missing',
  });
});

test('a bug is no storage error', () => {
  expect(databaseErrorOf(new TypeError('x is undefined'))).toBeUndefined();
  expect(databaseErrorOf('text')).toBeUndefined();
});
