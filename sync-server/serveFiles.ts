import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BuiltFiles, Encoding } from './builtFiles.ts';
import { securityHeaders } from './securityHeaders.ts';

/** Answers GET and HEAD from one build, in the best encoding the client accepts. The app routes by hash, so an unknown path is a real 404. */
export async function serveFiles(
  files: BuiltFiles,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    return refuse(response, 405, 'Method not allowed');
  }
  const path = pathOf(request.url ?? '/');
  if (path === undefined) return refuse(response, 400, 'Bad request');
  const file = files.get(path === '/index.html' ? '/' : path);
  if (file === undefined) return refuse(response, 404, 'Not found');

  const encoding = chooseEncoding(request.headers['accept-encoding'] ?? '', file.encodings);
  const { body, etag } = await file.as(encoding);
  response.setHeader('cache-control', file.cacheControl);
  response.setHeader('etag', etag);
  if (file.encodings.length > 1) response.setHeader('vary', 'accept-encoding');
  if (matches(request.headers['if-none-match'], etag)) {
    response.writeHead(304).end();
    return;
  }
  response.setHeader('content-type', file.contentType);
  response.setHeader('content-length', body.length);
  if (encoding !== 'identity') response.setHeader('content-encoding', encoding);
  response.writeHead(200).end(request.method === 'HEAD' ? undefined : body);
}

/** The first of `offered` that an Accept-Encoding header does not refuse; `identity` when it names none of them. */
export function chooseEncoding(accept: string, offered: readonly Encoding[]): Encoding {
  const weights = new Map<string, number>();
  for (const part of accept.split(',')) {
    const [name = '', ...parameters] = part
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    weights.set(name, weight === undefined ? 1 : Number(weight));
  }
  return offered.find((encoding) => (weights.get(encoding) ?? weights.get('*') ?? 0) > 0) ?? 'identity';
}

function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
  response.end(`${text}\n`);
}

function pathOf(url: string): string | undefined {
  try {
    return decodeURIComponent(url.replace(/[?#].*$/, ''));
  } catch {
    return undefined;
  }
}

function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  const tags = header.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes(etag) || tags.includes('*');
}
