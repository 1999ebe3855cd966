import { reminderTexts } from '../i18n/backupReminder.ts';
import { formatCount } from '../i18n/formats.ts';
import { t } from '../i18n/language.svelte.ts';
import { goTo } from '../screens/routes.ts';
import type { Banner } from './banner.ts';

const words = t(reminderTexts);
const dayMs = 86_400_000;
/** A backup older than this is worth a reminder; so is a book of this age without one. */
const reminderDays = 14;
const firstReminderDays = 2;
const laterKey = 'rapport.backup.later';
const laterDays = 7;

export interface BackupState {
  readonly now: number;
  readonly bookMadeAt: number;
  readonly lastBackup: number | undefined;
  readonly customers: number;
  /** Shards whose rows are still being made after a restore. */
  readonly projecting: number;
}

/** Reminds of backups, and says how far a restored book is. `ondismiss` comes after "later". */
export function backupBanners(state: BackupState, ondismiss: () => void): readonly Banner[] {
  if (state.projecting > 1) {
    return [
      {
        id: 'preparing',
        tone: 'plain',
        icon: 'clock',
        title: words.preparing,
        text: words.preparingText(formatCount(state.projecting)),
        actions: [],
      },
    ];
  }
  if (!isDue(state)) return [];
  const days =
    state.lastBackup === undefined ? undefined : Math.floor((state.now - state.lastBackup) / dayMs);
  const dismiss = (): void => {
    localStorage.setItem(laterKey, String(Date.now()));
    ondismiss();
  };
  return [
    {
      id: 'backup',
      tone: 'plain',
      icon: 'safe',
      title: words.reminder,
      text: words.reminderText(days === undefined ? undefined : formatCount(days)),
      actions: [
        { label: words.make, isMain: true, run: () => goTo({ page: 'settings', section: 'backup' }) },
      ],
      ondismiss: dismiss,
    },
  ];
}

export function isDue({ now, bookMadeAt, lastBackup, customers }: BackupState): boolean {
  if (customers === 0) return false;
  const later = Number(localStorage.getItem(laterKey) ?? 0);
  if (now - later < laterDays * dayMs) return false;
  return lastBackup === undefined
    ? now - bookMadeAt > firstReminderDays * dayMs
    : now - lastBackup > reminderDays * dayMs;
}
