import { formatAgo, formatCount } from '../../i18n/formats.ts';
import { t } from '../../i18n/language.svelte.ts';
import { teamTexts } from '../../i18n/team.ts';
import type { IconName } from '../../ui/icons.ts';
import type { DeviceView, SyncView } from '../../workers/syncView.ts';

/** How a device stands, in an icon and a few words. */
export interface DeviceStanding {
  readonly tone: 'ok' | 'warn' | 'plain';
  readonly icon: IconName;
  readonly text: string;
}

/** Devices with a screen that belong to the book now; a phrase on paper is none. */
export function activeDevices(view: SyncView): readonly DeviceView[] {
  return view.devices.filter((device) => device.state === 'active' && !device.isRecovery);
}

export function formerDevices(view: SyncView): readonly DeviceView[] {
  return view.devices.filter((device) => device.state !== 'active' && !device.isRecovery);
}

export function standingOf(device: DeviceView, view: SyncView): DeviceStanding {
  const words = t(teamTexts).device;
  if (device.state === 'removed') return { tone: 'plain', icon: 'x', text: words.wasRemoved };
  if (device.state === 'left') return { tone: 'plain', icon: 'x', text: words.hasLeft };
  if (device.isThis) return standingOfThis(view);
  if (device.clockWrong) return { tone: 'warn', icon: 'clock', text: words.clockWrong };
  const { isOnline, seenBehind, lastSeenAt } = device;
  const behind = formatCount(seenBehind);
  if (isOnline) {
    return seenBehind === 0
      ? { tone: 'ok', icon: 'safe', text: words.upToDate }
      : { tone: 'plain', icon: 'way', text: words.behind(behind) };
  }
  if (lastSeenAt === undefined) return { tone: 'warn', icon: 'offline', text: words.neverSeen };
  const since = formatAgo(lastSeenAt);
  return seenBehind === 0
    ? { tone: 'ok', icon: 'safe', text: words.upToDateAt(since) }
    : { tone: 'warn', icon: 'offline', text: words.offlineBehind(since, behind) };
}

function standingOfThis({ connection, waiting, trouble }: SyncView): DeviceStanding {
  const words = t(teamTexts).device;
  if (trouble?.type === 'clock') return { tone: 'warn', icon: 'clock', text: words.clockWrong };
  if (connection === 'offline' || connection === 'stopped' || connection === 'local')
    return { tone: 'warn', icon: 'offline', text: words.offlineNow };
  if (waiting > 0) return { tone: 'plain', icon: 'way', text: words.way(formatCount(waiting)) };
  return { tone: 'ok', icon: 'safe', text: words.upToDate };
}
