import { formatCount, formatInstant } from '../../i18n/formats.ts';
import { t } from '../../i18n/language.svelte.ts';
import { teamTexts } from '../../i18n/team.ts';
import type { DeviceView, SyncView } from '../../workers/syncView.ts';
import { activeDevices } from './deviceState.ts';

interface PathNode {
  readonly tone: 'plain' | 'way' | 'ok' | 'warn';
  readonly title: string;
  readonly text: string;
}

/** One sentence on where the work is, one on what that means, and the three stations on its way. */
export interface WorkPathState {
  readonly lede: string;
  readonly text: string | undefined;
  readonly nodes: readonly [device: PathNode, relay: PathNode, others: PathNode];
}

export function workPathOf(view: SyncView): WorkPathState {
  return { ...ledeOf(view), nodes: [deviceNode(view), relayNode(view), othersNode(view)] };
}

function ledeOf(view: SyncView): Pick<WorkPathState, 'lede' | 'text'> {
  const words = t(teamTexts).lede;
  const { connection, waiting, lastStoredAt, progress } = view;
  const stored = lastStoredAt === undefined ? undefined : formatInstant(lastStoredAt);
  const onTheWay = stored === undefined ? words.wayFirst(waiting) : words.wayText(stored, waiting);
  if (connection === 'stopped') return { lede: words.stopped, text: undefined };
  if (connection === 'offline' || connection === 'local') {
    if (waiting > 0) return { lede: words.offlineWay(waiting), text: onTheWay };
    return { lede: words.offline, text: stored === undefined ? undefined : words.offlineText(stored) };
  }
  if (progress !== undefined && progress.total > 0) {
    const parts = [formatCount(progress.done), formatCount(progress.total)] as const;
    if (connection === 'catching-up') return { lede: words.catchingUp(...parts), text: words.catchingUpText };
    if (waiting > 0) return { lede: words.sending(...parts), text: onTheWay };
  }
  if (waiting > 0) return { lede: words.way(waiting), text: onTheWay };
  if (connection === 'connecting') return { lede: words.connecting, text: undefined };
  if (view.me?.role === 'viewer') {
    return { lede: view.unsent > 0 ? words.unsent : words.viewer, text: undefined };
  }
  return safeLede(view);
}

function safeLede({ others, seenBy, hasPhrase }: SyncView): Pick<WorkPathState, 'lede' | 'text'> {
  const words = t(teamTexts).lede;
  if (others === 0) return { lede: words.safe, text: hasPhrase ? words.seenText : words.safeAlone };
  if (seenBy === 0) return { lede: words.safe, text: words.safeUnseen(formatCount(others)) };
  if (seenBy < others)
    return { lede: words.seenSome(formatCount(seenBy), formatCount(others)), text: words.seenText };
  return { lede: words.seenAll(others), text: words.seenText };
}

function deviceNode({ waiting, unsent }: SyncView): PathNode {
  const words = t(teamTexts).path;
  if (unsent > 0) {
    return { tone: 'warn', title: words.thisDevice, text: words.unsent(formatCount(unsent)) };
  }
  return {
    tone: waiting > 0 ? 'way' : 'ok',
    title: words.thisDevice,
    text: waiting > 0 ? words.waits(formatCount(waiting)) : words.nothingWaits,
  };
}

function relayNode({ connection, lastStoredAt, waiting }: SyncView): PathNode {
  const words = t(teamTexts).path;
  const isReached = connection === 'online' || connection === 'catching-up';
  // Whoever has written nothing yet has everything from the relay.
  if (lastStoredAt === undefined && connection === 'online' && waiting === 0)
    return { tone: 'ok', title: words.relay, text: words.reached };
  if (lastStoredAt === undefined) {
    return { tone: 'plain', title: words.relay, text: isReached ? words.nothingStored : words.notReached };
  }
  const text = words.storedTo(formatInstant(lastStoredAt));
  return { tone: isReached ? 'ok' : 'plain', title: words.relay, text };
}

function othersNode(view: SyncView): PathNode {
  const words = t(teamTexts).path;
  const others = activeDevices(view).filter((device) => !device.isThis);
  if (others.length === 0) return { tone: 'plain', title: words.noOthers, text: words.invited };
  const isFull = (device: DeviceView): boolean =>
    view.unsent === 0 && device.seenBehind === 0 && device.lastSeenAt !== undefined;
  const upToDate = others.filter(isFull);
  return {
    tone: upToDate.length > 0 && view.waiting === 0 ? 'ok' : 'plain',
    title: words.others(formatCount(others.length)),
    text: words.haveAll(formatCount(upToDate.length)),
  };
}
