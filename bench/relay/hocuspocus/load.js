import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import { randomBytes } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { WebSocket } from 'ws';
import * as Y from 'yjs';

/** Runs in the bench's temporary folder: one writer and one reader for each document, so many updates of a writer on their way. */
const [, , port, database, documents, onTheirWay] = process.argv;

const writers = await Promise.all(
  Array.from({ length: Number(documents) }, (_, i) => connectPair(`document-${i}`)),
);
process.send({ type: 'connected' });
process.on('message', (message) => {
  if (message === 'load') load();
  else process.send({ type: 'counted', ...count() });
});

async function connectPair(name) {
  const [writer] = await Promise.all([connect(name), connect(name)]);
  return { name, ...writer, written: 0 };
}

function connect(name) {
  const document = new Y.Doc();
  const websocketProvider = new HocuspocusProviderWebsocket({
    url: `ws://127.0.0.1:${port}`,
    WebSocketPolyfill: WebSocket,
  });
  return new Promise((resolve) => {
    const provider = new HocuspocusProvider({
      ...{ name, document, websocketProvider },
      onSynced: () => resolve({ document, provider }),
    });
    provider.attach();
  });
}

/** A value of so many random bytes that the update has about as many as an entry of ours carries. */
function load() {
  for (const writer of writers) {
    while (writer.provider.unsyncedChanges < Number(onTheirWay)) {
      writer.document.getMap('updates').set(String(++writer.written), randomBytes(106).toString('latin1'));
    }
  }
  if (writers.some(({ provider }) => provider.configuration.websocketProvider.status === 'connected')) {
    setImmediate(load);
  }
}

/** What was acknowledged, and what of it the store has, once the server is gone. */
function count() {
  const select = new DatabaseSync(database).prepare('SELECT data FROM documents WHERE name = ?');
  let [acknowledged, lost] = [0, 0];
  for (const { name, written, provider } of writers) {
    const settled = written - provider.unsyncedChanges;
    const stored = new Y.Doc();
    const row = select.get(name);
    if (row !== undefined) Y.applyUpdate(stored, row.data);
    acknowledged += settled;
    for (let i = 1; i <= settled; i++) if (!stored.getMap('updates').has(String(i))) lost++;
  }
  return { acknowledged, lost };
}
