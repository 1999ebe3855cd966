import { readdirSync, readFileSync } from 'node:fs';

export interface PeakFigures {
  /**
   * Private memory of the process that renders the tab, with its workers, in bytes: what `npm run bench` tells of a tab at rest.
   */
  readonly tab: number;
  /**
   * Of all renderers of the browser, those of no tab too, but for those that draw the browser itself; with their shares of what processes
   * have in common, such as the browser's code. In bytes.
   */
  readonly renderers: number;
}

/** Most memory that one browser's renderers take at any time, sampled ten times a second. Linux only. */
export class PeakMemory {
  readonly #folder: string;
  readonly #timer: NodeJS.Timeout;
  #pids: readonly string[] = [];
  #samples = 0;
  #peak: PeakFigures = { tab: 0, renderers: 0 };

  /** `folder` names the browser's profile. */
  constructor(folder: string) {
    this.#folder = folder;
    this.#timer = setInterval(() => this.#sample(), 100);
  }

  stop(): PeakFigures {
    clearInterval(this.#timer);
    return this.#peak;
  }

  #sample(): void {
    // Which processes there are is asked seldom: it takes longer than their sizes.
    if (this.#samples++ % 20 === 0) this.#pids = renderersOf(this.#folder);
    const sizes = this.#pids.map(sizesOf);
    const renderers = sizes.reduce((sum, { proportional }) => sum + proportional, 0);
    const tab = Math.max(0, ...sizes.map((size) => size.own));
    this.#peak = { tab: Math.max(tab, this.#peak.tab), renderers: Math.max(renderers, this.#peak.renderers) };
  }
}

function renderersOf(folder: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    const command = contents(pid, 'cmdline');
    const isTab = command.includes('--type=renderer') && !command.includes('--top-chrome-webui');
    return isTab && belongsTo(pid, folder);
  });
}

function belongsTo(pid: string, folder: string): boolean {
  if (contents(pid, 'cmdline').includes(folder)) return true;
  const parent = /^PPid:\s+(\d+)/m.exec(contents(pid, 'status'))?.[1] ?? '0';
  return parent !== '0' && belongsTo(parent, folder);
}

function sizesOf(pid: string): { readonly proportional: number; readonly own: number } {
  const text = contents(pid, 'smaps_rollup');
  const sum = (pattern: RegExp): number =>
    [...text.matchAll(pattern)].reduce((total, [, kilobytes]) => total + Number(kilobytes) * 1_024, 0);
  return { proportional: sum(/^Pss:\s+(\d+)/gm), own: sum(/^Private_\w+:\s+(\d+)/gm) };
}

/** Empty for a process that has ended meanwhile. */
function contents(pid: string, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}
