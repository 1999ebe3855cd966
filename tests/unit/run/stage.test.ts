import { expect, test, vi } from 'vitest';
import { countsOf, runBeside, runStage, summaryLine } from '../../run/stage.ts';

test('a check without a report counts as one, passed or failed by its exit code', () => {
  expect(countsOf({}, 0)).toEqual({ passed: 1, failed: 0, skipped: 0 });
  expect(countsOf({}, 2)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test('a command that fails although no test failed is a failure', () => {
  const report = () => ({ passed: 5, failed: 0, skipped: 1 });
  expect(countsOf({ report }, 1)).toEqual({ passed: 5, failed: 1, skipped: 1 });
});

test('a report that cannot be read is a failure, even after exit code 0', () => {
  const report = () => {
    throw new Error('no such file');
  };
  expect(countsOf({ report }, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test('a program that cannot be started is a failure and does not stop the run', async () => {
  const result = await runStage({ name: 'absent', command: ['rapport-no-such-program'] });
  expect(result.failed).toBe(1);
});

test('stages that run beside each other keep their order, and each prints as a whole', async () => {
  const prints = vi.spyOn(console, 'log').mockReturnValue();
  const node = (program: string) => ['node', '-e', program];
  const results = await runBeside(
    [
      { name: 'slow', command: node("console.log('one'); setTimeout(() => console.error('two'), 300)") },
      { name: 'bad', command: node('process.exit(3)') },
      { name: 'absent', command: ['rapport-no-such-program'] },
    ],
    2,
  );
  const printed = prints.mock.calls.map(([text]) => String(text));
  prints.mockRestore();
  expect(results).toMatchObject([
    { name: 'slow', passed: 1, failed: 0 },
    { name: 'bad', passed: 0, failed: 1 },
    { name: 'absent', passed: 0, failed: 1 },
  ]);
  expect(printed.find((text) => text.includes('slow'))).toContain('one\ntwo');
});

test('the summary names skipped tests only when there are any', () => {
  const green = { passed: 3, failed: 0, skipped: 0 };
  expect(summaryLine([green, green])).toBe('6 passed, 0 failed');
  expect(summaryLine([green, { passed: 0, failed: 1, skipped: 2 }])).toBe('3 passed, 1 failed, 2 skipped');
});
