import { formatBytes, formatSpan } from '../../i18n/formats.ts';
import { t } from '../../i18n/language.svelte.ts';
import { syncTexts } from '../../i18n/sync.ts';
import type { SyncTrouble } from '../../workers/syncView.ts';

/** What has happened, what is safe and what to do, with the figures of this case. */
export function troubleText(trouble: SyncTrouble): string {
  const words = t(syncTexts).trouble;
  switch (trouble.type) {
    case 'quota':
      return words.quota.text(formatBytes(trouble.usedBytes), formatBytes(trouble.quotaBytes));
    case 'clock':
      return words.clock.text(formatSpan(trouble.byMs), trouble.byMs > 0);
    default:
      return words[trouble.type].text;
  }
}
