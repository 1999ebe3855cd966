import type { Verify } from '../protocol/keys.ts';
import type { DeviceState, Membership } from '../protocol/membership.ts';
import type { Knock } from './connection.ts';
import { Guest } from './guest.ts';
import type { RelayPorts } from './shareTeam.ts';

/** What the operations say of a device that the relay says is out. */
export type Standing = DeviceState['state'] | 'unproven';

/**
 * Reads the operations of a team and says whether an owner has taken this device out. A relay alone cannot: without an
 * operation that an owner has signed, after those that this device knows, it is `unproven`. Undefined while offline.
 */
export function confirmRemoval(
  ports: RelayPorts & { readonly verify?: Verify },
  knock: Knock,
  known: Membership,
  device: number,
): Promise<Standing | undefined> {
  return new Promise((resolve) => {
    const end = (standing: Standing | undefined): void => {
      guest.close();
      resolve(standing);
    };
    const guest = new Guest(ports, knock, known.workspace, {
      connecting: () => undefined,
      hear: () => Promise.resolve(),
      read: ({ membership, hashes }) => {
        const found = hashes.includes(known.head) ? membership.devices.get(device)?.state : undefined;
        end(found === undefined || found === 'active' ? 'unproven' : found);
        return Promise.resolve();
      },
      failed: ({ type }) => end(type === 'offline' ? undefined : 'unproven'),
    });
  });
}
