import { parseRoute } from '../screens/routes.ts';
import type { Route } from '../screens/routes.ts';
import { catchInvitation } from './invitation.ts';

/** The route of the address bar, followed while the page lives. */
export class Router {
  #route = $state.raw<Route>(parseRoute(location.hash));
  /** Whether going back stays inside the application. */
  #steps = 0;

  get route(): Route {
    return this.#route;
  }

  start(): () => void {
    const onHashChange = () => {
      catchInvitation();
      this.#steps += 1;
      this.#route = parseRoute(location.hash);
    };
    addEventListener('hashchange', onHashChange);
    return () => removeEventListener('hashchange', onHashChange);
  }

  get hasHistory(): boolean {
    return this.#steps > 0;
  }
}
