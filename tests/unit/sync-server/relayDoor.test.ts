import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { RelayClient } from '../../support/relayClient.ts';
import { startTestRelay, type TestRelay } from '../../support/relay.ts';

let relay: TestRelay;
let http: string;

beforeEach(async () => {
  relay = await startTestRelay();
  http = relay.address.replace('ws', 'http').replace('/sync', '');
});

afterEach(() => relay.stop());

/** Sends bytes as they are, and gives the first line of the answer; empty where there is none. */
function answerTo(text: string): Promise<string> {
  const { hostname, port } = new URL(http);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => socket.write(text));
    let answer = '';
    socket.on('data', (data) => {
      answer += data.toString('latin1');
      if (answer.includes('\r\n')) socket.destroy();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer.split('\r\n', 1)[0] ?? ''));
    socket.setTimeout(1_000, () => socket.destroy());
  });
}

function upgrade(...headers: string[]): string {
  const key = 'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==';
  const usual = ['host: x', 'connection: upgrade', 'upgrade: websocket', 'sec-websocket-version: 13', key];
  return ['GET /sync HTTP/1.1', ...usual, ...headers, '', ''].join('\r\n');
}

const rapport = 'sec-websocket-protocol: rapport.1';

describe('whatever knocks, the relay goes on', () => {
  test.each([
    ['a path that is no path', 'GET // HTTP/1.1\r\nhost: x\r\n\r\n', 'HTTP/1.1 404 Not Found'],
    ['a path with a broken escape', 'GET /%zz HTTP/1.1\r\nhost: x\r\n\r\n', 'HTTP/1.1 400 Bad Request'],
    ['no HTTP at all', '\x16\x03\x01\x02\x00', 'HTTP/1.1 400 Bad Request'],
    ['another subprotocol', upgrade('sec-websocket-protocol: chat'), 'HTTP/1.1 400 Bad Request'],
    ['another path', upgrade(rapport).replace('/sync', '/other'), 'HTTP/1.1 404 Not Found'],
    ['an origin that is none', upgrade(rapport, 'origin: ://'), 'HTTP/1.1 403 Forbidden'],
    ['another origin', upgrade(rapport, 'origin: https://evil.example'), 'HTTP/1.1 403 Forbidden'],
    ['a broken cookie', upgrade(rapport, 'cookie: rapport-create=%'), 'HTTP/1.1 101 Switching Protocols'],
    ['an old WebSocket', upgrade(rapport).replace('version: 13', 'version: 5'), 'HTTP/1.1 400 Bad Request'],
  ])('%s', async (_what, text, expected) => {
    expect(await answerTo(text)).toBe(expected);
    const client = await RelayClient.open(relay.address);
    await client.close();
  });
});

test('a program can ask whether it is well', async () => {
  const answer = await fetch(`${http}/healthz`);
  expect([answer.status, await answer.text()]).toEqual([200, 'ok\n']);
});

test('counters are for programs on this machine, not for what comes through a proxy', async () => {
  const answer = await fetch(`${http}/metrics`);
  expect(answer.headers.get('content-type')).toContain('version=0.0.4');
  const lines = (await answer.text()).trim().split('\n');
  const samples = lines.filter((line) => !line.startsWith('#'));
  expect(samples).toContain('rapport_entries_stored_total 0');
  expect(samples.filter((line) => !/^rapport_[a-z_]+(\{[a-z]+="[^"]*"\})? [\d.e+-]+$/.test(line))).toEqual(
    [],
  );
  const outside = await fetch(`${http}/metrics`, { headers: { 'x-forwarded-for': '203.0.113.9' } });
  expect(outside.status).toBe(404);
});

test('a page that asks without upgrading is told to', async () => {
  expect((await fetch(`${http}/sync`)).status).toBe(426);
});
