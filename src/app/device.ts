import { version } from '../../package.json';
import type { RecordRow } from '../domain/record.ts';
import { batchStatusOf } from '../domain/batch.ts';
import { askForPersistence, readStorageReport } from '../pwa/storage.ts';
import type { Installation } from '../pwa/install.ts';
import type { Device, SampleData } from '../screens/settings/device.ts';
import { follow } from './follow.ts';
import type { Session } from './session.ts';
import { currentTheme, setTheme } from './theme.svelte.ts';

/** What the settings can do with this device. */
export function deviceOf(session: Session, installation: Installation, sample?: SampleData): Device {
  const installState = follow(installation);
  return {
    version,
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
    sample,
  };
}

/** The batches of sample data that stand now. */
export function sampleBatches(batches: readonly RecordRow[]): readonly RecordRow[] {
  return batches.filter(
    (batch) => batch.base[0]['command'] === 'sample' && batchStatusOf(batch) === 'committed',
  );
}
