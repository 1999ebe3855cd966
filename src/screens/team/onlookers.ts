import type { RecordId } from '../../domain/ids.ts';
import type { SyncView } from '../../workers/syncView.ts';

/** The names of those whose other devices show a record, each once, in the order they came. This device is nobody's onlooker. */
export function onlookersOf(view: SyncView | undefined, record: RecordId): readonly string[] {
  if (view === undefined) return [];
  const names = view.presence
    .filter((each) => each.record === record && each.device !== view.me?.device)
    .sort((a, b) => a.at - b.at)
    .map((each) => view.devices.find((device) => device.device === each.device)?.memberName ?? '');
  return [...new Set(names.filter((name) => name !== ''))];
}
