import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

/** What the application says about itself. */
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

/**
 * Dexie in a file of its own, the same for the page and all workers, so that it is fetched once. The bundles give the same
 * bytes only while they are written alike and ask for the same export: nothing but `Dexie`.
 */
const output = {
  codeSplitting: { groups: [{ name: 'dexie', test: /node_modules\/dexie\// }] },
  topLevelVar: true,
  comments: false,
};

/** Dexie's build for current browsers: 1 KB less than the one for old ones, compressed. */
const dexie = fileURLToPath(new URL('node_modules/dexie/dist/modern/dexie.mjs', import.meta.url));

export default defineConfig({
  define: { 'import.meta.env.VITE_VERSION': JSON.stringify(version) },
  resolve: { alias: { dexie } },
  plugins: [
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
  worker: { format: 'es', rolldownOptions: { output } },
  build: {
    target: 'baseline-widely-available',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 250,
    rolldownOptions: { output },
  },
});
