import { wordlist as english } from '@scure/bip39/wordlists/english.js';
import { seededRandom } from '../../src/domain/random.ts';
import { toHex, utf8 } from '../../src/protocol/bytes.ts';
import {
  decodeEntry,
  emptyLogHash,
  encodeEntry,
  encodeHeader,
  entryHash,
  entryKind,
  fingerprintOf,
  nextLogHash,
  type EntryHeader,
} from '../../src/protocol/entry.ts';
import {
  challengeSigned,
  encodeInvitation,
  inviteKeys,
  joinCode,
  makeJoinRequest,
} from '../../src/protocol/invitation.ts';
import { encodeContent, encodePayload, type RecordsContent } from '../../src/protocol/recordsPayload.ts';
import { recoveryKeys, wordsOfSeed } from '../../src/protocol/recoveryPhrase.ts';
import { paddedLength, seal, sealBox, subkey, type Purpose } from '../../src/protocol/seal.ts';
import {
  authSigned,
  cursorSigned,
  encodeCursor,
  encodeLive,
  liveAad,
  liveSigned,
} from '../../src/protocol/statements.ts';
import { pack } from '../../src/sync/packing.ts';
import { valueOfResult } from './results.ts';
import { aDevice, bytesOf, signEntry, TestWorkspace } from './workspace.ts';

/** The test vectors, file by file. All that is random in the format is drawn from a seed, so they are the same each time. */
export async function vectors(): Promise<Record<'log' | 'join' | 'statements' | 'derivations', unknown>> {
  const draw = crypto.getRandomValues.bind(crypto);
  const random = seededRandom(20_261_122);
  const seeded = (array: Uint8Array): Uint8Array => array.map(() => Math.floor(random() * 256));
  crypto.getRandomValues = <T extends ArrayBufferView | null>(array: T): T => {
    if (array instanceof Uint8Array) array.set(seeded(array));
    return array;
  };
  try {
    return {
      log: await log(),
      join: await join(),
      statements: await statements(),
      derivations: derivations(),
    };
  } finally {
    crypto.getRandomValues = draw;
  }
}

const marks = 'The quick brown fox jumps over the lazy dog. ';
const whole = (text: string): RecordsContent => ({
  type: 'whole',
  payload: { updates: [{ shard: 'a1.0', bytes: utf8(text) }], history: [] },
});

/** A log with every operation, contents plain, deflated and in parts, and the keys that open it. */
async function log(): Promise<unknown> {
  const workspace = await TestWorkspace.begin();
  const contents: unknown[] = [];
  const write = async (device: number, content: RecordsContent): Promise<void> => {
    const { header } = await workspace.entry(device, entryKind.records, new Uint8Array());
    const text = await pack(encodeContent(content));
    const entry = await sealedEntry(workspace, device, header, text);
    valueOfResult(workspace.append(entry, (workspace.now += 1_000)));
    contents.push({ position: workspace.head.position, text: toHex(text), ...contentOf(content) });
  };
  const editor = await workspace.join(1, 'editor');
  await write(1, whole('short'));
  await write(editor, whole(marks.repeat(20)));
  const payload = encodePayload({ updates: [{ shard: 'a2.0', bytes: utf8('in two parts') }], history: [] });
  for (const index of [0, 1]) {
    const bytes = payload.subarray(index * 20, (index + 1) * 20);
    await write(editor, { type: 'part', index, total: 2, bytes });
  }
  const viewer = await workspace.join(1, 'viewer');
  await workspace.operate(1, { ...(await workspace.addition('owner')), recovery: true });
  const revoked = await workspace.invite(1, 'editor', 30);
  await workspace.operate(1, { op: 'revoke', parent: workspace.parent, invite: revoked });
  await workspace.operate(1, { op: 'role', parent: workspace.parent, device: viewer, role: 'editor' });
  await workspace.operate(1, {
    op: 'name',
    parent: workspace.parent,
    device: 0,
    names: workspace.names('Shop'),
  });
  await workspace.operate(viewer, { op: 'leave', parent: workspace.parent });
  await workspace.operate(1, { op: 'rotate', parent: workspace.parent, ...(await workspace.nextEpoch()) });
  await workspace.remove(1, [editor]);
  await write(1, whole('after the removal'));
  let hash = emptyLogHash(workspace.id);
  return {
    workspace: toHex(workspace.id),
    emptyLogHash: toHex(hash),
    epochKeys: Object.fromEntries([...workspace.epochKeys].map(([epoch, key]) => [epoch, toHex(key)])),
    devices: [1, editor, viewer].map((number) => ({
      device: number,
      signSeed: toHex(bytesOf(number, 1)),
      boxSecret: toHex(bytesOf(number, 2)),
      sign: toHex(aDevice(number).signer.publicKey),
      box: toHex(aDevice(number).box.publicKey),
      fingerprint: fingerprintOf(aDevice(number).signer.publicKey),
    })),
    entries: workspace.log.map(({ bytes, receivedAt }, i) => {
      hash = nextLogHash(hash, entryHash(bytes), receivedAt);
      const { header } = valueOfResult(decodeEntry(bytes));
      const { kind, device, sequence, epoch } = header;
      const named = { kind, device, sequence, epoch, hash: toHex(entryHash(bytes)) };
      return { position: i + 1, receivedAt, ...named, logHash: toHex(hash), bytes: toHex(bytes) };
    }),
    contents,
  };
}

function contentOf(content: RecordsContent): object {
  if (content.type === 'part') return { part: content.index, of: content.total };
  return { updates: content.payload.updates.map(({ shard, bytes }) => ({ shard, bytes: toHex(bytes) })) };
}

function sealedEntry(workspace: TestWorkspace, device: number, header: EntryHeader, text: Uint8Array) {
  const key = subkey(workspace.epochKey(), workspace.id, 'records');
  const body = seal(key, header.nonce, encodeHeader(header), text);
  return signEntry(header, body, aDevice(device).signer);
}

async function join(): Promise<unknown> {
  const [workspace, seed, secret] = [bytesOf(1, 0, 16), bytesOf(2), bytesOf(3)];
  const [owner, newcomer] = [aDevice(1), aDevice(7)];
  const head = toHex(bytesOf(4, 0, 16));
  const invitation = { workspace, seed, owner: fingerprintOf(owner.signer.publicKey), head };
  const keys = { sign: newcomer.signer.publicKey, box: newcomer.box.publicKey };
  const request = await makeJoinRequest(invitation, {
    ...keys,
    secret,
    names: { member: 'Bo', device: 'Phone' },
  });
  const challenge = bytesOf(5);
  return {
    workspace: toHex(workspace),
    seed: toHex(seed),
    seedKey: toHex(inviteKeys(seed).signer.publicKey),
    link: encodeInvitation(invitation),
    secret: toHex(secret),
    request,
    challenge: toHex(challenge),
    challengeSignature: toHex(await owner.signer.sign(challengeSigned(workspace, request, challenge))),
    code: joinCode(workspace, request, challenge, secret),
  };
}

async function statements(): Promise<unknown> {
  const [workspace, key] = [bytesOf(1, 0, 16), bytesOf(2)];
  const { signer } = aDevice(2);
  const cursor = { device: 2, head: { position: 9, hash: bytesOf(3) }, at: 1_700_000_000_000 };
  const live = { kind: 1, device: 2, epoch: 1 };
  const box = sealBox(subkey(key, workspace, 'live'), liveAad(live), utf8('{"record":null,"screen":"home"}'));
  const [cursorSignature, liveSignature, authSignature] = await Promise.all([
    signer.sign(cursorSigned(workspace, cursor)),
    signer.sign(liveSigned(workspace, { ...live, box })),
    signer.sign(authSigned(bytesOf(6), `device ${toHex(workspace)} 2`)),
  ]);
  return {
    workspace: toHex(workspace),
    epochKey: toHex(key),
    sign: toHex(signer.publicKey),
    cursor: toHex(encodeCursor({ ...cursor, signature: cursorSignature })),
    live: toHex(encodeLive({ ...live, box, signature: liveSignature })),
    challenge: toHex(bytesOf(6)),
    authSignature: toHex(authSignature),
  };
}

function derivations(): unknown {
  const [key, workspace] = [bytesOf(1), bytesOf(2, 0, 16)];
  const purposes: readonly Purpose[] = ['records', 'names', 'live', 'previous', 'join', 'wrap'];
  const { signer, box } = recoveryKeys(bytesOf(9));
  return {
    key: toHex(key),
    workspace: toHex(workspace),
    subkeys: Object.fromEntries(purposes.map((purpose) => [purpose, toHex(subkey(key, workspace, purpose))])),
    paddedLengths: Object.fromEntries(
      [0, 64, 65, 66, 1_000, 1_025, 100_000, 1_000_000].map((each) => [each, paddedLength(each)]),
    ),
    recovery: {
      seed: toHex(bytesOf(9)),
      words: wordsOfSeed(bytesOf(9), english).join(' '),
      sign: toHex(signer.publicKey),
      box: toHex(box.publicKey),
    },
    encodedEntry: toHex(encodeEntry(anEntry())),
  };
}

function anEntry() {
  const header = {
    ...{ version: 1, kind: 2, workspace: bytesOf(2, 0, 16), epoch: 3, device: 4, sequence: 5 },
    ...{ previous: bytesOf(6), seen: { position: 7, hash: bytesOf(8) }, nonce: bytesOf(9, 0, 24) },
  };
  return { header, body: bytesOf(10, 0, 20), signature: bytesOf(11, 0, 64) };
}
