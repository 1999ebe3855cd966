import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from '../src/domain/result.ts';
import { protocolVersion } from '../src/protocol/limits.ts';
import { logLevels, type LogLevel } from './log.ts';
import type { RelayOptions } from './relay/relayOptions.ts';

/** Everything that can be set: in the environment, or by its name here in a file. `CONFIGURATION.md` says what each means. */
export interface Configuration extends RelayOptions {
  readonly host: string;
  readonly port: number;
  /** The folder of the built app. */
  readonly app: string;
  /** The file of the store. */
  readonly store: string;
  readonly metrics: 'local' | 'open' | 'off';
  readonly logLevel: LogLevel;
}

/** Names the option that is wrong, and what it may be. */
export interface ConfigurationError {
  readonly type: 'configuration';
  readonly option: string;
  readonly expected: string;
}

interface Option<T> {
  readonly variable: string;
  readonly standard: T;
  readonly expected: string;
  /** Undefined where the text is no value of this option. */
  readonly read: (text: string) => T | undefined;
}

type Options = { readonly [K in keyof Configuration]: Option<Configuration[K]> };

const minuteMs = 60_000;
const root = join(import.meta.dirname, '..');

export const options: Options = {
  host: text('HOST', '127.0.0.1'),
  port: count('PORT', 4173, 0, 65_535),
  app: text('RAPPORT_APP', join(root, 'dist')),
  store: text('RAPPORT_STORE', join(root, 'data', 'relay.sqlite')),
  workspaces: word('RAPPORT_WORKSPACES', 'open', ['open', 'closed', 'token']),
  createToken: text('RAPPORT_CREATE_TOKEN', ''),
  newWorkspacesPerHour: count('RAPPORT_NEW_WORKSPACES_PER_HOUR', 60),
  quotaBytes: count('RAPPORT_QUOTA_BYTES', 0, 0),
  entriesPerSecond: count('RAPPORT_ENTRIES_PER_SECOND', 100),
  entriesBurst: count('RAPPORT_ENTRIES_BURST', 2_000),
  bytesPerSecond: count('RAPPORT_BYTES_PER_SECOND', 16 << 20),
  bytesBurst: count('RAPPORT_BYTES_BURST', 256 << 20),
  livePerSecond: count('RAPPORT_LIVE_PER_SECOND', 20),
  controlsPerSecond: count('RAPPORT_CONTROLS_PER_SECOND', 20),
  connections: count('RAPPORT_CONNECTIONS', 10_000),
  connectionsPerAddress: count('RAPPORT_CONNECTIONS_PER_ADDRESS', 1_000),
  connectionsPerDevice: count('RAPPORT_CONNECTIONS_PER_DEVICE', 4),
  connectsPerSecond: count('RAPPORT_CONNECTS_PER_SECOND', 50),
  helloTimeoutMs: count('RAPPORT_HELLO_TIMEOUT_MS', 10_000, 100),
  stallTimeoutMs: count('RAPPORT_STALL_TIMEOUT_MS', 30_000, 1_000),
  pingIntervalMs: count('RAPPORT_PING_INTERVAL_MS', 30_000, 1_000, 10 * minuteMs),
  bufferBytes: count('RAPPORT_BUFFER_BYTES', 4 << 20, 2 << 20),
  oldestVersion: count('RAPPORT_OLDEST_VERSION', 1, 1, protocolVersion),
  origins: list('RAPPORT_ORIGINS'),
  isBehindProxy: flag('RAPPORT_BEHIND_PROXY'),
  metrics: word('RAPPORT_METRICS', 'local', ['local', 'open', 'off']),
  logLevel: word('RAPPORT_LOG_LEVEL', 'info', logLevels),
};

type Environment = Readonly<Record<string, string | undefined>>;

/** The environment counts before the file that `RAPPORT_CONFIGURATION` names, the file before what is standard. */
export function readConfiguration(environment: Environment): Result<Configuration, ConfigurationError> {
  const file = readFile(environment['RAPPORT_CONFIGURATION']);
  if (!file.ok) return file;
  const unknown = Object.keys(file.value).find((name) => !Object.hasOwn(options, name));
  if (unknown !== undefined) return wrong(unknown, 'no option of this name');
  const values: Record<string, unknown> = {};
  for (const [name, { variable, standard, expected, read }] of Object.entries(options)) {
    const given = environment[variable] ?? textOf(file.value[name]);
    const value = given === undefined ? standard : read(given);
    if (value === undefined) return wrong(environment[variable] === undefined ? name : variable, expected);
    values[name] = value;
  }
  const configuration = values as unknown as Configuration;
  if (configuration.workspaces === 'token' && configuration.createToken.length < leastTokenLength) {
    return wrong(options.createToken.variable, `at least ${leastTokenLength} characters`);
  }
  return ok(configuration);
}

const leastTokenLength = 16;

function readFile(path: string | undefined): Result<Record<string, unknown>, ConfigurationError> {
  if (path === undefined) return ok({});
  try {
    const parsed: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return ok({ ...parsed });
  } catch {
    // Falls through: a file that cannot be read is as wrong as one that is no object.
  }
  return wrong('RAPPORT_CONFIGURATION', 'the path of a JSON file with one object');
}

/** A value of the file as it would stand in the environment; undefined where it is absent. */
function textOf(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (Array.isArray(value)) return value.join(' ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function text(variable: string, standard: string): Option<string> {
  return { variable, standard, expected: 'a text', read: (given) => given };
}

function count(
  variable: string,
  standard: number,
  least = 1,
  most = Number.MAX_SAFE_INTEGER,
): Option<number> {
  const range = most === Number.MAX_SAFE_INTEGER ? `${least} or more` : `from ${least} to ${most}`;
  return {
    ...{ variable, standard, expected: `a whole number, ${range}` },
    read: (given) => {
      const value = /^\d{1,15}$/.test(given) ? Number(given) : NaN;
      return value >= least && value <= most ? value : undefined;
    },
  };
}

function word<W extends string>(variable: string, standard: W, words: readonly W[]): Option<W> {
  const expected = `one of ${words.join(', ')}`;
  return { variable, standard, expected, read: (given) => words.find((each) => each === given) };
}

function flag(variable: string): Option<boolean> {
  const values: Readonly<Record<string, boolean>> = { true: true, false: false };
  return { variable, standard: false, expected: 'true or false', read: (given) => values[given] };
}

/** Origins such as `https://crm.example.org`, with spaces between. */
function list(variable: string): Option<readonly string[]> {
  return {
    ...{ variable, standard: [], expected: 'origins such as https://crm.example.org, with spaces between' },
    read: (given) => {
      const origins = given.split(/\s+/).filter((each) => each !== '');
      return origins.every((each) => URL.canParse(each) && new URL(each).origin === each)
        ? origins
        : undefined;
    },
  };
}

function wrong(option: string, expected: string): Result<never, ConfigurationError> {
  return err({ type: 'configuration', option, expected });
}
