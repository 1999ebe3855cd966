import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runBeside, runStage, summaryLine } from './stage.ts';
import type { Counts, Stage, StageResult } from './stage.ts';

const reports = mkdtempSync(join(tmpdir(), 'rapport-test-'));

/** `--long` runs the randomised suites alone, with their full counts. */
const isLong = process.argv.includes('--long');

const longStages = (): Stage[] => [
  vitest('property', ['--config', 'vitest.long.config.ts']),
  { name: 'build', command: ['vite', 'build'] },
  playwright(['--project', 'store'], { RAPPORT_LONG: '1' }),
];

/** Each uses one core; the longest first. */
const checks: readonly Stage[] = [
  { name: 'lint', command: ['eslint', '.', '--max-warnings', '0'] },
  { name: 'format', command: ['prettier', '--check', '.'] },
  {
    name: 'types: src',
    command: ['svelte-check', '--tsconfig', './tsconfig.src.json', '--fail-on-warnings'],
  },
  { name: 'types: server and tests', command: ['tsc', '-p', 'tsconfig.node.json'] },
  { name: 'types: workers', command: ['tsc', '-p', 'tsconfig.workers.json'] },
  { name: 'unused code', command: ['knip', '--no-config-hints'] },
  { name: 'lint: types and cycles', command: ['oxlint', '--type-aware', '--deny-warnings'] },
];

const usualStages = (): Stage[] => [
  vitest('architecture'),
  vitest('unit'),
  vitest('reference'),
  vitest('property'),
  { name: 'build', command: ['vite', 'build'] },
  playwright(),
];

const results: StageResult[] = isLong ? [] : await runBeside(checks, 2);
for (const stage of isLong ? longStages() : usualStages()) results.push(await runStage(stage));
rmSync(reports, { recursive: true });

console.log('\nstage                       passed  failed  skipped     time');
for (const { name, passed, failed, skipped, seconds } of results) {
  const cells = [String(passed).padStart(6), String(failed).padStart(6), String(skipped).padStart(7)];
  console.log(`${name.padEnd(26)}  ${cells.join('  ')}  ${seconds.toFixed(1).padStart(6)} s`);
}
console.log(`\n${summaryLine(results)}`);
process.exitCode = results.some(({ failed }) => failed > 0) ? 1 : 0;

function vitest(folder: string, options: readonly string[] = []): Stage {
  const file = join(reports, `${folder}.json`);
  const output = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  return {
    name: `${folder} tests`,
    command: ['vitest', 'run', `tests/${folder}/`, '--passWithNoTests', ...options, ...output],
    report: () => vitestCounts(file),
  };
}

function vitestCounts(file: string): Counts {
  const report = JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>;
  return {
    passed: report['numPassedTests'] ?? 0,
    failed: report['numFailedTests'] ?? 0,
    skipped: (report['numPendingTests'] ?? 0) + (report['numTodoTests'] ?? 0),
  };
}

function playwright(options: readonly string[] = [], env: Record<string, string> = {}): Stage {
  const file = join(reports, 'playwright.json');
  return {
    name: 'browser tests',
    command: ['playwright', 'test', ...options],
    env: { RAPPORT_REPORT: file, ...env },
    report: () => playwrightCounts(file),
  };
}

function playwrightCounts(file: string): Counts {
  const { stats } = JSON.parse(readFileSync(file, 'utf8')) as { stats: Record<string, number> };
  return {
    passed: (stats['expected'] ?? 0) + (stats['flaky'] ?? 0),
    failed: stats['unexpected'] ?? 0,
    skipped: stats['skipped'] ?? 0,
  };
}
