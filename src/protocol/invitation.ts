import { sha256 } from '@noble/hashes/sha2.js';
import { ByteWriter, concatBytes, fromHex, parseBytes, toHex, utf8 } from './bytes.ts';
import { isBoxKey, isSigningKey, signerOf, type Signer, type Verify } from './keys.ts';
import { readNames, type Names } from './names.ts';
import type { Hex } from './operations.ts';
import { openBox, randomBytes, sealBox, subkey } from './seal.ts';

/** What an invitation's link holds, in its fragment only: a server never sees it. */
export interface Invitation {
  /** 16 bytes. */
  readonly workspace: Uint8Array;
  /** 32 bytes, for one device. */
  readonly seed: Uint8Array;
  /** The fingerprint of the owner's device that invites. */
  readonly owner: Hex;
  /** The first 16 bytes of the head of the membership with this invitation in it. */
  readonly head: Hex;
}

/** What a newcomer asks; everything but `names` is in clear and signed with the seed. */
export interface JoinRequest {
  readonly invite: Hex;
  readonly sign: Hex;
  readonly box: Hex;
  /** SHA-256 of a secret of 32 bytes, shown after the owner's challenge: neither side can choose the code. */
  readonly commitment: Hex;
  /** Sealed under a key from the seed. */
  readonly names: Hex;
  readonly signature: Hex;
}

const linkVersion = 1;

/** The text after `#join=`. */
export function encodeInvitation({ workspace, seed, owner, head }: Invitation): string {
  const bytes = new ByteWriter()
    .u8(linkVersion)
    .raw(workspace)
    .raw(seed)
    .raw(fromHex(owner, 16) ?? new Uint8Array(16))
    .raw(fromHex(head, 16) ?? new Uint8Array(16))
    .finish();
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** Finds the invitation in a link, or in its fragment alone, as it was scanned or pasted. */
export function decodeInvitation(text: string): Invitation | undefined {
  const code = /(?:^|#join=)([A-Za-z0-9_-]{108})\s*$/.exec(text.trim())?.[1];
  if (code === undefined) return undefined;
  const binary = atob(code.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0));
  const parsed = parseBytes(bytes, (reader) => {
    if (reader.u8() !== linkVersion) reader.fail('unknown link');
    return {
      workspace: reader.raw(16),
      seed: reader.raw(32),
      owner: toHex(reader.raw(16)),
      head: toHex(reader.raw(16)),
    };
  });
  return parsed.ok ? parsed.value : undefined;
}

/** The one-time key of an invitation, and the name under which the members know it. */
export function inviteKeys(seed: Uint8Array): { readonly signer: Signer; readonly invite: Hex } {
  const signer = signerOf(seed);
  return { signer, invite: toHex(sha256(signer.publicKey).slice(0, 16)) };
}

export interface Newcomer {
  readonly sign: Uint8Array;
  readonly box: Uint8Array;
  /** 32 random bytes, kept until the owner has challenged. */
  readonly secret: Uint8Array;
  readonly names: Names;
}

export async function makeJoinRequest(invitation: Invitation, newcomer: Newcomer): Promise<JoinRequest> {
  const { signer, invite } = inviteKeys(invitation.seed);
  const key = subkey(invitation.seed, invitation.workspace, 'join');
  const request = {
    invite,
    sign: toHex(newcomer.sign),
    box: toHex(newcomer.box),
    commitment: toHex(sha256(newcomer.secret)),
    names: toHex(sealBox(key, utf8(invite), utf8(JSON.stringify(newcomer.names)))),
  };
  const signature = await signer.sign(joinSigned(invitation.workspace, request));
  return { ...request, signature: toHex(signature) };
}

/** True if whoever asks holds the seed, and the keys are such as a device can have. */
export async function isJoinRequestSigned(
  request: JoinRequest,
  workspace: Uint8Array,
  seedKey: Uint8Array,
  verify: Verify,
): Promise<boolean> {
  const [signature, sign, box] = [
    fromHex(request.signature, 64),
    fromHex(request.sign, 32),
    fromHex(request.box, 32),
  ];
  if (signature === undefined || sign === undefined || box === undefined) return false;
  if (!isSigningKey(sign) || !isBoxKey(box)) return false;
  return verify(seedKey, joinSigned(workspace, request), signature);
}

/** The names in a request; only a device that keeps the seed of its invitation can read them. */
export function joinNames(request: JoinRequest, workspace: Uint8Array, seed: Uint8Array): Names {
  const sealed = fromHex(request.names);
  const text = sealed && openBox(subkey(seed, workspace, 'join'), utf8(request.invite), sealed);
  return text === undefined ? {} : readNames(text);
}

/** What an owner's device signs when it challenges a newcomer. */
export function challengeSigned(
  workspace: Uint8Array,
  request: JoinRequest,
  challenge: Uint8Array,
): Uint8Array {
  return concatBytes(
    utf8('rapport challenge v1\0'),
    workspace,
    sha256(joinSigned(workspace, request)),
    challenge,
  );
}

export function newChallenge(): Uint8Array {
  return randomBytes(32);
}

/**
 * The six digits that both people compare. The newcomer is bound by its commitment before it sees the challenge and the
 * owner by the challenge before it sees the secret, so that somebody between them has one guess in a million.
 */
export function joinCode(
  workspace: Uint8Array,
  request: JoinRequest,
  challenge: Uint8Array,
  secret: Uint8Array,
): string {
  const hash = sha256(
    concatBytes(utf8('rapport code v1\0'), sha256(joinSigned(workspace, request)), challenge, secret),
  );
  const number = new DataView(hash.buffer, hash.byteOffset).getBigUint64(0) % 1_000_000n;
  return number.toString().padStart(6, '0');
}

/** True if the secret is the one that the newcomer was bound to. */
export function isCommittedSecret(request: JoinRequest, secret: Uint8Array): boolean {
  return toHex(sha256(secret)) === request.commitment;
}

function joinSigned(workspace: Uint8Array, request: Omit<JoinRequest, 'signature'>): Uint8Array {
  const { invite, sign, box, commitment, names } = request;
  return concatBytes(
    utf8('rapport join v1\0'),
    workspace,
    utf8([invite, sign, box, commitment, names].join('\n')),
  );
}
