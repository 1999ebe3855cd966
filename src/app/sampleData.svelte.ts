import { createSubscriber } from 'svelte/reactivity';
import { batchStatusOf } from '../domain/batch.ts';
import { localDate } from '../domain/dates.ts';
import { currentLanguage } from '../i18n/language.svelte.ts';
import { liveBatches } from '../read/live.ts';
import type { SampleData } from '../screens/settings/device.ts';
import type { Session } from './session.ts';

/** Sample data as the settings load and remove them. */
export function sampleData({ book, engine }: Session): SampleData {
  let isLoaded = false;
  const follow = createSubscriber((update) =>
    liveBatches(book.strict).subscribe((batches) => {
      isLoaded = batches.some(
        (row) => row.base[0]['command'] === 'sample' && batchStatusOf(row) === 'committed',
      );
      update();
    }),
  );
  return {
    isLoaded: () => {
      follow();
      return isLoaded;
    },
    load: async (onProgress) => {
      const { demoSize } = await import('../interchange/sample/book.ts');
      const { loadSample } = await import('../workers/sample.ts');
      const options = { size: demoSize, language: currentLanguage(), today: localDate(Date.now()) };
      const loaded = await loadSample({ book, engine }, options, ({ done, total }) =>
        onProgress(done / total),
      );
      return loaded.ok;
    },
    remove: async () => (await (await import('../workers/sample.ts')).removeSample(book)).ok,
  };
}
