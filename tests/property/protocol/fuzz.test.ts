import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { seededRandom, type Random } from '../../../src/domain/random.ts';
import { concatBytes, toHex, utf8 } from '../../../src/protocol/bytes.ts';
import { decodeToDevice, decodeToRelay } from '../../../src/protocol/controls.ts';
import { decodeEntry, encodeEntry } from '../../../src/protocol/entry.ts';
import { decodeEntries, encodeControl, entriesFrame } from '../../../src/protocol/frames.ts';
import { decodeInvitation, encodeInvitation } from '../../../src/protocol/invitation.ts';
import { isBoxKey, isSigningKey } from '../../../src/protocol/keys.ts';
import { readNames } from '../../../src/protocol/names.ts';
import { decodeOperation, encodeOperation } from '../../../src/protocol/operations.ts';
import { decodeContent, encodeContent } from '../../../src/protocol/recordsPayload.ts';
import { decodeCursors, decodeLive, encodeCursor, encodeLive } from '../../../src/protocol/statements.ts';
import { Shard } from '../../../src/store/shard.ts';
import { checkUpdate } from '../../../src/store/updateForm.ts';
import { toDeviceMessages, toRelayMessages } from '../../support/controls.ts';
import { operations } from '../../support/operations.ts';
import { runs } from '../../support/runs.ts';
import { bytesOf, TestWorkspace } from '../../support/workspace.ts';

/** A decoder, and texts that it understands: what is changed here and there and given to it. */
interface Target {
  readonly name: string;
  readonly decode: (bytes: Uint8Array) => unknown;
  readonly samples: readonly Uint8Array[];
}

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const shard = new Shard('a2.0', []);

async function targets(): Promise<readonly Target[]> {
  const workspace = await TestWorkspace.begin();
  const payload = { updates: [{ shard: 'a2.0', bytes: anUpdate() }], history: [] };
  const entries = [
    encodeEntry(await workspace.sealedRecords(1, payload)),
    workspace.log[0]?.bytes ?? utf8(''),
  ];
  const placed = entries.map((bytes, i) => ({ position: i + 1, receivedAt: 1_700_000_000_000, bytes }));
  const head = { position: 9, hash: bytesOf(3) };
  const cursor = encodeCursor({ device: 2, head, at: 1, signature: bytesOf(4, 0, 64) });
  const live = { kind: 1, device: 2, epoch: 1, box: bytesOf(4, 0, 100), signature: bytesOf(5, 0, 64) };
  const part = { type: 'part', index: 1, total: 4, bytes: bytesOf(1, 0, 100) } as const;
  const [owner, hash] = ['11'.repeat(16), '22'.repeat(16)];
  const link = encodeInvitation({ workspace: bytesOf(1, 0, 16), seed: bytesOf(2), owner, head: hash });
  const editor = { device: 2, role: 'editor' } as const;
  return [
    { name: 'entry', decode: decodeEntry, samples: entries },
    { name: 'entries', decode: decodeEntries, samples: [entriesFrame(placed).subarray(1)] },
    { name: 'cursors', decode: decodeCursors, samples: [concatBytes(cursor, cursor)] },
    { name: 'live', decode: decodeLive, samples: [encodeLive(live)] },
    {
      name: 'content',
      decode: decodeContent,
      samples: [encodeContent({ type: 'whole', payload }), encodeContent(part)],
    },
    { name: 'operation', decode: decodeOperation, samples: operations.map(encodeOperation) },
    { name: 'to relay', decode: (bytes) => decodeToRelay(textOf(bytes)), samples: messages(toRelayMessages) },
    {
      name: 'to device',
      decode: (bytes) => decodeToDevice(textOf(bytes)),
      samples: messages(toDeviceMessages),
    },
    {
      name: 'invitation',
      decode: (bytes) => decodeInvitation(textOf(bytes)),
      samples: [utf8(`#join=${link}`)],
    },
    {
      name: 'names',
      decode: readNames,
      samples: [utf8('{"member":"Alice","device":"Phone","book":"Shop"}')],
    },
    { name: 'keys', decode: (bytes) => [isSigningKey(bytes), isBoxKey(bytes)], samples: [bytesOf(1)] },
    { name: 'update', decode: (bytes) => checkUpdate(shard, bytes, editor), samples: [anUpdate()] },
  ];
}

function messages(list: readonly Parameters<typeof encodeControl>[0][]): Uint8Array[] {
  return list.map((message) => utf8(encodeControl(message)));
}

function anUpdate(): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = 2 * 2 ** 32 + 1;
  for (let i = 0; i < 5; i++) doc.getMap('r').set(`a2.0.${i}`, { at: 1, values: { name: 'Flora', size: i } });
  doc.getMap('r').delete('a2.0.1');
  return Y.encodeStateAsUpdate(doc);
}

const hostile = [
  Uint8Array.of(0xff, 0xff, 0xff, 0xff),
  Uint8Array.of(0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
  Uint8Array.of(0, 0, 0, 0),
  utf8('['.repeat(60)),
  utf8('"__proto__":'),
  utf8('1e999'),
  utf8('\\ud800'),
];

/** One to four changes: a bit, a byte, a cut, a splice of another sample, a hostile number or text. */
function mutated(sample: Uint8Array, others: readonly Uint8Array[], random: Random): Uint8Array {
  let bytes: Uint8Array = sample.slice();
  const below = (limit: number): number => Math.floor(random() * limit);
  for (let n = 1 + below(4); n > 0; n--) {
    const at = below(bytes.length + 1);
    switch (below(6)) {
      case 0:
        if (at < bytes.length) bytes[at] = (bytes[at] ?? 0) ^ (1 << below(8));
        break;
      case 1:
        if (at < bytes.length) bytes[at] = below(256);
        break;
      case 2:
        bytes = bytes.slice(0, at);
        break;
      case 3:
        bytes = concatBytes(bytes.subarray(0, at), bytes.subarray(below(bytes.length + 1)));
        break;
      case 4: {
        const other = others[below(others.length)] ?? sample;
        bytes = concatBytes(bytes.subarray(0, at), other.subarray(below(other.length + 1)));
        break;
      }
      default: {
        const part = hostile[below(hostile.length)] ?? sample;
        bytes = concatBytes(
          bytes.subarray(0, at),
          part,
          bytes.subarray(Math.min(bytes.length, at + part.length)),
        );
      }
    }
  }
  return bytes.length > 20_000 ? bytes.slice(0, 20_000) : bytes;
}

describe('bytes of anybody’s, changed at random', () => {
  test('never make a decoder throw or keep memory', async () => {
    const all = await targets();
    const every = all.flatMap(({ samples }) => samples);
    const random = seededRandom(20_261_122);
    const frames = runs(20_000, 1_200_000);
    const before = process.memoryUsage();
    let [understood, peak] = [0, 0];
    for (let i = 0; i < frames; i++) {
      const target = all[i % all.length];
      const sample = target?.samples[Math.floor(random() * target.samples.length)];
      if (target === undefined || sample === undefined) throw new Error('no target');
      const bytes = mutated(sample, every, random);
      let result: unknown;
      try {
        result = target.decode(bytes);
      } catch (thrown) {
        throw new Error(`${target.name} threw at frame ${i} of ${toHex(bytes)}`, { cause: thrown });
      }
      if (typeof result === 'object' && result !== null && 'ok' in result && result.ok === true) understood++;
      if (i % 1_000 === 0) peak = Math.max(peak, grown(before));
    }
    expect(understood, 'some are changed so little that they still mean something').toBeGreaterThan(
      frames / 50,
    );
    expect(understood).toBeLessThan((frames * 9) / 10);
    expect(peak, 'mebibytes above where it began').toBeLessThan(256);
  });

  test('of random lengths and nothing else never make a decoder throw', async () => {
    const all = await targets();
    const random = seededRandom(7);
    for (let i = 0; i < runs(5_000, 100_000); i++) {
      const bytes = Uint8Array.from({ length: Math.floor(random() ** 3 * 400) }, () =>
        Math.floor(random() * 256),
      );
      for (const { decode } of all) decode(bytes);
    }
  });
});

function grown(before: NodeJS.MemoryUsage): number {
  const now = process.memoryUsage();
  return (now.heapUsed + now.arrayBuffers - before.heapUsed - before.arrayBuffers) / 2 ** 20;
}
