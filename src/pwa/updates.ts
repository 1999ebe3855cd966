import type { Workbox } from 'workbox-window';
import type { Observable } from './observable.ts';
import { Observed } from './observable.ts';

/** `available`: a whole new build waits on this device. `applying`: it is taken as soon as nothing is in flight. */
export type UpdateState = 'none' | 'available' | 'applying';

export interface Updates extends Observable<UpdateState> {
  /** Takes the waiting build. Every open tab then reloads once, each when it is idle itself. */
  apply: () => Promise<void>;
}

/** Whether a reload would now lose nothing: no write under way, no form with unsaved input. */
export type IsIdle = () => Promise<boolean>;

const idlePollMs = 200;
const checkEveryMs = 60 * 60 * 1000;
/** The worker is registered after the first screen, whose download it would compete with. */
const registerAfterMs = 1_500;

/** Registers the service worker of a built app and follows its updates. Without support, or in development, nothing is ever available. */
export function watchUpdates(isIdle: IsIdle): Updates {
  const state = new Observed<UpdateState>('none');
  const updates = (apply: () => Promise<void>): Updates => ({
    get current() {
      return state.current;
    },
    subscribe: (onChange) => state.subscribe(onChange),
    apply,
  });
  if (import.meta.env.DEV || !('serviceWorker' in navigator)) return updates(() => Promise.resolve());

  let workbox: Workbox | undefined;
  reloadOnNewWorker(state, isIdle);
  setTimeout(() => {
    void register(() => {
      if (state.current === 'none') state.set('available');
    }).then((registered) => (workbox = registered));
  }, registerAfterMs);

  return updates(async () => {
    if (state.current !== 'available') return;
    state.set('applying');
    await untilIdle(isIdle);
    workbox?.messageSkipWaiting();
  });
}

async function register(onUpdate: () => void): Promise<Workbox> {
  const { Workbox } = await import('workbox-window');
  const workbox = new Workbox('/serviceWorker.js');
  workbox.addEventListener('waiting', () => {
    void hasOlderWorker().then((isUpdate) => {
      if (isUpdate) onUpdate();
    });
  });
  // A browser may refuse it, as some do in private windows: the app then works while its server is reached.
  workbox.register().catch(() => undefined);
  checkNowAndThen(workbox);
  return workbox;
}

/**
 * A part of the app that cannot be loaded belongs to a build that is gone: reload once to get the present one. When input
 * would be lost, the reload did not help, or the server is out of reach, so that a reload would lose the whole app, the error
 * stays with the screen's boundary.
 */
export function reloadOnMissingPart(
  isIdle: () => boolean,
  { answers = serverAnswers, reload = () => location.reload() } = {},
): () => void {
  const onPreloadError = ({ payload }: VitePreloadErrorEvent) => {
    missingParts.add(payload);
    const { message } = payload;
    if (sessionStorage.getItem(reloadedForKey) === message || !isIdle()) return;
    void answers().then((isReached) => {
      if (!isReached || !isIdle()) return;
      sessionStorage.setItem(reloadedForKey, message);
      reload();
    });
  };
  window.addEventListener('vite:preloadError', onPreloadError);
  return () => window.removeEventListener('vite:preloadError', onPreloadError);
}

/** Whether this is why a part of the app could not be loaded, rather than a mistake in it. */
export function isMissingPart(failure: unknown): boolean {
  return failure instanceof Error && missingParts.has(failure);
}

/** Loads the app again if its server answers, which gives what is missing; false if it is out of reach, and nothing happens. */
export async function reloadIfReached(): Promise<boolean> {
  const isReached = await serverAnswers();
  if (isReached) location.reload();
  return isReached;
}

const missingParts = new WeakSet<Error>();

async function serverAnswers(): Promise<boolean> {
  try {
    return (await fetch('/', { method: 'HEAD', cache: 'no-store' })).ok;
  } catch {
    return false;
  }
}

/** The very first worker waits for a moment too, which is no update: nothing older is active then. */
async function hasOlderWorker(): Promise<boolean> {
  const registration = await navigator.serviceWorker.getRegistration();
  return registration !== undefined && registration.active !== null && registration.waiting !== null;
}

const reloadedForKey = 'rapport.reloadedForMissingPart';

/** The first worker of all claims its page too; only a page that already had one belongs to an older build. */
function reloadOnNewWorker(state: Observed<UpdateState>, isIdle: IsIdle): void {
  let hasController = navigator.serviceWorker.controller !== null;
  let isReloading = false;
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (!hasController) {
      hasController = true;
      return;
    }
    if (isReloading) return;
    isReloading = true;
    state.set('applying');
    void untilIdle(isIdle).then(() => location.reload());
  });
}

async function untilIdle(isIdle: IsIdle): Promise<void> {
  while (!(await isIdle())) await new Promise((resolve) => setTimeout(resolve, idlePollMs));
}

/** An installed app may stay open for days: looks for a new build hourly and when the person comes back to it. */
function checkNowAndThen(workbox: Workbox): void {
  let checkedAt = Date.now();
  const check = () => {
    if (!navigator.onLine || Date.now() - checkedAt < checkEveryMs) return;
    checkedAt = Date.now();
    workbox.update().catch(() => {
      checkedAt = 0;
    });
  };
  setInterval(check, checkEveryMs);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') check();
  });
}
