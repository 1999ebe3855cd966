import { mount } from 'svelte';
import { AppLock } from './appLock.svelte.ts';
import LockScreen from './LockScreen.svelte';

let running: AppLock | undefined;

/** The lock of this page and its screen, which begin to watch with the first call. */
export function appLock(): AppLock {
  if (running === undefined) {
    running = new AppLock();
    mount(LockScreen, { target: document.body, props: { lock: running } });
  }
  return running;
}
