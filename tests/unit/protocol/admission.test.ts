import { describe, expect, test } from 'vitest';
import { signingKey } from '../../../src/protocol/admission.ts';
import { entryKind, noHash, signedPart } from '../../../src/protocol/entry.ts';
import { verifySignature } from '../../../src/protocol/keys.ts';
import { errorOfResult, valueOfResult } from '../../support/results.ts';
import { aDevice, TestWorkspace } from '../../support/workspace.ts';

const nothing = { updates: [], history: [] };

describe('an entry is admitted', () => {
  test('from an owner and an editor, each counting its own entries', async () => {
    const workspace = await TestWorkspace.begin();
    const editor = await workspace.join(1, 'editor');
    for (const device of [1, editor, editor, 1]) {
      valueOfResult(workspace.append(await workspace.sealedRecords(device, nothing)));
    }
    expect(workspace.ledger.heads.get(editor)?.sequence).toBe(2);
    expect(workspace.ledger.heads.get(1)?.sequence).toBe(5);
  });

  test('from the founder of a restored book, whose number is not 1', async () => {
    const workspace = await TestWorkspace.begin(3);
    expect(await workspace.join(3, 'editor')).toBe(4);
  });

  test('and a refused one changes nothing', async () => {
    const workspace = await TestWorkspace.begin();
    const before = workspace.ledger;
    workspace.append(await workspace.sealedRecords(1, nothing, { header: { sequence: 9 } }));
    expect(workspace.ledger).toBe(before);
  });
});

describe('refused is', () => {
  test('a viewer who writes records', async () => {
    const workspace = await TestWorkspace.begin();
    const viewer = await workspace.join(1, 'viewer');
    const entry = await workspace.sealedRecords(viewer, nothing);
    expect(errorOfResult(workspace.append(entry))).toEqual({ type: 'role' });
  });

  test('a recovery phrase that writes records', async () => {
    const workspace = await TestWorkspace.begin();
    const addition = { ...(await workspace.addition('owner')), recovery: true as const };
    await workspace.operate(1, addition);
    const entry = await workspace.sealedRecords(addition.device, nothing);
    expect(errorOfResult(workspace.append(entry))).toEqual({ type: 'role' });
  });

  test('an entry of a removed device, even one that it sealed before', async () => {
    const workspace = await TestWorkspace.begin();
    const editor = await workspace.join(1, 'editor');
    const late = await workspace.sealedRecords(editor, nothing);
    await workspace.remove(1, [editor]);
    expect(errorOfResult(workspace.append(late))).toEqual({ type: 'removed-device' });
  });

  test('a device that nobody added', async () => {
    const workspace = await TestWorkspace.begin();
    const entry = await workspace.sealedRecords(2, nothing);
    expect(errorOfResult(workspace.append(entry))).toEqual({ type: 'unknown-device' });
  });

  test('anything before the workspace has begun', async () => {
    const workspace = new TestWorkspace();
    const entry = await workspace.entry(1, entryKind.records, new Uint8Array(80));
    expect(errorOfResult(workspace.append(entry))).toEqual({ type: 'unknown-device' });
  });

  test('an entry of another workspace', async () => {
    const workspace = await TestWorkspace.begin();
    const header = { workspace: new Uint8Array(16) };
    const entry = await workspace.sealedRecords(1, nothing, { header });
    expect(errorOfResult(workspace.append(entry))).toEqual({ type: 'workspace' });
  });

  test('an entry after a gap', async () => {
    const workspace = await TestWorkspace.begin();
    const entry = await workspace.sealedRecords(1, nothing, { header: { sequence: 3 } });
    expect(errorOfResult(workspace.append(entry))).toEqual({ type: 'gap', expected: 2 });
  });

  test('an entry that was there before', async () => {
    const workspace = await TestWorkspace.begin();
    const entry = await workspace.sealedRecords(1, nothing);
    workspace.append(entry);
    expect(errorOfResult(workspace.append(entry))).toEqual({ type: 'not-next', last: 2 });
  });

  test('an entry that does not continue its device’s last', async () => {
    const workspace = await TestWorkspace.begin();
    const entry = await workspace.sealedRecords(1, nothing, { header: { previous: noHash } });
    expect(errorOfResult(workspace.append(entry))).toEqual({ type: 'previous-hash' });
  });

  test('an entry under the key of another epoch, before or after', async () => {
    const workspace = await TestWorkspace.begin();
    await workspace.remove(1, [await workspace.join(1, 'editor')]);
    const old = await workspace.sealedRecords(1, nothing, { header: { epoch: 1 } });
    expect(errorOfResult(workspace.append(old))).toEqual({ type: 'epoch', current: 2 });
    const { header, ...rest } = await workspace.entry(1, entryKind.records, new Uint8Array(80));
    const early = { ...rest, header: { ...header, epoch: 3 } };
    expect(errorOfResult(workspace.append(early))).toEqual({ type: 'epoch', current: 2 });
  });

  test('a kind that is kept for later', async () => {
    const workspace = await TestWorkspace.begin();
    for (const kind of [0, 3, 4, 5, 6, 7, 255]) {
      const entry = await workspace.entry(1, kind, new Uint8Array(80));
      expect(errorOfResult(workspace.append(entry))).toEqual({ type: 'unknown-kind', kind });
    }
  });

  test('an operation that is none', async () => {
    const workspace = await TestWorkspace.begin();
    const entry = await workspace.entry(1, entryKind.membership, new TextEncoder().encode('{"op":"crown"}'));
    expect(errorOfResult(workspace.append(entry)).type).toBe('malformed');
  });
});

describe('the signature is checked against the key', () => {
  test('that the membership holds for the number in the header', async () => {
    const workspace = await TestWorkspace.begin();
    const editor = await workspace.join(1, 'editor');
    const entry = await workspace.sealedRecords(editor, nothing);
    expect(signingKey(workspace.ledger, entry)).toEqual(aDevice(editor).signer.publicKey);
    const forged = await workspace.sealedRecords(1, nothing, { signer: aDevice(editor).signer });
    const key = signingKey(workspace.ledger, forged) ?? noHash;
    expect(await verifySignature(key, signedPart(forged.header, forged.body), forged.signature)).toBe(false);
  });

  test('that the genesis names, before there are members', async () => {
    const workspace = await TestWorkspace.begin();
    const ledger = { membership: undefined, heads: new Map() };
    const genesis = await workspace.entry(1, entryKind.membership, new Uint8Array());
    expect(signingKey(ledger, genesis)).toBeUndefined();
  });

  test('of nobody, where nobody has that number', async () => {
    const workspace = await TestWorkspace.begin();
    const entry = await workspace.entry(7, entryKind.records, new Uint8Array());
    expect(signingKey(workspace.ledger, entry)).toBeUndefined();
  });
});
