import * as Y from 'yjs';
import type { Json } from '../../src/domain/json.ts';

/** A client id of a device's session. */
export function clientOf(device: number, session = 1): number {
  return device * 2 ** 32 + session;
}

/** What a document of the given client sends after doing something, on top of what it has received. */
export function forgedUpdate(
  client: number,
  work: (map: Y.Map<unknown>, doc: Y.Doc) => void,
  received: readonly Uint8Array[] = [],
): Uint8Array {
  const doc = new Y.Doc({ gc: true });
  received.forEach((update) => Y.applyUpdate(doc, update));
  doc.clientID = client;
  const before = Y.encodeStateVector(doc);
  doc.transact(() => work(doc.getMap('r'), doc));
  return Y.encodeStateAsUpdate(doc, before);
}

/** An update that sets plain values under keys. */
export function settingUpdate(client: number, values: Readonly<Record<string, Json>>): Uint8Array {
  return forgedUpdate(client, (map) => {
    for (const [key, value] of Object.entries(values)) map.set(key, value);
  });
}

/** The first item of a client in the root map, under a key or in its list. */
export function itemAt(client: number, key: string | null, content: Y.ContentAny): Y.Item {
  const root = 'r' as unknown as Y.Map<unknown>;
  return new Y.Item(Y.createID(client, 0), null, null, null, null, root, key, content);
}

/** One struct of a client at a clock, with nothing before it. */
export function structUpdate(
  struct: Y.Item | Y.GC | Y.Skip,
  deleted: readonly (readonly [client: number, clock: number, length: number])[] = [],
): Uint8Array {
  const encoder = new Y.UpdateEncoderV1();
  for (const value of [1, 1]) encoder.writeDsClock(value);
  encoder.writeClient(struct.id.client);
  encoder.writeDsClock(struct.id.clock);
  struct.write(encoder, 0);
  encoder.writeDsClock(deleted.length);
  for (const [client, clock, length] of deleted) {
    for (const value of [client, 1, clock, length]) encoder.writeDsClock(value);
  }
  return encoder.toUint8Array();
}
