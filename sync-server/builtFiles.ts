import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

export type Encoding = 'br' | 'gzip' | 'identity';

export type Representation = { body: Buffer; etag: string };

export type BuiltFile = {
  contentType: string;
  cacheControl: string;
  /** Encodings worth offering, best first. */
  encodings: readonly Encoding[];
  as: (encoding: Encoding) => Promise<Representation>;
};

/** The files of one build by URL path (`/assets/index-x.js`; `/` for index.html). */
export type BuiltFiles = ReadonlyMap<string, BuiltFile>;

/** Reads the whole build into memory, so that a request can name nothing else, and a rebuild cannot mix two builds. */
export async function readBuiltFiles(folder: string): Promise<BuiltFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = new Map<string, BuiltFile>();
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const urlPath = `/${path.slice(join(folder, sep).length).split(sep).join('/')}`;
    files.set(urlPath === '/index.html' ? '/' : urlPath, builtFile(urlPath, await readFile(path)));
  }
  return files;
}

const contentTypes: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
};

const alreadyCompressed = new Set(['.png', '.ico']);

/** Below this size, in bytes, compression saves nothing a packet would notice. */
const smallestToCompress = 1024;

const compress: Record<Encoding, (body: Buffer) => Promise<Buffer>> = {
  br: (body) =>
    promisify(brotliCompress)(body, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
    }),
  gzip: (body) => promisify(gzip)(body, { level: 9 }),
  identity: (body) => Promise.resolve(body),
};

function builtFile(urlPath: string, body: Buffer): BuiltFile {
  const extension = extname(urlPath);
  const isCompressible = !alreadyCompressed.has(extension) && body.length >= smallestToCompress;
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 22);
  const made = new Map<Encoding, Promise<Representation>>();
  return {
    contentType: contentTypes[extension] ?? 'application/octet-stream',
    // Vite puts a hash of the content into every name under assets/; all other names are checked at each use.
    cacheControl: urlPath.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    encodings: isCompressible ? ['br', 'gzip', 'identity'] : ['identity'],
    as: (encoding) => {
      const known = made.get(encoding);
      if (known !== undefined) return known;
      const making = compress[encoding](body).then((bytes) => ({
        body: bytes,
        etag: `"${hash}-${encoding}"`,
      }));
      made.set(encoding, making);
      return making;
    },
  };
}
