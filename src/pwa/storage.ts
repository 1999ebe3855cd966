/** What decides how safe stored data are: the engine, and on Apple systems whether the app was put on the home screen. */
export type StorageBrowser = 'chromium' | 'firefox' | 'safari-tab' | 'safari-app' | 'other';

/** `persistent`: the browser deletes the data only when the person says so. `evictable`: also when space runs short. */
export type Persistence = 'persistent' | 'evictable' | 'unknown';

export type StorageReport = {
  /** What this origin uses and may use, in bytes, by the browser's own estimate; null if it gives none. */
  usedBytes: number | null;
  quotaBytes: number | null;
  persistence: Persistence;
  browser: StorageBrowser;
};

export async function readStorageReport(): Promise<StorageReport> {
  const storage = storageManager();
  const estimate = await storage?.estimate?.().catch(() => undefined);
  return {
    usedBytes: estimate?.usage ?? null,
    quotaBytes: estimate?.quota ?? null,
    persistence: persistenceOf(await storage?.persisted?.().catch(() => undefined)),
    browser: storageBrowser(navigator.userAgent, isRunningInstalled()),
  };
}

/** Asks the browser to keep the data. Chromium and Safari decide by themselves, Firefox asks the person. */
export async function askForPersistence(): Promise<Persistence> {
  return persistenceOf(
    await storageManager()
      ?.persist?.()
      .catch(() => undefined),
  );
}

/** Every browser on iOS is WebKit and keeps data by Safari's rules, whatever its name. */
export function storageBrowser(userAgent: string, isInstalled: boolean): StorageBrowser {
  if (/iPhone|iPad|iPod/.test(userAgent)) return isInstalled ? 'safari-app' : 'safari-tab';
  if (/Chrom(e|ium)\//.test(userAgent)) return 'chromium';
  if (/Firefox\//.test(userAgent)) return 'firefox';
  if (/Version\/.*Safari\//.test(userAgent)) return isInstalled ? 'safari-app' : 'safari-tab';
  return 'other';
}

/** Whether the page runs in a window of its own rather than in a browser tab. */
export function isRunningInstalled(): boolean {
  const isOnHomeScreen = 'standalone' in navigator && navigator.standalone === true;
  return isOnHomeScreen || window.matchMedia('(display-mode: standalone)').matches;
}

/** Absent on plain http away from localhost, and its methods in old browsers. */
function storageManager(): Partial<StorageManager> | undefined {
  return 'storage' in navigator ? navigator.storage : undefined;
}

function persistenceOf(isPersistent: boolean | undefined): Persistence {
  if (isPersistent === undefined) return 'unknown';
  return isPersistent ? 'persistent' : 'evictable';
}
