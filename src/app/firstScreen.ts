import { parseRoute } from '../screens/routes.ts';

/** Asks for the screen that an address names before the book is open, so that neither waits for the other. */
export function fetchFirstScreen(hash: string): void {
  const { page } = parseRoute(hash);
  if (page === 'today') void import('../screens/today/TodayScreen.svelte');
  if (page === 'list') void import('../screens/list/ListScreen.svelte');
}
