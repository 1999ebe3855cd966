import { describe, expect, test } from 'vitest';
import { toHex } from '../../../src/protocol/bytes.ts';
import { signedPart } from '../../../src/protocol/entry.ts';
import { challengeSigned } from '../../../src/protocol/invitation.ts';
import { verifySignature } from '../../../src/protocol/keys.ts';
import {
  authSigned,
  cursorSigned,
  decodeCursors,
  decodeLive,
  encodeCursor,
  encodeLive,
  liveAad,
  liveKind,
  liveSigned,
} from '../../../src/protocol/statements.ts';
import { concatBytes } from '../../../src/protocol/bytes.ts';
import { joinRequest } from '../../support/controls.ts';
import { valueOfResult } from '../../support/results.ts';
import { aDevice, bytesOf, TestWorkspace } from '../../support/workspace.ts';

const workspace = bytesOf(1, 0, 16);
const statement = { device: 2, head: { position: 9, hash: bytesOf(3) }, at: 1_700_000_000_000 };
const live = { kind: liveKind.presence, device: 2, epoch: 3, box: bytesOf(4, 0, 100) };

describe('a cursor', () => {
  test('is read as it was written, many in one frame', () => {
    const cursors = [1, 2].map((device) => ({ ...statement, device, signature: bytesOf(device, 0, 64) }));
    const frame = concatBytes(...cursors.map(encodeCursor));
    expect(frame.length).toBe(2 * 116);
    expect(valueOfResult(decodeCursors(frame))).toEqual(cursors);
    expect(decodeCursors(frame.subarray(1)).ok).toBe(false);
  });

  test('holds for its device, place, time and workspace only', async () => {
    const { signer } = aDevice(2);
    const signature = await signer.sign(cursorSigned(workspace, statement));
    const holds = (other: object, where = workspace) =>
      verifySignature(signer.publicKey, cursorSigned(where, { ...statement, ...other }), signature);
    expect(await holds({})).toBe(true);
    expect(await holds({ device: 3 })).toBe(false);
    expect(await holds({ at: 0 })).toBe(false);
    expect(await holds({ head: { position: 10, hash: bytesOf(3) } })).toBe(false);
    expect(await holds({ head: { position: 9, hash: bytesOf(4) } })).toBe(false);
    expect(await holds({}, bytesOf(2, 0, 16))).toBe(false);
  });
});

describe('a live frame', () => {
  test('is read as it was written', () => {
    const frame = { ...live, signature: bytesOf(5, 0, 64) };
    expect(valueOfResult(decodeLive(encodeLive(frame)))).toEqual(frame);
    expect(decodeLive(encodeLive(frame).subarray(0, 72)).ok).toBe(false);
  });

  test('of one kind, device or epoch is none of another', () => {
    const forms = [live, { ...live, kind: liveKind.text }, { ...live, device: 3 }, { ...live, epoch: 4 }];
    expect(new Set(forms.map((form) => toHex(liveAad(form)))).size).toBe(4);
    expect(new Set(forms.map((form) => toHex(liveSigned(workspace, form)))).size).toBe(4);
  });
});

test('what is signed for one thing is signed for nothing else', async () => {
  const { header, body } = await (await TestWorkspace.begin()).entry(1, 2, bytesOf(1));
  const texts = [
    signedPart(header, body),
    cursorSigned(workspace, statement),
    liveSigned(workspace, live),
    authSigned(bytesOf(1), `device ${toHex(workspace)} 2`),
    challengeSigned(workspace, joinRequest, bytesOf(1)),
  ].map((bytes) => new TextDecoder().decode(bytes.subarray(0, 24)).split('\0')[0]);
  expect(texts).toEqual([
    'rapport entry v1',
    'rapport cursor v1',
    'rapport live v1',
    'rapport auth v1',
    'rapport challenge v1',
  ]);
});
