import { ByteWriter, concatBytes, fromHex, toHex, utf8 } from './bytes.ts';
import type { Hex, WrappedKeys } from './operations.ts';
import { openBox, sealBox, subkey, wrapKey } from './seal.ts';

/** Who is to read an epoch: the number of a device and its box key, 32 bytes in hexadecimal digits. */
export interface Reader {
  readonly device: number;
  readonly box: Hex;
}

/** An epoch's key for each of these devices. Throws on a box key that no membership would hold. */
export async function wrapForAll(
  key: Uint8Array,
  readers: readonly Reader[],
  workspace: Uint8Array,
): Promise<WrappedKeys> {
  const wrapped = await Promise.all(
    readers.map(async ({ device, box }): Promise<[string, Hex]> => {
      const to = fromHex(box, 32);
      if (to === undefined) throw new Error(`device ${device} has no box key`);
      return [String(device), toHex(await wrapKey(key, to, workspace))];
    }),
  );
  return Object.fromEntries(wrapped);
}

/** The key of the epoch before, sealed under the key of `epoch`: who may read now may read what was written before. */
export function sealPrevious(
  key: Uint8Array,
  epoch: number,
  previous: Uint8Array,
  workspace: Uint8Array,
): Hex {
  return toHex(sealBox(subkey(key, workspace, 'previous'), previousAad(epoch), previous));
}

/** The key of epoch − 1; undefined where it was not sealed under this one. */
export function openPrevious(
  key: Uint8Array,
  epoch: number,
  sealed: Hex,
  workspace: Uint8Array,
): Uint8Array | undefined {
  const box = fromHex(sealed);
  const previous = box && openBox(subkey(key, workspace, 'previous'), previousAad(epoch), box);
  return previous?.length === 32 ? previous : undefined;
}

function previousAad(epoch: number): Uint8Array {
  return concatBytes(utf8('rapport previous v1\0'), new ByteWriter().u32(epoch).finish());
}
