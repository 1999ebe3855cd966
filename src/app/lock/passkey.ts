import { err, ok, type Result } from '../../domain/result.ts';

export type PasskeyError =
  /** The person closed the browser's question, or it ran out. */
  { readonly type: 'cancelled' } | { readonly type: 'unavailable'; readonly detail: string };

const timeoutMs = 60_000;
/** Of the authenticator's data: where its flags stand, and that of a person who was recognised. */
const flagsAt = 32;
const userVerified = 4;
/** ECDSA on P-256 and RSA, by their COSE numbers: every platform has one of them. */
const algorithms = [-7, -257] as const;

/** True where this device itself can recognise a person: by finger, face or its own PIN. An address without a name has no passkeys. */
export async function passkeyIsPossible(): Promise<boolean> {
  if (!isSecureContext || typeof PublicKeyCredential === 'undefined' || /^[\d.]+$|:/.test(location.hostname))
    return false;
  return PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable();
}

/** Makes a passkey of this device; gives its id. */
export function makePasskey(name: string): Promise<Result<string, PasskeyError>> {
  return asked(async () => {
    const made = await navigator.credentials.create({
      publicKey: {
        rp: { name },
        user: { id: randomBytes(16), name, displayName: name },
        challenge: randomBytes(32),
        pubKeyCredParams: algorithms.map((alg) => ({ type: 'public-key', alg })),
        authenticatorSelection: { authenticatorAttachment: 'platform', userVerification: 'required' },
        timeout: timeoutMs,
      },
    });
    return made instanceof PublicKeyCredential ? toBase64Url(new Uint8Array(made.rawId)) : undefined;
  });
}

/**
 * Asks for one of these passkeys. The signature is not checked: whoever could forge the answer of the browser could as well
 * take the lock away, which only covers the screen.
 */
export function askPasskey(ids: readonly string[]): Promise<Result<string, PasskeyError>> {
  return asked(async () => {
    const found = await navigator.credentials.get({
      publicKey: {
        challenge: randomBytes(32),
        allowCredentials: ids.map((id) => ({
          type: 'public-key',
          id: fromBase64Url(id),
          transports: ['internal'],
        })),
        userVerification: 'required',
        timeout: timeoutMs,
      },
    });
    if (!(found instanceof PublicKeyCredential)) return undefined;
    const { response } = found;
    if (!(response instanceof AuthenticatorAssertionResponse)) return undefined;
    const flags = new Uint8Array(response.authenticatorData)[flagsAt] ?? 0;
    const id = toBase64Url(new Uint8Array(found.rawId));
    return (flags & userVerified) !== 0 && ids.includes(id) ? id : undefined;
  });
}

async function asked(ask: () => Promise<string | undefined>): Promise<Result<string, PasskeyError>> {
  try {
    const id = await ask();
    return id === undefined ? err({ type: 'cancelled' }) : ok(id);
  } catch (thrown) {
    if (!(thrown instanceof DOMException)) throw thrown;
    if (thrown.name === 'NotAllowedError' || thrown.name === 'AbortError') return err({ type: 'cancelled' });
    return err({ type: 'unavailable', detail: `${thrown.name}: ${thrown.message}` });
  }
}

function randomBytes(count: number): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(count));
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}
