import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { concatBytes, fromHex, toHex } from '../../../src/protocol/bytes.ts';
import { boxKeyOf, isBoxKey, isSigningKey, signerOf, verifySignature } from '../../../src/protocol/keys.ts';
import { bytesOf } from '../../support/workspace.ts';

const { Point } = ed25519;
const order = Point.Fn.ORDER;

function bytes(hex: string): Uint8Array {
  const found = fromHex(hex);
  if (found === undefined) throw new Error('not hexadecimal');
  return found;
}

function toLittleEndian(value: bigint): Uint8Array {
  return bytes(value.toString(16).padStart(64, '0')).toReversed();
}

function fromLittleEndian(value: Uint8Array): bigint {
  return BigInt(`0x${toHex(value.toReversed())}`);
}

function nodeVerifies(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const key = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey).toString('base64url') },
    format: 'jwk',
  });
  return verify(null, message, key, signature);
}

describe('Ed25519', () => {
  test.each([
    [
      'RFC 8032, 7.1, test 1',
      '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
      '',
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    ],
    [
      'RFC 8032, 7.1, test 2',
      '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
      '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
      '72',
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    ],
  ])('signs and verifies as %s', async (_, secret, publicKey, message, signature) => {
    const signer = signerOf(bytes(secret));
    expect(toHex(signer.publicKey)).toBe(publicKey);
    expect(toHex(await signer.sign(bytes(message)))).toBe(signature);
    expect(await verifySignature(bytes(publicKey), bytes(message), bytes(signature))).toBe(true);
  });

  test('agrees with OpenSSL on any honest signature, and on one for another text', async () => {
    for (let i = 0; i < 20; i++) {
      const signer = signerOf(bytesOf(i));
      const [message, other] = [bytesOf(i, 8, i * 7), bytesOf(i, 9, 40)];
      const signature = await signer.sign(message);
      for (const text of [message, other]) {
        const holds = await verifySignature(signer.publicKey, text, signature);
        expect(holds).toBe(text === message);
        expect(nodeVerifies(signer.publicKey, text, signature)).toBe(holds);
      }
    }
  });

  test('refuses a signature written in a second way', async () => {
    const signer = signerOf(bytesOf(1));
    const signature = await signer.sign(bytesOf(2));
    const response = fromLittleEndian(signature.subarray(32)) + order;
    const second = concatBytes(signature.subarray(0, 32), toLittleEndian(response));
    expect(await verifySignature(signer.publicKey, bytesOf(2), second)).toBe(false);
  });

  test('refuses a signature that only verifiers with the cofactor accept', async () => {
    const torsion = Point.fromHex('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05');
    const [secret, nonce, message] = [12_345n, 67_890n, bytesOf(3)];
    const publicKey = Point.BASE.multiply(secret).toBytes();
    const commitment = Point.BASE.multiply(nonce).add(torsion).toBytes();
    const challenge = fromLittleEndian(sha512(concatBytes(commitment, publicKey, message))) % order;
    const response = toLittleEndian((nonce + challenge * secret) % order);
    const signature = concatBytes(commitment, response);
    expect(ed25519.verify(signature, message, publicKey, { zip215: false })).toBe(true);
    expect(nodeVerifies(publicKey, message, signature)).toBe(false);
    expect(await verifySignature(publicKey, message, signature)).toBe(false);
  });

  test('refuses keys and signatures of the wrong length', async () => {
    const signer = signerOf(bytesOf(1));
    const signature = await signer.sign(bytesOf(2));
    expect(await verifySignature(signer.publicKey.subarray(1), bytesOf(2), signature)).toBe(false);
    expect(await verifySignature(signer.publicKey, bytesOf(2), signature.subarray(1))).toBe(false);
    expect(await verifySignature(signer.publicKey, bytesOf(2), new Uint8Array())).toBe(false);
  });

  test('a key of small order, written in a second way, or of no point is none', () => {
    const identity = `01${'00'.repeat(31)}`;
    const identityAgain = `ee${'ff'.repeat(30)}7f`;
    const noPoint = `02${'00'.repeat(31)}`;
    for (const hex of ['00'.repeat(32), identity, identityAgain, noPoint, 'ff'.repeat(32), '01']) {
      expect(isSigningKey(bytes(hex))).toBe(false);
    }
    expect(isSigningKey(signerOf(bytesOf(1)).publicKey)).toBe(true);
  });
});

describe('X25519', () => {
  test('agrees as RFC 7748, 6.1', async () => {
    const alice = boxKeyOf(bytes('77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a'));
    const bob = boxKeyOf(bytes('5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb'));
    expect(toHex(alice.publicKey)).toBe('8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a');
    expect(toHex(bob.publicKey)).toBe('de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f');
    const shared = '4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742';
    expect(toHex(await alice.agree(bob.publicKey))).toBe(shared);
    expect(toHex(await bob.agree(alice.publicKey))).toBe(shared);
  });

  test('a key is none exactly where every secret would agree with it on zeros', () => {
    const prime = 2n ** 255n - 19n;
    const order8 = [
      325606250916557431795983626356110631294008115727848805560023387167927233504n,
      39382357235489614581723060781553021112529911719440698176882885853963445705823n,
    ];
    const small = [0n, 1n, prime - 1n, prime, prime + 1n, ...order8];
    const withHighBit = small.map((value) => value + 2n ** 255n);
    for (const value of [...small, ...withHighBit]) {
      const key = toLittleEndian(value);
      expect(isBoxKey(key)).toBe(false);
      expect(() => x25519.getSharedSecret(bytesOf(1), key)).toThrow();
    }
    for (let i = 0; i < 10; i++) expect(isBoxKey(boxKeyOf(bytesOf(i)).publicKey)).toBe(true);
    expect(isBoxKey(new Uint8Array(31).fill(9))).toBe(false);
  });
});
