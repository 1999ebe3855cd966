import { parentPort, workerData } from 'node:worker_threads';
import { openDatabase } from './sqliteSchema.ts';
import { SqliteReader } from './sqliteReader.ts';
import { SqliteWriter } from './sqliteWriter.ts';
import type { Change, Span } from './relayStore.ts';

/** What a thread is asked; SQLite is synchronous, and an fsync would stall every socket. */
export type StoreCall =
  | { readonly do: 'append'; readonly changes: readonly Change[] }
  | { readonly do: 'finish-checkpoint' }
  | { readonly do: 'checkpoint' }
  | { readonly do: 'open'; readonly workspace: string }
  | { readonly do: 'read'; readonly workspace: string; readonly span: Span }
  | { readonly do: 'hash'; readonly workspace: string; readonly device: number; readonly sequence: number }
  | { readonly do: 'phrase'; readonly key: string }
  | { readonly do: 'close' };

export interface StoreAnswer {
  readonly id: number;
  readonly value?: unknown;
  readonly failure?: string;
}

const { path, role } = workerData as { path: string; role: 'writer' | 'reader' };
const database = openDatabase(path);
const writer = role === 'writer' ? new SqliteWriter(database) : undefined;
const reader = role === 'reader' ? new SqliteReader(database) : undefined;

parentPort?.on('message', ({ id, call }: { id: number; call: StoreCall }) => {
  try {
    answer({ id, value: perform(call) });
  } catch (error) {
    answer({ id, failure: error instanceof Error ? error.message : String(error) });
  }
  if (call.do === 'close') parentPort?.close();
});
answer({ id: 0 });

function perform(call: StoreCall): unknown {
  switch (call.do) {
    case 'append':
      return writer?.append(call.changes);
    case 'finish-checkpoint':
      return writer?.finishCheckpoint();
    case 'checkpoint':
      return reader?.checkpoint();
    case 'open':
      return reader?.open(call.workspace);
    case 'read':
      return reader?.read(call.workspace, call.span);
    case 'hash':
      return reader?.hashOf(call.workspace, call.device, call.sequence);
    case 'phrase':
      return reader?.workspaceOfPhrase(call.key);
    case 'close':
      return database.close();
  }
}

function answer(message: StoreAnswer): void {
  parentPort?.postMessage(message);
}
