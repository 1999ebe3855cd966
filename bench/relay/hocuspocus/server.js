import { SQLite } from '@hocuspocus/extension-sqlite';
import { Server } from '@hocuspocus/server';

/** Runs in the bench's temporary folder, where its packages are: a Hocuspocus with its SQLite extension, as its documentation sets it up. */
const [, , port, database] = process.argv;
const server = new Server({
  port: Number(port),
  address: '127.0.0.1',
  quiet: true,
  extensions: [new SQLite({ database })],
});
await server.listen();
process.send('listening');
