import { spawn } from 'node:child_process';

export type Counts = { passed: number; failed: number; skipped: number };

/** One step of the test run. `report` reads the counts of a finished command; without it the command itself is the one check. */
export type Stage = {
  name: string;
  command: readonly string[];
  env?: Record<string, string>;
  report?: () => Counts;
};

export type StageResult = Counts & { name: string; seconds: number };

/** Runs a stage to its end, whatever comes of it. A command that fails without a failed test counts as one failure. */
export async function runStage(stage: Stage): Promise<StageResult> {
  console.log(headingOf(stage));
  return runWith(stage, 'inherit');
}

/** Runs stages that use one core each, `atOnce` of them at a time in their order. What a stage prints comes when it has ended. */
export async function runBeside(stages: readonly Stage[], atOnce: number): Promise<StageResult[]> {
  const results: StageResult[] = [];
  const waiting = stages.entries();
  const lane = async (): Promise<void> => {
    for (const [at, stage] of waiting) {
      const printed: string[] = [];
      results[at] = await runWith(stage, printed);
      console.log(`${headingOf(stage)}\n${printed.join('')}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return results;
}

const headingOf = ({ name }: Stage): string => `\n── ${name}`;

async function runWith(stage: Stage, output: 'inherit' | string[]): Promise<StageResult> {
  const begin = performance.now();
  const exitCode = await run(stage.command, { ...process.env, ...stage.env }, output);
  const counts = countsOf(stage, exitCode);
  return { name: stage.name, seconds: (performance.now() - begin) / 1000, ...counts };
}

/** Counts from a stage's report held against its exit code; an unreadable report of a command that failed is one failure. */
export function countsOf(stage: Pick<Stage, 'report'>, exitCode: number): Counts {
  if (stage.report === undefined)
    return { passed: exitCode === 0 ? 1 : 0, failed: exitCode === 0 ? 0 : 1, skipped: 0 };
  const counts = readReport(stage.report);
  if (counts === undefined) return { passed: 0, failed: 1, skipped: 0 };
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/** The last line of a run, alone on its line: `12 passed, 0 failed`, with `, 3 skipped` only if there are any. */
export function summaryLine(results: readonly Counts[]): string {
  const sum = (key: keyof Counts) => results.reduce((total, result) => total + result[key], 0);
  const skipped = sum('skipped');
  return `${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

function readReport(report: () => Counts): Counts | undefined {
  try {
    return report();
  } catch (error) {
    console.error(`The report of this stage cannot be read: ${String(error)}`);
    return undefined;
  }
}

/** Its exit code. What it prints goes where this process prints, or is added to a list. */
function run(
  [program = '', ...args]: readonly string[],
  env: NodeJS.ProcessEnv,
  output: 'inherit' | string[],
): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: output === 'inherit' ? 'inherit' : 'pipe', env });
    if (output !== 'inherit') {
      for (const stream of [child.stdout, child.stderr]) {
        stream?.setEncoding('utf8').on('data', (text: string) => output.push(text));
      }
    }
    child.on('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.on('close', (code) => resolve(code ?? 1));
  });
}
