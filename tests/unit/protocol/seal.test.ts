import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { describe, expect, test } from 'vitest';
import { concatBytes, toHex, utf8 } from '../../../src/protocol/bytes.ts';
import { headerBytes } from '../../../src/protocol/entry.ts';
import { maxEntryBytes, maxSealedText } from '../../../src/protocol/limits.ts';
import {
  open,
  openBox,
  paddedLength,
  seal,
  sealBox,
  subkey,
  unwrapKey,
  wrapKey,
  type Purpose,
} from '../../../src/protocol/seal.ts';
import { aDevice, bytesOf } from '../../support/workspace.ts';

const key = bytesOf(1);
const nonce = bytesOf(2, 0, 24);
const aad = utf8('header');
const workspace = bytesOf(3, 0, 16);
const purposes: readonly Purpose[] = ['records', 'names', 'live', 'previous', 'join', 'wrap'];

function range(from: number, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => from + i);
}

describe('what the seals are made of', () => {
  test('is XChaCha20-Poly1305 as draft-irtf-cfrg-xchacha-03, A.3.1', () => {
    const text = utf8(
      "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.",
    );
    const data = concatBytes(range(0x50, 4), range(0xc0, 8));
    const sealed = xchacha20poly1305(range(0x80, 32), range(0x40, 24), data).encrypt(text);
    expect(toHex(sealed)).toBe(
      'bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff921f9664c97637da9768812f615c68b13b52e' +
        'c0875924c1c7987947deafd8780acf49',
    );
  });

  test('is HKDF-SHA-256 as RFC 5869, A.1', () => {
    const derived = hkdf(sha256, new Uint8Array(22).fill(0x0b), range(0, 13), range(0xf0, 10), 42);
    expect(toHex(derived)).toBe(
      '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
    );
  });

  test('is padding by 0x80 and zeros, under the cipher', () => {
    const sealed = seal(key, nonce, aad, utf8('abc'));
    const padded = xchacha20poly1305(key, nonce, aad).decrypt(sealed);
    expect(padded).toEqual(concatBytes(utf8('abc'), Uint8Array.of(0x80), new Uint8Array(60)));
  });
});

describe('a seal', () => {
  test('opens to its text, whatever bytes it ends in', () => {
    for (const text of [[], [0], [0x80], [0x80, 0, 0], [1, 2, 3, 0], range(0, 250)]) {
      const bytes = Uint8Array.from(text);
      expect(open(key, nonce, aad, seal(key, nonce, aad, bytes))).toEqual(bytes);
    }
  });

  test('opens with no other key, nonce, header or body, and nothing throws', () => {
    const sealed = seal(key, nonce, aad, utf8('text'));
    expect(open(bytesOf(9), nonce, aad, sealed)).toBeUndefined();
    expect(open(key, bytesOf(9, 0, 24), aad, sealed)).toBeUndefined();
    expect(open(key, nonce, utf8('other'), sealed)).toBeUndefined();
    expect(open(key, nonce, aad, sealed.subarray(1))).toBeUndefined();
    expect(open(key, nonce, aad, new Uint8Array())).toBeUndefined();
    expect(openBox(key, aad, new Uint8Array(23))).toBeUndefined();
  });

  test('without its padding is not opened', () => {
    const bare = xchacha20poly1305(key, nonce, aad).encrypt(new Uint8Array(64));
    expect(open(key, nonce, aad, bare)).toBeUndefined();
  });

  test('for one purpose or workspace opens for no other', () => {
    const box = sealBox(subkey(key, workspace, 'records'), aad, utf8('text'));
    for (const purpose of purposes) {
      expect(openBox(subkey(key, workspace, purpose), aad, box) !== undefined).toBe(purpose === 'records');
    }
    expect(openBox(subkey(key, bytesOf(4, 0, 16), 'records'), aad, box)).toBeUndefined();
  });

  test('in a box has a nonce of its own each time', () => {
    expect(sealBox(key, aad, utf8('text'))).not.toEqual(sealBox(key, aad, utf8('text')));
  });
});

describe('the length of a sealed text', () => {
  test('is Padmé’s: 64 at least, and at most 12 % more', () => {
    expect([0, 1, 64, 65, 66, 1_000, 1_025].map(paddedLength)).toEqual([64, 64, 64, 72, 72, 1_024, 1_088]);
    for (let length = 65; length < 70_000; length += 7) {
      const padded = paddedLength(length);
      expect(padded).toBeGreaterThanOrEqual(length);
      expect((padded - length) / length).toBeLessThan(0.12);
    }
  });

  test('is what Padmé’s own bit mask gives', () => {
    for (let length = 65; length < 2 ** 20; length += 997) {
      const exponent = 31 - Math.clz32(length);
      const mask = 2 ** (exponent - (32 - Math.clz32(exponent))) - 1;
      expect(paddedLength(length)).toBe((length + mask) & ~mask);
    }
  });

  test('of the longest text fits an entry, and one byte more does not', () => {
    const around = headerBytes + 16 + 64;
    expect(paddedLength(maxSealedText + 1) + around).toBeLessThanOrEqual(maxEntryBytes);
    expect(paddedLength(maxSealedText + 2) + around).toBeGreaterThan(maxEntryBytes);
  });
});

describe('a wrapped key', () => {
  test('is unwrapped by its device, in its workspace, and by nobody else', async () => {
    const wrapped = await wrapKey(key, aDevice(1).box.publicKey, workspace);
    expect(wrapped.length).toBe(136);
    expect(await unwrapKey(wrapped, aDevice(1).box, workspace)).toEqual(key);
    expect(await unwrapKey(wrapped, aDevice(2).box, workspace)).toBeUndefined();
    expect(await unwrapKey(wrapped, aDevice(1).box, bytesOf(4, 0, 16))).toBeUndefined();
  });

  test('that is cut, changed, or under a key of zeros is none, and nothing throws', async () => {
    const wrapped = await wrapKey(key, aDevice(1).box.publicKey, workspace);
    for (let at = 0; at < wrapped.length; at += 9) {
      const changed = wrapped.slice();
      changed[at] = (changed[at] ?? 0) ^ 0x40;
      expect(await unwrapKey(changed, aDevice(1).box, workspace)).toBeUndefined();
      expect(await unwrapKey(wrapped.subarray(0, at), aDevice(1).box, workspace)).toBeUndefined();
    }
    const zeros = concatBytes(new Uint8Array(32), wrapped.subarray(32));
    expect(await unwrapKey(zeros, aDevice(1).box, workspace)).toBeUndefined();
  });

  test('holds 32 bytes and nothing else', async () => {
    const wrapped = await wrapKey(new Uint8Array(31), aDevice(1).box.publicKey, workspace);
    expect(await unwrapKey(wrapped, aDevice(1).box, workspace)).toBeUndefined();
  });
});
