import { PrecacheController, PrecacheRoute } from 'workbox-precaching';
import { registerRoute } from 'workbox-routing';
import { fewAtOnce } from './fewAtOnce.ts';
import { keepShared, sharePath } from './sharedInbox.ts';

declare const self: ServiceWorkerGlobalScope & {
  __WB_MANIFEST: Entry[];
};

interface Entry {
  readonly url: string;
  readonly revision: string | null;
}

const manifest: readonly Entry[] = self.__WB_MANIFEST;
/** Large parts that few people need: neural networks, linear programmes. They are fetched when first asked for, and from then on with each build. */
const onDemand = manifest.filter(({ url }) => /^assets\/(neural\.worker|tfjs-|highs)/.test(url));
const buildPrefix = 'rapport-build-';
const ownBuild = `${buildPrefix}${hashOf(JSON.stringify(manifest))}`;

/**
 * Each build has a cache of its own, filled as a whole before the worker may wait. A page of the build before this one
 * may still be open when this one takes over, so that build's cache is kept until the next update.
 */
const precache = new PrecacheController({ cacheName: ownBuild });
precache.addToCacheList(manifest.filter((entry) => !onDemand.includes(entry)));

self.addEventListener('install', (event) => {
  event.waitUntil(Promise.all([fillCache(event), fetchWhatWasWanted()]));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(takeOver());
});

self.addEventListener('message', (event: ExtendableMessageEvent) => {
  const message = event.data as { type?: unknown } | null;
  if (message?.type === 'SKIP_WAITING') event.waitUntil(self.skipWaiting());
});

/** A tap on a reminder opens its task in a window that is open, or in a new one. */
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const { href } = (event.notification.data ?? {}) as { href?: unknown };
  if (typeof href === 'string' && href.startsWith('#/')) event.waitUntil(showPage(href));
});

async function showPage(href: string): Promise<void> {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const [first] = windows;
  if (first === undefined) await self.clients.openWindow(`/${href}`);
  else {
    await first.focus();
    first.postMessage({ type: 'OPEN', href });
  }
}

registerRoute(new PrecacheRoute(precache, { ignoreURLParametersMatching: [/.*/] }));

registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith('/assets/'),
  async ({ request, url }) => {
    const known = await caches.match(request, { ignoreVary: true });
    if (known !== undefined) return known;
    const answer = await fetch(request);
    if (answer.ok && isOnDemand(url.pathname))
      await (await caches.open(ownBuild)).put(request, answer.clone());
    return answer;
  },
);

/** Works offline: what is shared waits in the inbox for the page that this leads to. */
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname === sharePath,
  async ({ request }) => {
    await keepShared(await request.formData());
    return Response.redirect(new URL('/?shared#/capture', self.location.origin), 303);
  },
  'POST',
);

/** Fetches the build. The library's own way takes one file at a time, and waits for the server once for each of hundreds. */
async function fillCache(event: ExtendableEvent): Promise<void> {
  const { strategy } = precache;
  await fewAtOnce(precache.getURLsToCacheKeys(), async ([url, cacheKey]) => {
    // A name without a hash may have an older content in the browser's own cache.
    const request = new Request(url, { cache: cacheKey === url ? 'default' : 'reload' });
    await Promise.all(strategy.handleAll({ event, request, params: { cacheKey } }));
  });
}

async function takeOver(): Promise<void> {
  const noted = await caches.open('rapport-active-build');
  const previousBuild = await (await noted.match('/'))?.text();
  const kept = new Set([ownBuild, previousBuild]);
  const names = await caches.keys();
  const outdated = names.filter((name) => name.startsWith(buildPrefix) && !kept.has(name));
  await Promise.all(outdated.map((name) => caches.delete(name)));
  await noted.put('/', new Response(ownBuild));
  await self.clients.claim();
}

function isOnDemand(path: string): boolean {
  return onDemand.some(({ url }) => path === `/${url}`);
}

/** Somebody who has trained a network goes on using it offline after an update. What cannot be had now is fetched when asked for. */
async function fetchWhatWasWanted(): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith(buildPrefix) && name !== ownBuild);
  const paths = await Promise.all(
    names.map(async (name) =>
      (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname),
    ),
  );
  if (!paths.flat().some((path) => /^\/assets\/neural\.worker/.test(path))) return;
  const cache = await caches.open(ownBuild);
  await Promise.allSettled(onDemand.map(({ url }) => cache.add(`/${url}`)));
}

/** FNV-1a, 32 bits, in base 36: tells builds apart, protects nothing. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(36);
}
