/** A PIN as it is kept: enough to recognise it, not to read it. Bytes in base64. */
export interface PinHash {
  readonly salt: string;
  readonly rounds: number;
  readonly hash: string;
}

/** What OWASP's Password Storage Cheat Sheet asks of PBKDF2 with SHA-256 (2023). */
const rounds = 600_000;
const saltBytes = 16;

export async function hashPin(pin: string): Promise<PinHash> {
  const salt = crypto.getRandomValues(new Uint8Array(saltBytes));
  return { salt: toBase64(salt), rounds, hash: toBase64(await derive(pin, salt, rounds)) };
}

export async function isSamePin(pin: string, kept: PinHash): Promise<boolean> {
  if (kept.hash === '') return false;
  const hash = await derive(pin, fromBase64(kept.salt), kept.rounds);
  const expected = fromBase64(kept.hash);
  return (
    hash.length === expected.length &&
    hash.reduce((sum, byte, i) => sum | (byte ^ (expected[i] ?? 0)), 0) === 0
  );
}

/** How long nobody may try again after so many wrong PINs in a row, ms: the first two are slips. */
export function waitAfter(wrong: number): number {
  const waits = [0, 0, 0, 5_000, 15_000, 30_000, 60_000];
  return waits[wrong] ?? 300_000;
}

async function derive(
  pin: string,
  salt: Uint8Array<ArrayBuffer>,
  iterations: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, [
    'deriveBits',
  ]);
  const bits = await crypto.subtle.deriveBits(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations },
    key,
    256,
  );
  return new Uint8Array(bits);
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
