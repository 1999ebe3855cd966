import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { textsByLanguage } from './scripts/textsByLanguage.ts';

/** What the application says about itself. */
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

/**
 * Dexie in a file of its own, the same for the page and all workers, so that it is fetched once. The bundles give the same
 * bytes only while they are written alike and ask for the same export: nothing but `Dexie`.
 */
const dexieGroup = { name: 'dexie', test: /node_modules\/dexie\// };
const written = { topLevelVar: true, comments: false };

/**
 * What the page needs before any screen, in one file too: parted by what else uses each of its modules it would be thirty files,
 * and 6 KB more compressed.
 */
const startGroup = {
  name: (id: string, modules: Modules): string | null => {
    startModules ??= importsOf(fileURLToPath(new URL('src/main.ts', import.meta.url)), modules);
    return startModules.has(id) ? 'start' : null;
  },
};

/** Dictionaries of what is seen before anything is opened. */
const firstTexts = [
  ...['shell', 'failures', 'ui', 'fields', 'books', 'backupReminder', 'sync'],
  ...['list', 'filters', 'views', 'segments', 'sampleData', 'tasks', 'today'],
];

interface Modules {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null;
}

let startModules: ReadonlySet<string> | undefined;

/** A module and all that it imports, but for what it loads later. */
function importsOf(from: string, modules: Modules): ReadonlySet<string> {
  const found = new Set([from]);
  for (const id of found) for (const next of modules.getModuleInfo(id)?.importedIds ?? []) found.add(next);
  return found;
}

/** Dexie's build for current browsers: 1 KB less than the one for old ones, compressed. */
const dexie = fileURLToPath(new URL('node_modules/dexie/dist/modern/dexie.mjs', import.meta.url));

const yjsLogging = fileURLToPath(new URL('src/store/yjsLogging.ts', import.meta.url));

export default defineConfig({
  define: { 'import.meta.env.VITE_VERSION': JSON.stringify(version) },
  resolve: { alias: { dexie, 'lib0/logging': yjsLogging } },
  plugins: [
    textsByLanguage(firstTexts),
    svelte(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/pwa',
      filename: 'serviceWorker.ts',
      registerType: 'prompt',
      injectRegister: false,
      manifest: false,
      injectManifest: {
        rollupFormat: 'iife',
        globPatterns: ['**/*.{html,js,css,svg,png,webmanifest,wasm}'],
        maximumFileSizeToCacheInBytes: 4 * 1024 * 1024,
      },
    }),
  ],
  worker: {
    format: 'es',
    rolldownOptions: { output: { ...written, codeSplitting: { groups: [dexieGroup] } } },
  },
  build: {
    target: 'baseline-widely-available',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 250,
    rolldownOptions: { output: { ...written, codeSplitting: { groups: [dexieGroup, startGroup] } } },
  },
});
