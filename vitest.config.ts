import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/** Svelte is here for `.svelte.ts` modules; tests import `fake-indexeddb/auto` themselves where they need it. */
export default defineConfig({
  plugins: [svelte()],
  test: {
    include: ['tests/{unit,reference,property,architecture}/**/*.test.ts'],
    environment: 'node',
    testTimeout: 30_000,
    maxWorkers: 2,
  },
});
