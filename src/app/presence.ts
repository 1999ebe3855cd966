import type { Route } from '../screens/routes.ts';
import type { Team } from '../screens/team/team.ts';

/** Tells the others of a shared book what this tab shows; a hidden tab shows nothing. */
export function tellPresence(team: Team, route: Route): () => void {
  const tell = (): void => {
    const isSeen = document.visibilityState === 'visible';
    const record = isSeen && route.page === 'list' ? (route.id ?? null) : null;
    void team.call('presence', { record, screen: isSeen ? route.page : '' });
  };
  tell();
  document.addEventListener('visibilitychange', tell);
  return () => document.removeEventListener('visibilitychange', tell);
}
