import { openBook } from '../database/open.ts';
import type { BookDatabase } from '../database/schema.ts';
import type { Result } from '../domain/result.ts';
import type {
  FromImportWorker,
  ImportCall,
  ImportCalls,
  ToImportWorker,
  WorkError,
} from './importMessages.ts';
import { ImportWork, type WorkOptions } from './importWork.ts';
import type { TableCalls } from './tableMessages.ts';

/** Progress is told this often at most. */
const progressMs = 100;

let work: Promise<{ importer: ImportWork; db: BookDatabase }> | undefined;
const running = new Map<number, AbortController>();
const written = new Map<string, (isWritten: boolean) => void>();

self.onmessage = (event: MessageEvent<ToImportWorker>) => {
  const message = event.data;
  switch (message.type) {
    case 'start':
      work = startWork(message.book);
      return;
    case 'call':
      void answer(message.id, message.call, message.args);
      return;
    case 'cancel':
      running.get(message.id)?.abort();
      for (const [key, settle] of written) if (key.startsWith(`${message.id} `)) settle(false);
      return;
    case 'chunk-written':
      written.get(`${message.id} ${message.position}`)?.(message.isWritten);
      return;
  }
};

async function startWork(book: string): Promise<{ importer: ImportWork; db: BookDatabase }> {
  const opened = await openBook(book);
  if (!opened.ok) throw new Error(`the book cannot be opened: ${opened.error.type}`);
  const db = opened.value.relaxed;
  return { importer: new ImportWork(db), db };
}

async function answer(id: number, call: ImportCall, args: unknown): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  try {
    if (work === undefined) throw new Error('the import worker was not started');
    const { importer, db } = await work;
    const options = optionsOf(id, controller.signal);
    const result = isTableCall(call)
      ? await runTableCall(importer, db, id, call, args, options)
      : await run(importer, id, call, args, options);
    if (result.ok) send({ type: 'done', id, result: result.value });
    else send({ type: 'refused', id, error: result.error });
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    send({ type: 'bug', id, message: error.message, stack: error.stack ?? '' });
  } finally {
    running.delete(id);
  }
}

function run(
  importer: ImportWork,
  id: number,
  call: Exclude<ImportCall, keyof TableCalls>,
  args: unknown,
  options: WorkOptions,
): Promise<Result<unknown, WorkError>> {
  switch (call) {
    case 'open': {
      const { file, name, reading, preferredOrder } = args as ImportCalls['open']['args'];
      return importer.open(file, name, reading, preferredOrder, options);
    }
    case 'guess':
      return importer.guess((args as ImportCalls['guess']['args']).kind);
    case 'remap': {
      const { kind, column, target } = args as ImportCalls['remap']['args'];
      return Promise.resolve(importer.remap(kind, column, target));
    }
    case 'newFields':
      return Promise.resolve(importer.newFields((args as ImportCalls['newFields']['args']).columns));
    case 'mapToNew': {
      const { kind, targets } = args as ImportCalls['mapToNew']['args'];
      return importer.mapToNew(kind, targets);
    }
    case 'check': {
      const { settings, before } = args as ImportCalls['check']['args'];
      return importer.check(settings, before, options);
    }
    case 'write': {
      const { settings, plan, shards, from, before } = args as ImportCalls['write']['args'];
      return importer.write(
        settings,
        plan,
        shards,
        from,
        before,
        (position, bytes) => sendChunk(id, position, bytes),
        options,
      );
    }
    case 'failed': {
      const { settings, language } = args as ImportCalls['failed']['args'];
      return importer.failed(settings, language, options);
    }
  }
}

function isTableCall(call: ImportCall): call is keyof TableCalls {
  return call.startsWith('table');
}

/** Reading and packing of tables is loaded with the first call for one. */
async function runTableCall(
  importer: ImportWork,
  db: BookDatabase,
  id: number,
  call: keyof TableCalls,
  args: unknown,
  options: WorkOptions,
): Promise<Result<unknown, WorkError>> {
  const { checkTable, surveyTable, tableFile, viewTable, writeTable } = await import('./tableWork.ts');
  const { signal } = options;
  if (call === 'tableView') return viewTable(db, (args as TableCalls['tableView']['args']).id, signal);
  if (call === 'tableFile') return tableFile(db, args as TableCalls['tableFile']['args'], signal);
  const file = importer.tableFile(options);
  if (!file.ok) return file;
  switch (call) {
    case 'tableSurvey':
      return surveyTable(file.value);
    case 'tableCheck': {
      const { settings, replaces } = args as TableCalls['tableCheck']['args'];
      return checkTable(db, file.value, settings, replaces);
    }
    case 'tableWrite':
      return writeTable(db, file.value, args as TableCalls['tableWrite']['args'], (position, bytes) =>
        sendChunk(id, position, bytes),
      );
  }
}

/** Hands a chunk to the tab and waits until the engine has it. */
function sendChunk(id: number, position: number, bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const key = `${id} ${position}`;
  return new Promise((resolve) => {
    written.set(key, (isWritten) => {
      written.delete(key);
      resolve(isWritten);
    });
    self.postMessage({ type: 'chunk', id, position, bytes } satisfies FromImportWorker, {
      transfer: [bytes.buffer],
    });
  });
}

function optionsOf(id: number, signal: AbortSignal): WorkOptions {
  let told = 0;
  return {
    signal,
    onProgress: (progress) => {
      const now = performance.now();
      if (now - told < progressMs) return;
      told = now;
      send({ type: 'progress', id, progress });
    },
  };
}

function send(message: FromImportWorker): void {
  self.postMessage(message);
}
