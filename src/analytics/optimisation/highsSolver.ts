import type { LinearSolver } from './linearProgramme.ts';

/** HiGHS, fetched when it is first asked for: 3.5 MB of WebAssembly, from `wasmUrl` where one is given. */
export async function loadHighs(wasmUrl?: string): Promise<LinearSolver> {
  const { default: load } = await import('highs');
  return load(wasmUrl === undefined ? {} : { locateFile: () => wasmUrl });
}
