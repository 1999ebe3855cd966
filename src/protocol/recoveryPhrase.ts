import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39';
import { toHex, utf8 } from './bytes.ts';
import { boxKeyOf, signerOf, type DeviceKeys } from './keys.ts';
import { randomBytes } from './seal.ts';

/** 24 words for 32 random bytes and a checksum. Source: BIP 39; the list of words is the caller's. */
export function newRecoverySeed(): Uint8Array {
  return randomBytes(32);
}

export function wordsOfSeed(seed: Uint8Array, wordlist: string[]): readonly string[] {
  return entropyToMnemonic(seed, wordlist).split(/\s+/u);
}

/**
 * The seed of a phrase as somebody typed it; undefined where a word is unknown or the checksum is wrong. Words of one sign
 * each may stand without spaces.
 */
export function seedOfWords(phrase: string, wordlist: string[]): Uint8Array | undefined {
  const typed = phrase.normalize('NFKD').toLowerCase().trim();
  const words = wordlist.every((word) => word.length === 1)
    ? [...typed.replaceAll(/\s/gu, '')]
    : typed.split(/\s+/u);
  if (words.length !== 24) return undefined;
  try {
    return mnemonicToEntropy(words.join(' '), wordlist);
  } catch {
    return undefined;
  }
}

/**
 * Only who holds the phrase can name its workspace so: kept with the phrase's device, it keeps a relay from leading somebody
 * who has nothing but the words into a workspace of its own. 64 hexadecimal digits.
 */
export function recoveryProof(seed: Uint8Array, workspace: Uint8Array): string {
  return toHex(hkdf(sha256, seed, workspace, utf8('rapport recovery v1 proof'), 32));
}

/** The keys of the owner that the phrase is. The same on every device where it is typed. */
export function recoveryKeys(seed: Uint8Array): DeviceKeys {
  const derive = (purpose: string): Uint8Array =>
    hkdf(sha256, seed, undefined, utf8(`rapport recovery v1 ${purpose}`), 32);
  return { signer: signerOf(derive('sign')), box: boxKeyOf(derive('box')) };
}
