import { openSession, type Session } from '../../../src/app/session.ts';
import { bulkEdit, resumeJob, undoBatch } from '../../../src/commands/batches.ts';
import type { Committed } from '../../../src/commands/commit.ts';
import { createRecord, editRecords, updateRecord } from '../../../src/commands/records.ts';
import { undo } from '../../../src/commands/undo.ts';
import { readRow } from '../../../src/database/rows.ts';
import type { BulkEdit } from '../../../src/domain/bulkEdit.ts';
import type { RecordId } from '../../../src/domain/ids.ts';
import type { Values } from '../../../src/domain/record.ts';
import type { Result } from '../../../src/domain/result.ts';
import type { SampleSize } from '../../../src/interchange/sample/layout.ts';
import type { Role } from '../../../src/protocol/operations.ts';
import { beginJoin } from '../../../src/workers/join.ts';
import { discardAbandonedSamples, loadSample } from '../../../src/workers/sample.ts';
import { followSync } from '../../../src/workers/followSync.ts';
import type { JoinView, SyncView } from '../../../src/workers/syncView.ts';
import { snapshotOf, type Snapshot } from './snapshot.ts';

/** What a test may do with the book of a page. Every promise rejects with the type of the error where the book says no. */
export interface Harness {
  readonly open: () => Promise<void>;
  readonly create: (values: Values) => Promise<RecordId>;
  readonly update: (id: RecordId, values: Values) => Promise<string>;
  readonly editMany: (ids: readonly RecordId[], edit: BulkEdit) => Promise<string>;
  readonly bulkEdit: (ids: readonly RecordId[], edit: BulkEdit) => Promise<string>;
  readonly undo: (command: string) => Promise<string>;
  readonly loadSample: (size: SampleSize, seed: number) => Promise<RecordId>;
  readonly discardAbandonedSamples: () => Promise<void>;
  readonly resume: (job: RecordId) => Promise<void>;
  readonly discard: (job: RecordId) => Promise<void>;
  /** Resolves when everything is folded and no job runs. */
  readonly settle: () => Promise<void>;
  readonly rebuild: () => Promise<void>;
  readonly snapshot: () => Promise<Snapshot>;
  /** Visible records by kind, as the index of the lists counts them. */
  readonly counts: () => Promise<Readonly<Record<string, number>>>;
  /** Resolves with the time when an account of this name is in the list. */
  readonly whenCounted: (name: string) => Promise<number>;
  readonly isLeading: () => boolean;
  /** Ends the engine's worker of this page without a word. */
  readonly killEngine: () => void;
  readonly engineErrors: () => readonly string[];
  /** Makes the book a team's. */
  readonly share: () => Promise<void>;
  /** Gives the link. */
  readonly invite: (role: Role) => Promise<string>;
  /** Comes in by a link: resolves when the joined book is the current one, which the next page opens. */
  readonly join: (link: string) => Promise<void>;
  /** Lets in the next one who asks. */
  readonly approve: () => Promise<void>;
  readonly syncNow: () => Promise<void>;
  readonly removeDevice: (device: number) => Promise<void>;
  /** What the engine told last. */
  readonly syncView: () => SyncView | undefined;
}

declare global {
  interface Window {
    harness: Harness;
  }
}

const engineWorkers: Worker[] = [];
const engineErrors: string[] = [];
let session: Session | undefined;
let view: SyncView | undefined;

globalThis.Worker = class extends Worker {
  constructor(url: string | URL, options?: WorkerOptions) {
    super(url, options);
    if (options?.name === 'engine') engineWorkers.push(this);
  }
};

window.harness = {
  open: async () => {
    session = must(
      await openSession({
        memberName: 'Tester',
        onEngineStopped: (error) => engineErrors.push(error.type),
      }),
    );
    followSync(session.book.name).subscribe((next) => (view = next));
  },
  create: async (values) => idOf(must(await createRecord(open().book, 'account', values))),
  update: async (id, values) => {
    const row = await readRow(open().book.strict, id);
    if (row === undefined) throw new Error(`no row ${id}`);
    return must(await updateRecord(open().book, row, values)).command;
  },
  editMany: async (ids, edit) => must(await editRecords(open().book, ids, edit)).command,
  bulkEdit: async (ids, edit) => must(await bulkEdit(open().book, ids, edit, 'Bulk edit')).command,
  undo: async (command) => must(await undo(open().book, command)).command,
  loadSample: async (size, seed) =>
    must(await loadSample(open(), { size, seed, language: 'en', today: '2026-11-20' })),
  discardAbandonedSamples: () => discardAbandonedSamples(open().book),
  resume: (job) => resumeJob(open().book, job),
  discard: async (job) => void must(await undoBatch(open().book, job)),
  settle: async () => void must(await open().engine.call('settle', null)),
  rebuild: async () => void must(await open().engine.call('rebuild', null)),
  snapshot: () => snapshotOf(open().book.strict),
  counts: async () => must(await open().index.counts()),
  whenCounted: async (name) => {
    for (;;) {
      const { accounts } = open().book.strict;
      const newest = await accounts.orderBy('id').reverse().limit(50).toArray();
      if (newest.some((row) => row.base[0]['name'] === name)) return Date.now();
      await new Promise((resolve) => setTimeout(resolve, 4));
    }
  },
  isLeading: () => open().engine.isLeading,
  killEngine: () => engineWorkers.at(-1)?.terminate(),
  engineErrors: () => engineErrors,
  share: async () => {
    const names = { bookName: 'Tea', memberName: 'Mei', deviceName: 'Laptop' };
    must(must(await open().engine.call('share', names)));
  },
  invite: async (role) => must(must(await open().engine.call('invite', { role }))).link,
  join: (link) =>
    new Promise((resolve, reject) => {
      beginJoin(link, { member: 'Lin', device: 'Phone' }, (state) => {
        if (state.type === 'done') resolve();
        if (state.type === 'failed') reject(new Error(JSON.stringify(state.error)));
      });
    }),
  approve: async () => {
    const { invite, role } = await nextRequest();
    const accept = { role, member: null, memberName: 'Lin' };
    must(must(await open().engine.call('answerJoin', { invite, accept })));
  },
  syncNow: async () => void must(await open().engine.call('syncNow', null)),
  removeDevice: async (device) =>
    void must(must(await open().engine.call('removeDevices', { devices: [device] }))),
  syncView: () => view,
};

/** The first request whose code both devices show. */
async function nextRequest(): Promise<JoinView> {
  for (;;) {
    const found = view?.joins.find((join) => join.state === 'comparing');
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function open(): Session {
  if (session === undefined) throw new Error('the book is not open');
  return session;
}

function must<T>(result: Result<T, { readonly type: string }>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`);
  return result.value;
}

function idOf(committed: Committed): RecordId {
  const id = committed.ids[0];
  if (id === undefined) throw new Error('nothing was created');
  return id;
}
