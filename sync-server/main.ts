import { buildIfStale } from './buildIfStale.ts';
import { readBuiltFiles } from './builtFiles.ts';
import { readConfiguration, type Configuration } from './configuration.ts';
import { jsonLog } from './log.ts';
import { Metrics } from './metrics.ts';
import { attachRelay } from './relay/attach.ts';
import { Relay } from './relay/relay.ts';
import { startServer } from './server.ts';
import { openSqliteStore } from './store/sqliteStore.ts';

/** Serves the app and relays between devices until it is told to end; with `--build`, makes the app first. */
const isForPeople = process.argv.includes('--build');

const configuration = configurationOrExit();
if (isForPeople && !buildIfStale()) process.exit(1);

const { host, port } = configuration;
// In a terminal only what went wrong stands between the lines for people.
const log = jsonLog(
  isForPeople && process.env['RAPPORT_LOG_LEVEL'] === undefined ? 'error' : configuration.logLevel,
  (line) => process.stdout.write(line),
);
const files = await readBuiltFiles(configuration.app).catch(() =>
  exit(`No app in ${configuration.app}: run \`npm run build\` first`),
);
const metrics = new Metrics();
const store = await openSqliteStore(configuration.store).catch((error: Error) => exit(error.message));
const relay = new Relay({ store, options: configuration, metrics, log });
const attachment = attachRelay(relay, metrics, configuration);
const server = await startServer(() => files, { host, port }, attachment).catch(
  (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    return exit(`Port ${port} is taken. Choose another: PORT=${port + 1} npm start`);
  },
);
if (isForPeople) console.log(`Rapport is at ${server.address}`);
log('info', 'listening', { port: Number(new URL(server.address).port) });

let isEnding = false;
process.once('SIGINT', end);
process.once('SIGTERM', end);
endWithParent();

/** Says goodbye to devices, puts on disk what has been accepted, then goes. */
function end(): void {
  if (isEnding) return;
  isEnding = true;
  log('info', 'stopping');
  void Promise.all([relay.stop(), server.stop()]).then(() => {
    log('info', 'stopped');
    process.exit(0);
  });
}

function configurationOrExit(): Configuration {
  const read = readConfiguration(process.env);
  if (read.ok) return read.value;
  return exit(`${read.error.option} is wrong: expected ${read.error.expected}`);
}

function exit(message: string): never {
  console.error(message);
  process.exit(1);
}

/** The shell that npm starts us in dies of a signal without passing it on. */
function endWithParent(): void {
  if (process.env['npm_lifecycle_event'] !== 'start') return;
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && end(), 500).unref();
}
