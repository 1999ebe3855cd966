import { posix } from 'node:path';

export type Violation = {
  file: string;
  rule: 'layer' | 'package' | 'path' | 'worker' | 'chinese';
  detail: string;
};

/** What each folder of `src/`, and `sync-server`, may import beside itself: the table of ARCHITECTURE.md. */
const mayImport: Record<string, readonly string[]> = {
  domain: [],
  i18n: ['domain'],
  protocol: ['domain'],
  analytics: ['domain'],
  interchange: ['domain'],
  database: ['domain'],
  read: ['domain', 'database'],
  commands: ['domain', 'database'],
  store: ['domain', 'database'],
  texts: ['domain', 'database', 'store'],
  sync: ['domain', 'protocol', 'database', 'store'],
  workers: [
    ...['domain', 'i18n', 'protocol', 'analytics', 'interchange', 'database'],
    ...['read', 'commands', 'store', 'texts', 'sync'],
  ],
  ui: ['domain', 'i18n'],
  pwa: ['i18n'],
  screens: ['domain', 'i18n', 'ui', 'read', 'commands', 'texts', 'workers'],
  'sync-server': ['domain', 'protocol'],
};

/** Folders that may import everything in `src/`. */
const composition = new Set(['app', 'main.ts']);

/** Who may use a package. A package that is not listed may be used nowhere: add it here with its owner. */
const packageOwners: readonly [pattern: RegExp, owners: readonly string[]][] = [
  [/^@noble\/|^@scure\/bip39$/, ['protocol', 'sync', 'workers']],
  [/^(ml-kmeans|ml-matrix|highs)$|^@tensorflow\/tfjs/, ['analytics']],
  [/^(papaparse|read-excel-file|write-excel-file|ics|ical\.js|uqr)$/, ['interchange']],
  [/^dexie$/, ['database']],
  [/^(minisearch|pinyin-pro)$/, ['read']],
  [/^yjs$/, ['store', 'texts', 'sync']],
  [/^(y-indexeddb|y-codemirror\.next)$|^@codemirror\//, ['texts']],
  [/^y-websocket$/, ['sync']],
  [/^(chart\.js|bits-ui|virtua|@lucide\/svelte)$/, ['ui']],
  [/^workbox-/, ['pwa']],
  [/^(ws|pg|redis)$|^node:/, ['sync-server']],
  [/^valibot$/, ['protocol', 'interchange', 'database', 'store', 'sync', 'workers']],
  [/^svelte$/, ['ui', 'screens', 'app', 'main.ts']],
];

const specifierPatterns = [
  /(?:^|[\n;}>]|\*\/)\s*(?:import|export)\s(?:[^'"`;]*?\sfrom\s*)?['"]([^'"]+)['"]/g,
  /\bimport\(\s*(?:\/\*[^]*?\*\/\s*)?['"`]([^'"`]+)['"`]/g,
  /new\s+URL\(\s*['"`]([^'"`]+)['"`]\s*,\s*import\.meta\.url/g,
];

/** Every module that a source names: static, dynamic and type imports, re-exports, `?worker` imports and `new URL()` workers. */
export function importsOf(source: string): string[] {
  return specifierPatterns.flatMap((pattern) => [...source.matchAll(pattern)].map((match) => match[1] ?? ''));
}

/** All breaches in the given sources, keyed by path from the repository's root (`src/…`, `sync-server/…`). */
export function violations(sources: ReadonlyMap<string, string>): Violation[] {
  return [...sources].flatMap(([file, source]) => [
    ...importsOf(source).flatMap((specifier) => importViolations(file, specifier)),
    ...chineseViolations(file, source),
  ]);
}

function importViolations(file: string, specifier: string): Violation[] {
  const from = layerOf(file);
  if (!specifier.startsWith('.')) return packageViolations(file, from, specifier);
  const target = posix.join(posix.dirname(file), specifier.replace(/[?#].*$/, ''));
  const to = layerOf(target);
  if (to === undefined)
    return [{ file, rule: 'path', detail: `${specifier} lies outside src and sync-server` }];
  if (!/\.\w+$/.test(target)) return [{ file, rule: 'path', detail: `${specifier} has no file ending` }];
  const breaches: Violation[] = [];
  if (from === 'screens' && target.endsWith('.worker.ts'))
    breaches.push({ file, rule: 'worker', detail: `a screen uses the typed calls, not ${specifier}` });
  const allowed =
    from !== undefined && (from === to || composition.has(from) || mayImport[from]?.includes(to));
  if (!allowed) breaches.push({ file, rule: 'layer', detail: `${from} may not import ${to} (${specifier})` });
  return breaches;
}

function packageViolations(file: string, from: string | undefined, specifier: string): Violation[] {
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  const owners = packageOwners.find(([pattern]) => pattern.test(name))?.[1];
  if (owners === undefined) return [{ file, rule: 'package', detail: `${name} has no owner in the table` }];
  if (from !== undefined && owners.includes(from)) return [];
  return [{ file, rule: 'package', detail: `${name} belongs to ${owners.join(', ')}, not to ${from}` }];
}

function chineseViolations(file: string, source: string): Violation[] {
  if (!file.startsWith('src/') || file.startsWith('src/i18n/')) return [];
  return source.split('\n').flatMap((line, index): Violation[] => {
    const found = /\p{Script=Han}+/u.exec(line);
    return found === null ? [] : [{ file, rule: 'chinese', detail: `line ${index + 1}: ${found[0]}` }];
  });
}

function layerOf(path: string): string | undefined {
  const [top, second] = path.split('/');
  if (top === 'sync-server') return top;
  return top === 'src' ? second : undefined;
}
