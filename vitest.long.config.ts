import { defineConfig, mergeConfig } from 'vitest/config';
import base from './vitest.config.ts';

/** The full counts of the randomised suites. Tests read `process.env.RAPPORT_LONG` to choose theirs. */
export default mergeConfig(
  base,
  defineConfig({
    test: {
      env: { RAPPORT_LONG: '1' },
      testTimeout: 600_000,
    },
  }),
);
