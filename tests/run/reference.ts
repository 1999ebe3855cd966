import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReferenceRow } from '../support/reference.ts';

/** Runs the tests that hold numbers to other people's software, and prints what was compared as one Markdown table. */
const folder = mkdtempSync(join(tmpdir(), 'rapport-reference-'));
const file = join(folder, 'rows.jsonl');
writeFileSync(file, '');
const { status } = spawnSync('vitest', ['run', 'tests/reference/'], {
  stdio: 'inherit',
  env: { ...process.env, RAPPORT_REFERENCE_TABLE: file },
});
const rows = readFileSync(file, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as ReferenceRow)
  .sort((a, b) => a.method.localeCompare(b.method, 'en'));
rmSync(folder, { recursive: true });

console.log('| method | what | reference | ours | tolerance | |\n| --- | --- | --- | --- | --- | --- |');
for (const { method, what, reference, ours, tolerance, isHeld } of rows) {
  console.log(
    `| ${method} | ${what} | ${reference} | ${ours} | ${tolerance} | ${isHeld ? 'held' : 'NOT HELD'} |`,
  );
}
console.log(`\n${rows.filter(({ isHeld }) => isHeld).length} of ${rows.length} values held`);
process.exitCode = status ?? 1;
