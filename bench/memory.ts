import { readFileSync } from 'node:fs';
import type { CDPSession, Page } from '@playwright/test';

/** What a page holds at rest, in bytes. */
export interface Memory {
  /** Private memory of the renderer's process, workers included; null where the system does not tell. Linux only. */
  readonly renderer: number | null;
  /** Objects and array buffers after a collection, by context: `page`, or a worker's file. */
  readonly heaps: ReadonlyMap<string, number>;
}

interface HeapUsage {
  readonly usedSize: number;
  readonly backingStorageSize: number;
}

/** Rests and collects first. */
export async function memoryOf(browserDevtools: CDPSession | undefined, page: Page): Promise<Memory> {
  await page.waitForTimeout(8_000);
  const heaps = await heapsOf(page);
  await page.waitForTimeout(2_000);
  return { renderer: await rendererBytes(browserDevtools), heaps };
}

/** Private memory of the largest renderer now. */
export async function rendererBytes(browserDevtools: CDPSession | undefined): Promise<number | null> {
  const processes = await browserDevtools?.send('SystemInfo.getProcessInfo');
  const sizes = (processes?.processInfo ?? [])
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => privateBytes(id))
    .filter((size) => size !== null);
  return sizes.length === 0 ? null : Math.max(...sizes);
}

async function heapsOf(page: Page): Promise<Map<string, number>> {
  const heaps = new Map<string, number>();
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('HeapProfiler.collectGarbage');
  heaps.set('page', sizeOf(await devtools.send('Runtime.getHeapUsage')));
  const names = new Map<string, string>();
  devtools.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    names.set(sessionId, targetInfo.url.split('/').at(-1)?.split('.')[0] ?? '');
    for (const [id, method] of ['HeapProfiler.collectGarbage', 'Runtime.getHeapUsage'].entries()) {
      void devtools.send('Target.sendMessageToTarget', {
        sessionId,
        message: JSON.stringify({ id, method }),
      });
    }
  });
  devtools.on('Target.receivedMessageFromTarget', ({ sessionId, message }) => {
    const { result } = JSON.parse(message) as { result?: Partial<HeapUsage> };
    if (result?.usedSize !== undefined) heaps.set(names.get(sessionId) ?? '', sizeOf(result as HeapUsage));
  });
  await devtools.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: false,
  });
  await page.waitForTimeout(3_000);
  await devtools.detach();
  return heaps;
}

/** Array buffers lie outside the heap of objects. The protocol's types do not name them yet. */
function sizeOf(usage: { readonly usedSize: number }): number {
  return usage.usedSize + ((usage as HeapUsage).backingStorageSize ?? 0);
}

/** Processor seconds of all the browser's processes so far. */
export async function processorSeconds(browserDevtools: CDPSession | undefined): Promise<number> {
  const processes = await browserDevtools?.send('SystemInfo.getProcessInfo');
  return (processes?.processInfo ?? []).reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}

function privateBytes(pid: number): number | null {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    const kilobytes = [...text.matchAll(/^Private_\w+:\s+(\d+) kB/gm)].map((match) => Number(match[1]));
    return kilobytes.reduce((sum, each) => sum + each, 0) * 1_024;
  } catch {
    return null;
  }
}
