/** `public/theme.js` reads it before the first paint. */
export const lockKey = 'rapport.lock';

/** True where the application of this device has a lock. */
export function isLockSet(): boolean {
  try {
    return localStorage.getItem(lockKey) !== null;
  } catch {
    return false;
  }
}

export function lockNow(): void {
  void import('./startLock.ts').then(({ appLock }) => appLock().lockNow());
}
