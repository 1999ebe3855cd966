import { formatCount, formatInstant } from '../../i18n/formats.ts';
import { t } from '../../i18n/language.svelte.ts';
import { syncTexts } from '../../i18n/sync.ts';
import type { IconName } from '../../ui/icons.ts';
import type { SyncView } from '../../workers/syncView.ts';

/** Where a person's work is, in an icon and a few words; `long` says it whole. */
export interface SyncMarkState {
  readonly state: 'device' | 'way' | 'safe' | 'offline' | 'stopped';
  readonly icon: IconName;
  readonly text: string;
  readonly long: string;
  /** What stands beside the icon where there is no room for words; empty when there is nothing to count. */
  readonly count: string;
}

/** Each state is true at the moment: "safe" only after the relay's acknowledgement, "seen" only after signed cursors of others. */
export function syncMarkOf(view: SyncView | undefined): SyncMarkState {
  const words = t(syncTexts).mark;
  if (view === undefined || !view.isShared) {
    return { state: 'device', icon: 'mobile', text: words.local, long: words.localLong, count: '' };
  }
  const { connection, waiting } = view;
  const count = waiting === 0 ? '' : formatCount(waiting);
  if (connection === 'stopped') {
    return { state: 'stopped', icon: 'warning', text: words.stopped, long: words.stoppedLong, count };
  }
  if (connection === 'offline' || connection === 'local') {
    const [text, long] =
      waiting === 0
        ? [words.offline, words.offlineLong]
        : [words.offlineCount(count), words.offlineCountLong(count)];
    return { state: 'offline', icon: 'offline', text, long, count };
  }
  if (view.me?.role === 'viewer') {
    if (view.unsent === 0) {
      return { state: 'safe', icon: 'lock', text: words.viewer, long: words.viewerLong, count: '' };
    }
    const unsent = formatCount(view.unsent);
    return {
      ...{ state: 'stopped', icon: 'lock', count: unsent },
      ...{ text: words.unsent(unsent), long: words.unsentLong(unsent) },
    };
  }
  if (waiting > 0) {
    const long = words.wayLong(count, view.oldestAt === undefined ? '' : formatInstant(view.oldestAt));
    return { state: 'way', icon: 'way', text: words.way(count), long, count };
  }
  if (connection === 'connecting') {
    return { state: 'way', icon: 'way', text: words.connecting, long: words.connectingLong, count: '' };
  }
  if (connection === 'catching-up' && view.progress !== undefined) {
    const text = words.catchingUp(formatCount(view.progress.done), formatCount(view.progress.total));
    return { state: 'way', icon: 'way', text, long: words.catchingUpLong, count: '' };
  }
  if (view.seenBy === 0) {
    return { state: 'safe', icon: 'safe', text: words.safe, long: words.safeLong, count: '' };
  }
  const seen = formatCount(view.seenBy);
  return {
    state: 'safe',
    icon: 'safe',
    text: words.seen(seen),
    long: words.seenLong(seen, formatCount(view.others)),
    count: '',
  };
}
