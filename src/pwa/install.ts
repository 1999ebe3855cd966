import type { Observable } from './observable.ts';
import { Observed } from './observable.ts';
import { isRunningInstalled, storageBrowser } from './storage.ts';

/**
 * `offered`: the browser lets us ask. `by-hand`: only the person can, through the browser's share menu (Apple).
 * `none`: nothing to offer here, or not yet.
 */
export type InstallState = 'none' | 'offered' | 'by-hand' | 'installed';

export interface Installation extends Observable<InstallState> {
  /** Opens the browser's own question. True if the person agreed; false too when nothing was offered. */
  ask: () => Promise<boolean>;
}

/** Call once, early: the browser makes its offer shortly after loading and only once. */
export function watchInstallation(): Installation {
  const state = new Observed<InstallState>(initialState());
  let offer: InstallOffer | undefined;

  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    offer = event as InstallOffer;
    state.set('offered');
  });
  window.addEventListener('appinstalled', () => {
    offer = undefined;
    state.set('installed');
  });

  return {
    get current() {
      return state.current;
    },
    subscribe: (onChange) => state.subscribe(onChange),
    ask: async () => {
      if (offer === undefined) return false;
      const asked = offer;
      offer = undefined;
      state.set('none');
      await asked.prompt();
      return (await asked.userChoice).outcome === 'accepted';
    },
  };
}

/** Chromium's event, which TypeScript's library does not describe. An offer can be used once. */
interface InstallOffer extends Event {
  prompt: () => Promise<unknown>;
  userChoice: Promise<{ outcome: 'accepted' | 'dismissed' }>;
}

function initialState(): InstallState {
  if (isRunningInstalled()) return 'installed';
  return storageBrowser(navigator.userAgent, false) === 'safari-tab' ? 'by-hand' : 'none';
}
