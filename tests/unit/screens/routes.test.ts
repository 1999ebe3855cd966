import { expect, test } from 'vitest';
import { hrefOf, parseRoute } from '../../../src/screens/routes.ts';
import type { Route } from '../../../src/screens/routes.ts';

const routes: readonly Route[] = [
  { page: 'list', kind: 'account' },
  { page: 'list', kind: 'account', view: 'mine' },
  { page: 'list', kind: 'account', id: 'a1.0.2s', view: 's1.0.1' },
  { page: 'list', kind: 'contact', id: 'c1.0.2s', isFull: true },
  { page: 'list', kind: 'order', isNew: true },
  { page: 'list', kind: 'order', isNew: true, forAccount: 'a1.0.2s' },
  { page: 'list', kind: 'product' },
  { page: 'today' },
  { page: 'tasks', view: 'calendar' },
  { page: 'tasks', view: 'board' },
  { page: 'list', kind: 'task' },
  { page: 'insight' },
  { page: 'predict', run: 'r1.0.2' },
  { page: 'studio' },
  { page: 'studio', part: 'groups' },
  { page: 'studio', part: 'groups', run: 'r1.0.2' },
  { page: 'studio', part: 'tables', table: 'j1.0.2' },
  { page: 'import' },
  { page: 'imports' },
  { page: 'imports', target: 'b1.0.2' },
  { page: 'imports', target: '1.4f' },
  { page: 'segments' },
  { page: 'bin' },
  { page: 'settings' },
  { page: 'settings', section: 'storage' },
];

test.each(routes.map((route) => [hrefOf(route), route] as const))(
  '%s is read back as it was written',
  (href, route) => {
    expect(parseRoute(href)).toEqual(route);
  },
);

test('an empty address is today', () => {
  expect(parseRoute('')).toEqual({ page: 'today' });
  expect(parseRoute('#/')).toEqual({ page: 'today' });
});

test('an id that is none, and an unknown page, are missing pages and not errors', () => {
  expect(parseRoute('#/customers/%3Cscript%3E').page).toBe('missing');
  expect(parseRoute('#/nowhere').page).toBe('missing');
  expect(parseRoute('#/__proto__').page).toBe('missing');
  expect(parseRoute('#/customers/%').page).toBe('missing');
});

test('a new order for something that is no customer is an order without one', () => {
  expect(parseRoute('#/orders/new?account=p1.0.0')).toEqual({ page: 'list', kind: 'order', isNew: true });
});

test('an unknown section of the settings opens the settings', () => {
  expect(parseRoute('#/settings/nothing')).toEqual({ page: 'settings' });
});
