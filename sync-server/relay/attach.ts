import type { IncomingMessage, ServerResponse } from 'node:http';
import { securityHeaders } from '../securityHeaders.ts';
import type { Attachment } from '../server.ts';
import type { Metrics } from '../metrics.ts';
import { createCookie, syncPath, type Relay } from './relay.ts';

const month = 30 * 24 * 60 * 60;

export interface AttachOptions {
  readonly metrics: 'local' | 'open' | 'off';
  readonly workspaces: 'open' | 'closed' | 'token';
}

/** The relay beside the app: devices connect at `/sync`; `/healthz` and `/metrics` answer programs. */
export function attachRelay(relay: Relay, metrics: Metrics, options: AttachOptions): Attachment {
  return {
    upgrade: (request, socket, head) => relay.upgrade(request, socket, head),
    answer: (request, response) => {
      const [path = '', query = ''] = (request.url ?? '').split('?', 2);
      switch (path) {
        case '/healthz':
          return say(response, relay.isStopping ? 503 : 200, relay.isStopping ? 'stopping\n' : 'ok\n');
        case '/metrics':
          if (!mayReadMetrics(request, options.metrics)) return false;
          return say(response, 200, metrics.text(), 'text/plain; version=0.0.4; charset=utf-8');
        case syncPath:
          return say(response, 426, 'Upgrade required\n');
        case '/create':
          if (options.workspaces !== 'token') return false;
          return keepToken(request, response, new URLSearchParams(query).get('token') ?? '');
        default:
          return false;
      }
    },
  };
}

/** What comes through a proxy is from outside. */
function mayReadMetrics(request: IncomingMessage, who: AttachOptions['metrics']): boolean {
  if (who !== 'local') return who === 'open';
  const address = request.socket.remoteAddress ?? '';
  const isLoopback = address === '::1' || /^(::ffff:)?127\./.test(address);
  return isLoopback && request.headers['x-forwarded-for'] === undefined;
}

/** The token goes from the address into a cookie that no script reads and no other site can send. */
function keepToken(request: IncomingMessage, response: ServerResponse, token: string): true {
  const secure = request.headers['x-forwarded-proto'] === 'https' ? '; Secure' : '';
  const cookie = `${createCookie}=${encodeURIComponent(token)}; Path=${syncPath}; Max-Age=${month}; HttpOnly; SameSite=Strict${secure}`;
  response.setHeader('set-cookie', cookie);
  response.setHeader('location', '/');
  return say(response, 303, '');
}

function say(
  response: ServerResponse,
  status: number,
  body: string,
  type = 'text/plain; charset=utf-8',
): true {
  for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
  response.end(body);
  return true;
}
