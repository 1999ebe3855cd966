import { askForNotifications, notificationState } from '../pwa/notifications.ts';
import { askForPersistence, readStorageReport } from '../pwa/storage.ts';
import type { Installation } from '../pwa/install.ts';
import type { Device } from '../screens/settings/device.ts';
import { follow } from './follow.ts';
import { sampleData } from './sampleData.svelte.ts';
import type { Session } from './session.ts';
import { currentTheme, setTheme } from './theme.svelte.ts';

/** What the settings can do with this device. */
export function deviceOf(session: Session, installation: Installation): Device {
  const installState = follow(installation);
  return {
    version: import.meta.env.VITE_VERSION,
    theme: currentTheme,
    setTheme,
    readStorage: readStorageReport,
    askForPersistence,
    canInstall: () => installState() === 'offered',
    install: () => installation.ask(),
    rebuild: async () => {
      const rebuilt = await session.engine.call('rebuild', null);
      return rebuilt.ok ? rebuilt.value.shards : undefined;
    },
    notifications: { state: notificationState, ask: askForNotifications },
    lock: async () => (await import('./lock/startLock.ts')).appLock(),
    sample: sampleData(session),
  };
}
