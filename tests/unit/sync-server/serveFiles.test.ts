import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readBuiltFiles } from '../../../sync-server/builtFiles.ts';
import type { BuiltFile } from '../../../sync-server/builtFiles.ts';
import { chooseEncoding } from '../../../sync-server/serveFiles.ts';
import { startServer } from '../../../sync-server/server.ts';
import type { RunningServer } from '../../../sync-server/server.ts';

const script = `export const words = ${JSON.stringify('lake river '.repeat(400))};`;
let folder: string;
let server: RunningServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapport-served-'));
  const dist = join(folder, 'dist');
  await mkdir(join(dist, 'assets'), { recursive: true });
  await writeFile(join(dist, 'index.html'), '<!doctype html><title>x</title>');
  await writeFile(join(dist, 'assets', 'index-a1b2.js'), script);
  await writeFile(join(dist, 'icon.png'), Buffer.alloc(4096));
  await writeFile(join(dist, 'app.webmanifest'), '{}');
  await writeFile(join(folder, 'secret.txt'), 'secret');
  const files = await readBuiltFiles(dist);
  server = await startServer(() => files, { host: '127.0.0.1', port: 0 });
});

afterAll(async () => {
  await server.stop(0);
  await rm(folder, { recursive: true });
});

type Answer = { status: number; headers: IncomingHttpHeaders; body: Buffer };

/** A request as written, without the tidying of paths that `fetch` does. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(server.address, { path, headers, method }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }),
      );
    });
    sent.on('error', reject);
    sent.end();
  });
}

test('the page is at / and at /index.html, and is checked at each use', async () => {
  for (const path of ['/', '/index.html', '/?source=shortcut']) {
    const { status, headers, body } = await ask(path);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['cache-control']).toBe('no-cache');
    expect(body.toString()).toContain('<title>x</title>');
  }
});

test('a hashed asset may be kept for ever', async () => {
  const { headers } = await ask('/assets/index-a1b2.js');
  expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
});

test('the best encoding that the client accepts is sent, and differs in its ETag', async () => {
  const brotli = await ask('/assets/index-a1b2.js', { 'accept-encoding': 'gzip, deflate, br' });
  const gzipped = await ask('/assets/index-a1b2.js', { 'accept-encoding': 'gzip' });
  const plain = await ask('/assets/index-a1b2.js');
  expect(brotli.headers['content-encoding']).toBe('br');
  expect(brotliDecompressSync(brotli.body).toString()).toBe(script);
  expect(gunzipSync(gzipped.body).toString()).toBe(script);
  expect(plain.headers['content-encoding']).toBeUndefined();
  expect(plain.body.toString()).toBe(script);
  expect(new Set([brotli.headers.etag, gzipped.headers.etag, plain.headers.etag]).size).toBe(3);
  expect(brotli.headers.vary).toBe('accept-encoding');
});

test('pictures are sent as they are', async () => {
  const { headers, body } = await ask('/icon.png', { 'accept-encoding': 'br' });
  expect(headers['content-type']).toBe('image/png');
  expect(headers['content-encoding']).toBeUndefined();
  expect(body.length).toBe(4096);
});

test('a known ETag is answered with 304 and no body', async () => {
  const { headers } = await ask('/');
  const again = await ask('/', { 'if-none-match': `W/"other", ${headers.etag}` });
  expect(again.status).toBe(304);
  expect(again.body.length).toBe(0);
  expect((await ask('/', { 'if-none-match': '"other"' })).status).toBe(200);
});

test('a missing file is a 404, not the page', async () => {
  for (const path of ['/assets/gone.js', '/customers', '/favicon.ico']) {
    const { status, headers, body } = await ask(path);
    expect(status).toBe(404);
    expect(headers['cache-control']).toBe('no-store');
    expect(body.toString()).toBe('Not found\n');
  }
});

test.each([
  '/../secret.txt',
  '/assets/../../secret.txt',
  '/..%2fsecret.txt',
  '/%2e%2e/secret.txt',
  '/..\\secret.txt',
  '//etc/passwd',
  '/index.html%00.js',
])('no path leads out of the build: %s', async (path) => {
  const { status, body } = await ask(path);
  expect(status).toBe(404);
  expect(body.toString()).not.toContain('secret');
});

test('a malformed escape is a bad request', async () => {
  expect((await ask('/%E0%A4%A')).status).toBe(400);
});

test('HEAD gives the headers of GET without a body, other methods are refused', async () => {
  const head = await ask('/assets/index-a1b2.js', {}, 'HEAD');
  expect(head.status).toBe(200);
  expect(head.headers['content-length']).toBe(String(script.length));
  expect(head.body.length).toBe(0);
  const post = await ask('/', {}, 'POST');
  expect(post.status).toBe(405);
  expect(post.headers.allow).toBe('GET, HEAD');
});

test.each(['/', '/assets/index-a1b2.js', '/absent'])('the security headers stand on %s', async (path) => {
  const { headers } = await ask(path);
  const policy = String(headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/script-src[^;]*'unsafe-/);
  expect(policy).not.toMatch(/https?:/);
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['referrer-policy']).toBe('no-referrer');
  expect(headers['cross-origin-opener-policy']).toBe('same-origin');
  expect(headers['cross-origin-resource-policy']).toBe('same-origin');
  expect(headers['permissions-policy']).toContain('camera=(self)');
});

test('an encoding with weight zero is refused, a star stands for the others', () => {
  expect(chooseEncoding('br;q=0, gzip', ['br', 'gzip', 'identity'])).toBe('gzip');
  expect(chooseEncoding('*', ['br', 'gzip', 'identity'])).toBe('br');
  expect(chooseEncoding('', ['br', 'gzip', 'identity'])).toBe('identity');
  expect(chooseEncoding('zstd', ['br', 'gzip', 'identity'])).toBe('identity');
});

test('a stopped server lets an open request finish and takes no new one', async () => {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  let begun = () => {};
  const requestBegun = new Promise<void>((resolve) => (begun = resolve));
  const slow: BuiltFile = {
    contentType: 'text/plain',
    cacheControl: 'no-cache',
    encodings: ['identity'],
    as: async () => {
      begun();
      await released;
      return { body: Buffer.from('late'), etag: '"late"' };
    },
  };
  const other = await startServer(() => new Map([['/', slow]]), { host: '127.0.0.1', port: 0 });
  const answer = fetch(other.address).then((response) => response.text());
  await requestBegun;
  const stopped = other.stop();
  await expect(fetch(other.address)).rejects.toThrow();
  release();
  expect(await answer).toBe('late');
  await stopped;
});
