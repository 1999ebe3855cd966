import * as Y from 'yjs';
import { candidateKey, erasedKey, shardOfRecord, versionOf, type RecordId } from '../../../src/domain/ids.ts';
import type { RecordsPayload } from '../../../src/protocol/recordsPayload.ts';
import { mergeShardUpdates } from '../../../src/store/shard.ts';
import type { SimDevice } from './device.ts';

type Updates = RecordsPayload['updates'];

/** Where an evil editor aims: somebody else's record, and a candidate of theirs. */
export interface Aim {
  readonly evil: SimDevice;
  readonly record: RecordId;
  readonly register: string;
  /** A version that another device wrote. */
  readonly version: string;
  /** Counts the forgeries, so that each has a client id of its own. */
  readonly n: number;
}

const value = ['forged', 1, 'm1.0.9'];
const ownClient = ({ evil, n }: Aim): number => evil.number * 2 ** 32 + 1_000 + n;
const ownKey = ({ evil, record, register, n }: Aim): string =>
  candidateKey(record, register, versionOf(evil.number, 100_000 + n));

/** An update that nobody honest would make, under the evil device's own client id. */
function made(aim: Aim, write: (map: Y.Map<unknown>, doc: Y.Doc) => void, client = ownClient(aim)): Updates {
  const doc = new Y.Doc();
  doc.clientID = client;
  write(doc.getMap('r'), doc);
  return [{ shard: shardOfRecord(aim.record), bytes: Y.encodeStateAsUpdate(doc) }];
}

/** The same upon what the evil device has of the shard. */
function madeUpon(aim: Aim, write: (map: Y.Map<unknown>) => void): Updates {
  const shard = shardOfRecord(aim.record);
  const doc = new Y.Doc();
  Y.applyUpdate(doc, aim.evil.shard(shard).encode());
  doc.clientID = ownClient(aim);
  const before = Y.encodeStateVector(doc);
  write(doc.getMap('r'));
  return [{ shard, bytes: Y.encodeStateAsUpdate(doc, before) }];
}

/** What a member with valid keys may try. Each is an entry that is authentic and must change nothing for anybody. */
export const forgeries: readonly (readonly [name: string, make: (aim: Aim) => Updates])[] = [
  ['overwrites another’s candidate', (aim) => madeUpon(aim, (map) => map.set(theirKey(aim), value))],
  ['writes a candidate in another’s name', (aim) => made(aim, (map) => map.set(theirKey(aim), value))],
  [
    'writes a new candidate in another’s name',
    (aim) =>
      made(aim, (map) => map.set(candidateKey(aim.record, 'level', versionOf(1, 90_000 + aim.n)), value)),
  ],
  [
    'overwrites a base',
    (aim) => madeUpon(aim, (map) => map.set(aim.record, [{ name: 'forged' }, 1, 'm1.0.9'])),
  ],
  [
    'forges a base in another’s shard',
    (aim) =>
      made(aim, (map) =>
        map.set(`${shardOfRecord(aim.record)}.${(900 + aim.n).toString(36)}`, [
          { name: 'forged' },
          1,
          'm1.0.9',
        ]),
      ),
  ],
  ['deletes a base', (aim) => madeUpon(aim, (map) => map.delete(aim.record))],
  ['erases as an editor', (aim) => made(aim, (map) => map.set(erasedKey(aim.record), [true, 1, 'm1.0.9']))],
  ['nests a map', (aim) => made(aim, (map) => map.set(ownKey(aim), new Y.Map([['forged', 1]])))],
  ['nests a text', (aim) => made(aim, (map) => map.set(ownKey(aim), new Y.Text('forged')))],
  ['writes into another root', (aim) => made(aim, (_, doc) => doc.getMap('x').set(ownKey(aim), value))],
  ['writes a list', withList],
  [
    'writes under another’s client id',
    (aim) => made(aim, (map) => map.set(ownKey(aim), value), 2 ** 32 + 77),
  ],
  ['writes a candidate of no form', (aim) => made(aim, (map) => map.set(ownKey(aim), { forged: true }))],
  ['writes under no key of the format', (aim) => made(aim, (map) => map.set('forged', value))],
  [
    'writes twice under one key',
    (aim) => made(aim, (map) => [value, value].forEach((each) => map.set(ownKey(aim), each))),
  ],
  ['leaves a gap in its clocks', withGap],
  ['deletes what is not there yet', deletesAhead],
  [
    'names a shard that is none',
    (aim) => made(aim, (map) => map.set(ownKey(aim), value)).map(({ bytes }) => ({ shard: 'zz', bytes })),
  ],
  [
    'sends bytes that are no update',
    ({ record }) => [{ shard: shardOfRecord(record), bytes: Uint8Array.of(9, 9, 9) }],
  ],
];

function theirKey({ record, register, version }: Aim): string {
  return candidateKey(record, register, version);
}

function withList(aim: Aim): Updates {
  const doc = new Y.Doc();
  doc.clientID = ownClient(aim);
  doc.getArray('r').push(value);
  return [{ shard: shardOfRecord(aim.record), bytes: Y.encodeStateAsUpdate(doc) }];
}

function withGap(aim: Aim): Updates {
  const doc = new Y.Doc();
  doc.clientID = ownClient(aim);
  doc.getMap('r').set(ownKey(aim), value);
  const before = Y.encodeStateVector(doc);
  doc.getMap('r').set(ownKey({ ...aim, n: aim.n + 50_000 }), value);
  return [{ shard: shardOfRecord(aim.record), bytes: Y.encodeStateAsUpdate(doc, before) }];
}

/** Deletes a struct of the founder that will only be written. */
function deletesAhead(aim: Aim): Updates {
  const doc = new Y.Doc();
  doc.clientID = 2 ** 32;
  const map = doc.getMap('r');
  for (let i = 0; i < 5_000; i++) map.set('x', i);
  const before = Y.encodeStateVector(doc);
  map.delete('x');
  const bytes = mergeShardUpdates([Y.encodeStateAsUpdate(doc, before)]);
  return [{ shard: shardOfRecord(aim.record), bytes }];
}
