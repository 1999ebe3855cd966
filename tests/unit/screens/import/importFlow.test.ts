import 'fake-indexeddb/auto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { ImportFlow } from '../../../../src/screens/import/importFlow.svelte.ts';
import type { Importer } from '../../../../src/workers/import.ts';
import type { Reading } from '../../../../src/workers/importView.ts';
import { ImportWork } from '../../../../src/workers/importWork.ts';
import { quietly } from '../../../support/imports.ts';
import { Replica } from '../../../support/replica.ts';

const open: Replica[] = [];
afterEach(() => open.splice(0).forEach((replica) => replica.close()));

const table = 'Customer,Industry,Shelves\nAlpha,Coffee,3\nBeta,Tea,4\n';

/** A flow over the work of the import worker, with a checked file open; what would be written is counted and never ends. */
async function readyFlow(): Promise<{ flow: ImportFlow; write: ReturnType<typeof vi.fn> }> {
  const replica = await Replica.open();
  open.push(replica);
  const work = new ImportWork(replica.book.relaxed);
  const write = vi.fn(() => new Promise(() => undefined));
  const importer = {
    open: (file: File) => work.open(file, file.name, undefined, 'dmy', quietly()),
    check: (...[settings, { onProgress }]: Parameters<Importer['check']>) => {
      onProgress?.({ doneBytes: 1, totalBytes: 1 });
      return work.check(settings, undefined, quietly());
    },
    guess: (...args: Parameters<Importer['guess']>) => work.guess(...args),
    mapToNew: (...args: Parameters<Importer['mapToNew']>) => work.mapToNew(...args),
    remap: (...args: Parameters<Importer['remap']>) => Promise.resolve(work.remap(...args)),
    newFields: (...args: Parameters<Importer['newFields']>) => Promise.resolve(work.newFields(...args)),
    unfinished: () => Promise.resolve([]),
    write,
  };
  const flow = new ImportFlow(importer as unknown as Importer);
  await flow.openFile(new File([table], 'shops.csv'));
  expect(flow.report?.outcomes.new).toBe(2);
  return { flow, write };
}

test('while fields are made for columns nothing is written by the mapping without them', async () => {
  const { flow, write } = await readyFlow();
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const making = flow.makeFields([2], () => promise);
  expect([flow.isChecking, flow.share]).toEqual([true, undefined]);
  await flow.write();
  // Another change that is made meanwhile does not have the rows checked either.
  await flow.setTarget(1, null);
  await wait(500);
  await flow.write();
  expect(flow.phase).toBe('ready');
  expect(write).not.toHaveBeenCalled();

  resolve(undefined);
  await making;
  await vi.waitFor(() => expect(flow.report?.outcomes.new).toBe(2));
  expect(flow.isChecking).toBe(false);
  expect(flow.settings?.mapping[1]?.target).toBeNull();
  void flow.write();
  expect(write).toHaveBeenCalledOnce();
});

test('fields made for customers are not mapped where rows have become tasks meanwhile', async () => {
  const { flow } = await readyFlow();
  const { promise, resolve } = Promise.withResolvers<readonly string[]>();
  const making = flow.makeFields([2], () => promise);
  await flow.setKind('task');
  resolve(['industry']);
  await making;
  expect(flow.settings?.kind).toBe('task');
  expect(flow.settings?.mapping.map(({ target }) => target)).not.toContain('account.industry');
});

test('a file that is read anew while fields are made for it is read to its end', async () => {
  const { flow } = await readyFlow();
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const making = flow.makeFields([2], () => promise);
  const reading = flow.reread({} as Reading);
  resolve(undefined);
  await making;
  await reading;
  expect(flow.phase).toBe('ready');
  expect(flow.report?.outcomes.new).toBe(2);
});

test('a file opened while fields are made for another one is checked, and stays as it was read', async () => {
  const { flow } = await readyFlow();
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const making = flow.makeFields([2], () => promise);
  await flow.openFile(new File([table], 'again.csv'));
  await flow.setTarget(1, null);
  await vi.waitFor(() => expect(flow.report?.outcomes.new).toBe(2));
  const { report } = flow;
  resolve(undefined);
  await making;
  expect(flow.report).toBe(report);
});
