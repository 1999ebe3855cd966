import { parseRoute } from '../screens/routes.ts';

/**
 * Asks for the screen that an address names before the book is open, so that neither waits for the other. Where it cannot be
 * fetched, its place on the page says so.
 */
export function fetchFirstScreen(hash: string): void {
  const { page } = parseRoute(hash);
  if (page === 'today') void Promise.allSettled([import('../screens/today/TodayScreen.svelte')]);
  if (page === 'list') void Promise.allSettled([import('../screens/list/ListScreen.svelte')]);
}
