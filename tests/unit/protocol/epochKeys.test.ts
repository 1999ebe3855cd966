import { describe, expect, test } from 'vitest';
import { toHex } from '../../../src/protocol/bytes.ts';
import { openPrevious, sealPrevious, wrapForAll } from '../../../src/protocol/epochKeys.ts';
import { aDevice, bytesOf } from '../../support/workspace.ts';

const [key, workspace] = [bytesOf(1), bytesOf(2, 0, 16)];

describe('the key of an epoch', () => {
  test('opens the one before it, and not as that of another epoch', () => {
    const sealed = sealPrevious(key, 3, bytesOf(5), workspace);
    expect(openPrevious(key, 3, sealed, workspace)).toEqual(bytesOf(5));
    expect(openPrevious(key, 4, sealed, workspace)).toBeUndefined();
    expect(openPrevious(bytesOf(6), 3, sealed, workspace)).toBeUndefined();
    expect(
      openPrevious(key, 3, sealPrevious(key, 3, bytesOf(5, 0, 31), workspace), workspace),
    ).toBeUndefined();
  });

  test('is wrapped for those who are named', async () => {
    const readers = [1, 4].map((device) => ({ device, box: toHex(aDevice(device).box.publicKey) }));
    expect(Object.keys(await wrapForAll(key, readers, workspace))).toEqual(['1', '4']);
    await expect(wrapForAll(key, [{ device: 1, box: '00' }], workspace)).rejects.toThrow('device 1');
  });
});
