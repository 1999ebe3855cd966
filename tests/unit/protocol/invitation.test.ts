import { describe, expect, test } from 'vitest';
import { toHex } from '../../../src/protocol/bytes.ts';
import {
  challengeSigned,
  decodeInvitation,
  encodeInvitation,
  inviteKeys,
  isCommittedSecret,
  isJoinRequestSigned,
  joinCode,
  joinNames,
  makeJoinRequest,
  newChallenge,
  type Invitation,
} from '../../../src/protocol/invitation.ts';
import { verifySignature } from '../../../src/protocol/keys.ts';
import { aDevice, bytesOf } from '../../support/workspace.ts';

const invitation: Invitation = {
  workspace: bytesOf(1, 0, 16),
  seed: bytesOf(2),
  owner: toHex(bytesOf(3, 0, 16)),
  head: toHex(bytesOf(4, 0, 16)),
};
const { workspace, seed } = invitation;
const seedKey = inviteKeys(seed).signer.publicKey;

function newcomer(number = 7) {
  const { signer, box } = aDevice(number);
  const secret = bytesOf(number, 6);
  return { sign: signer.publicKey, box: box.publicKey, secret, names: { member: 'Bo', device: 'Phone' } };
}

describe('an invitation', () => {
  test('is found in a link, in its fragment, and among spaces', () => {
    const code = encodeInvitation(invitation);
    expect(code).toMatch(/^[A-Za-z0-9_-]{108}$/);
    for (const text of [code, `#join=${code}`, `https://crm.example/#join=${code}`, ` ${code}\n`]) {
      expect(decodeInvitation(text)).toEqual(invitation);
    }
  });

  test('that is cut, lengthened, of another version, or a query is none', () => {
    const code = encodeInvitation(invitation);
    const later = btoa(String.fromCharCode(2, ...new Uint8Array(80)));
    for (const text of [
      '',
      code.slice(1),
      `${code}A`,
      `?join=${code}`,
      `${code} ${code}`,
      later,
      '💐'.repeat(54),
    ]) {
      expect(decodeInvitation(text)).toBeUndefined();
    }
  });
});

describe('a request to join', () => {
  test('shows that whoever asks holds the seed', async () => {
    const request = await makeJoinRequest(invitation, newcomer());
    expect(await isJoinRequestSigned(request, workspace, seedKey, verifySignature)).toBe(true);
    const stranger = await makeJoinRequest({ ...invitation, seed: bytesOf(9) }, newcomer());
    expect(await isJoinRequestSigned(stranger, workspace, seedKey, verifySignature)).toBe(false);
    expect(await isJoinRequestSigned(request, bytesOf(9, 0, 16), seedKey, verifySignature)).toBe(false);
  });

  test('holds with none of its parts changed, so that a relay cannot put its own keys in', async () => {
    const request = await makeJoinRequest(invitation, newcomer());
    const other = await makeJoinRequest(invitation, newcomer(8));
    for (const part of ['invite', 'sign', 'box', 'commitment', 'names', 'signature'] as const) {
      if (other[part] === request[part]) continue;
      const changed = { ...request, [part]: other[part] };
      expect(await isJoinRequestSigned(changed, workspace, seedKey, verifySignature)).toBe(false);
    }
  });

  test('with keys that no device can have is not signed, whatever its signature', async () => {
    for (const part of ['sign', 'box'] as const) {
      const request = await makeJoinRequest(invitation, { ...newcomer(), [part]: new Uint8Array(32) });
      expect(await isJoinRequestSigned(request, workspace, seedKey, verifySignature)).toBe(false);
    }
  });

  test('shows names to those who hold the seed only', async () => {
    const request = await makeJoinRequest(invitation, newcomer());
    expect(joinNames(request, workspace, seed)).toEqual({ member: 'Bo', device: 'Phone' });
    expect(joinNames(request, workspace, bytesOf(9))).toEqual({});
    expect(joinNames({ ...request, invite: toHex(bytesOf(9, 0, 16)) }, workspace, seed)).toEqual({});
    expect(JSON.stringify(request)).not.toContain('Bo');
  });
});

describe('the code', () => {
  test('is six digits, the same for both who saw the same, and another if anything differs', async () => {
    const request = await makeJoinRequest(invitation, newcomer());
    const [challenge, secret] = [bytesOf(5), newcomer().secret];
    const code = joinCode(workspace, request, challenge, secret);
    expect(code).toMatch(/^\d{6}$/);
    expect(joinCode(workspace, { ...request, signature: '' }, challenge, secret)).toBe(code);
    const others = [
      joinCode(bytesOf(9, 0, 16), request, challenge, secret),
      joinCode(workspace, { ...request, sign: toHex(bytesOf(9)) }, challenge, secret),
      joinCode(workspace, { ...request, box: toHex(bytesOf(9)) }, challenge, secret),
      joinCode(workspace, { ...request, commitment: toHex(bytesOf(9)) }, challenge, secret),
      joinCode(workspace, request, newChallenge(), secret),
      joinCode(workspace, request, challenge, bytesOf(9)),
    ];
    expect(others).not.toContain(code);
  });

  test('keeps its zeros', async () => {
    const request = await makeJoinRequest(invitation, newcomer());
    const codes = Array.from({ length: 300 }, (_, i) =>
      joinCode(workspace, request, bytesOf(i, i), bytesOf(i)),
    );
    expect(codes.every((code) => code.length === 6)).toBe(true);
    expect(codes.some((code) => code.startsWith('0'))).toBe(true);
  });

  test('rests on a secret that the newcomer was bound to before it saw the challenge', async () => {
    const request = await makeJoinRequest(invitation, newcomer());
    expect(isCommittedSecret(request, newcomer().secret)).toBe(true);
    expect(isCommittedSecret(request, bytesOf(9))).toBe(false);
  });

  test('rests on a challenge that the owner signed for this request', async () => {
    const { signer } = aDevice(1);
    const [request, other] = await Promise.all([7, 8].map((n) => makeJoinRequest(invitation, newcomer(n))));
    if (request === undefined || other === undefined) throw new Error('no requests');
    const challenge = newChallenge();
    const signature = await signer.sign(challengeSigned(workspace, request, challenge));
    const holds = (signed: Uint8Array) => verifySignature(signer.publicKey, signed, signature);
    expect(await holds(challengeSigned(workspace, request, challenge))).toBe(true);
    expect(await holds(challengeSigned(workspace, other, challenge))).toBe(false);
    expect(await holds(challengeSigned(workspace, request, newChallenge()))).toBe(false);
  });
});
