import { beginImport, finishImport, undoBatch } from '../commands/batches.ts';
import { readDevice } from '../database/counters.ts';
import { openBook } from '../database/open.ts';
import { groupBy } from '../database/rows.ts';
import type { JobRow } from '../database/schema.ts';
import { hiddenBatchesOf } from '../domain/batch.ts';
import { settingsOf } from '../domain/bookSettings.ts';
import { definitionsOf, type CustomDefinition } from '../domain/customDefinitions.ts';
import { kindOfId, recordIdOf, type RecordId, type ShardId } from '../domain/ids.ts';
import { encodeChunk } from '../domain/importChunk.ts';
import type { ObjectKind } from '../domain/objects.ts';
import { isHidden, valuesOf, type RecordRow, type Values } from '../domain/record.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { EngineState } from '../store/engineTransaction.ts';
import { writeImportChunk } from '../store/imports.ts';
import { importLockName } from './engineMessages.ts';
import {
  mergedKinds,
  MergeSource,
  movedValues,
  nameKey,
  namesOf,
  type GrantedShards,
  type MergedKind,
  type MergeLayout,
} from './mergeSource.ts';
import { movingOf, sameField, settingHere, type Moving } from './mergeFields.ts';

export type MergeError =
  | { readonly type: 'not-found'; readonly id: string }
  /** It changed while it was being merged: what was written of it is taken back. */
  | { readonly type: 'source-changed' }
  | { readonly type: 'storage'; readonly detail: string };

export interface MergeOf {
  /** The name of the other book's database. */
  readonly from: string;
  /** What the batch is called. */
  readonly title: string;
}

export interface Merged {
  /** What `undoBatch` takes back. */
  readonly batch: RecordId;
  readonly records: number;
}

/** What a job needs to go on after the engine was ended. */
interface MergePlan {
  readonly merge: string;
  readonly title: string;
  readonly mark: string;
  /** Records of the other book that are here already, and which they are. */
  readonly known: string;
}

/**
 * Brings the records of another book on this device into this one, as a batch of new records that shows when it is whole.
 * People and tags that are here already are not made twice. One that was cut off goes on where it was.
 */
export async function mergeBook(
  state: EngineState,
  { from, title }: MergeOf,
  onWritten: () => void,
): Promise<Result<Merged, MergeError>> {
  if (from === state.book.name) return err({ type: 'not-found', id: from });
  const opened = await openBook(from);
  if (!opened.ok) return err({ type: 'storage', detail: opened.error.type });
  const { strict, relaxed, close } = opened.value;
  try {
    const device = await relaxed.meta.get('device');
    if (device?.key !== 'device') {
      // Opening has made what was not there.
      close();
      await strict.delete();
      return err({ type: 'not-found', id: from });
    }
    const source = await MergeSource.open(relaxed);
    const known = await knownHere(state, source, device.member);
    const layout = await source.layOut(known);
    const person = await relaxed.members.get(device.member);
    const name = title === '' && person !== undefined ? valuesOf(person)['name'] : title;
    const plan = {
      merge: from,
      title: typeof name === 'string' ? name : from,
      mark: await source.mark(),
      known: knownIn(layout),
    };
    const begun = await goOn(state, plan, layout);
    if (!begun.ok) return begun;
    const { batch, shards, done } = begun.value;
    return await navigator.locks.request(importLockName(batch), () =>
      write(state, source, { batch, shards, done, layout, plan, onWritten }),
    );
  } finally {
    close();
  }
}

/** Merges that an ended engine has left: they go on by themselves. */
export async function unfinishedMerges(state: EngineState): Promise<readonly MergeOf[]> {
  return (await merges(state)).map(({ plan }) => ({ from: plan.merge, title: plan.title }));
}

/** Takes back what is written of a merge that cannot go on: the other book is gone. */
export async function discardMerge(state: EngineState, from: string): Promise<void> {
  for (const { job, plan } of await merges(state)) {
    if (plan.merge === from) await undoBatch(state.book, job.id);
  }
}

interface Writing {
  readonly batch: RecordId;
  readonly shards: GrantedShards;
  readonly done: number;
  readonly layout: MergeLayout;
  readonly plan: MergePlan;
  readonly onWritten: () => void;
}

async function write(
  state: EngineState,
  source: MergeSource,
  { batch, shards, done, layout, plan, onWritten }: Writing,
): Promise<Result<Merged, MergeError>> {
  const idOf = (id: RecordId): RecordId | undefined => {
    const place = layout.places.get(id);
    if (place === undefined || 'id' in place) return place?.id;
    const shard = shards[kindOfId(id)]?.[place.shard];
    return shard && recordIdOf(shard, place.index);
  };
  const moving = movingOf(await rowsOf(source, 'field'), await ownDefinitions(state), idOf);
  let position = 0;
  for await (const { shard, records } of chunksOf(source, layout, shards, moving)) {
    if (position >= done) {
      const bytes = encodeChunk({ type: 'create', shard, records });
      await writeImportChunk(state, batch, position, bytes);
      onWritten();
    }
    position++;
  }
  if ((await source.mark()) !== plan.mark) {
    await undoBatch(state.book, batch);
    return err({ type: 'source-changed' });
  }
  await copyFiles(state, source, idOf);
  const { records } = layout;
  const finished = await finishImport(state.book, batch, { created: { ...records } });
  const total = Object.values(records).reduce((sum, count) => sum + count, 0);
  return finished.ok ? ok({ batch, records: total }) : err({ type: 'not-found', id: batch });
}

/** The records of one shard after another, in the order of the layout. */
async function* chunksOf(
  source: MergeSource,
  { places }: MergeLayout,
  shards: GrantedShards,
  moving: Moving,
): AsyncGenerator<{ shard: ShardId; records: readonly Values[] }> {
  for (const kind of mergedKinds) {
    let [current, records]: [number, Values[]] = [0, []];
    const shardAt = (number: number): ShardId => {
      const shard = shards[kind]?.[number];
      if (shard === undefined) throw new Error(`no shard ${number} for ${kind}`);
      return shard;
    };
    for await (const row of source.rowsOf(kind)) {
      const place = places.get(row.id);
      if (place === undefined || 'id' in place) continue;
      if (place.shard !== current) {
        yield { shard: shardAt(current), records };
        [current, records] = [place.shard, []];
      }
      records.push(movedValues(row, kind, moving));
    }
    if (records.length > 0) yield { shard: shardAt(current), records };
  }
}

/** The batch of an earlier run over the same book, or a new one. A run over what the book was before is taken back. */
async function goOn(
  state: EngineState,
  plan: MergePlan,
  layout: MergeLayout,
): Promise<Result<Pick<Writing, 'batch' | 'shards' | 'done'>, MergeError>> {
  for (const { job, plan: earlier, shards } of await merges(state)) {
    if (earlier.merge !== plan.merge) continue;
    const isSame = earlier.mark === plan.mark && earlier.known === plan.known;
    if (isSame && isGranted(shards, layout)) {
      await state.book.strict.jobs.update(job.id, { state: 'running' });
      return ok({ batch: job.id, shards, done: job.done });
    }
    await undoBatch(state.book, job.id);
  }
  const chunks = Object.values(layout.shards).reduce((sum, count) => sum + count, 0);
  const begun = await beginImport(state.book, {
    ...{ title: plan.title, command: 'import', shards: layout.shards, chunks, resume: plan },
  });
  if (!begun.ok) return err({ type: 'storage', detail: begun.error.type });
  return ok({ ...begun.value, done: 0 });
}

function isGranted(shards: GrantedShards, layout: MergeLayout): boolean {
  return mergedKinds.every((kind) => (shards[kind]?.length ?? 0) === layout.shards[kind]);
}

async function rowsOf(source: MergeSource, kind: MergedKind): Promise<RecordRow[]> {
  const rows: RecordRow[] = [];
  for await (const row of source.rowsOf(kind)) rows.push(row);
  return rows;
}

/** What lies on this device only comes along too: its records are the new ones now. Doing it again changes nothing. */
async function copyFiles(
  { book }: EngineState,
  source: MergeSource,
  idOf: (id: RecordId) => RecordId | undefined,
): Promise<void> {
  for await (const file of source.files()) {
    const record = idOf(file.record);
    if (record !== undefined) await book.relaxed.files.put({ ...file, record });
  }
}

async function standing({ book }: EngineState, kind: ObjectKind): Promise<RecordRow[]> {
  const hidden = hiddenBatchesOf(await book.relaxed.batches.toArray());
  const rows = await book.relaxed.rowsOf(kind).toArray();
  return rows.filter((row) => row.deletedAt === undefined && !isHidden(row, hidden));
}

async function ownDefinitions(state: EngineState): Promise<readonly CustomDefinition[]> {
  return definitionsOf(await standing(state, 'field'));
}

/**
 * Tags of the same name, custom fields that are the same, settings that this book has made itself, and the person of this
 * device, who is the one of the other book.
 */
async function knownHere(
  state: EngineState,
  source: MergeSource,
  theirMember: RecordId,
): Promise<(row: RecordRow) => RecordId | undefined> {
  const { member } = await readDevice(state.book.strict);
  const tags = namesOf(await standing(state, 'tag'), 'tag');
  const fields = await ownDefinitions(state);
  const settings = settingsOf(await standing(state, 'setting'));
  const same = new Map(
    definitionsOf(await rowsOf(source, 'field')).map((each) => [each.id, sameField(each, fields)]),
  );
  return (row) => {
    if (row.id === theirMember) return member;
    const { name } = valuesOf(row);
    switch (kindOfId(row.id)) {
      case 'tag':
        return tags.get(nameKey(name));
      case 'field':
        return same.get(row.id);
      case 'setting': {
        const here = typeof name === 'string' ? settingHere(name, (id) => same.get(id)) : undefined;
        return here === undefined ? undefined : settings.get(here)?.row.id;
      }
      default:
        return undefined;
    }
  };
}

async function merges({
  book: { relaxed },
}: EngineState): Promise<{ job: JobRow; plan: MergePlan; shards: GrantedShards }[]> {
  const jobs = await relaxed.jobs.where('id').above('').toArray();
  const found = await Promise.all(
    jobs.map(async (job) => {
      const work = (await relaxed.jobWork.get(job.id))?.work;
      if (work?.kind !== 'import' || !isMergePlan(work.plan)) return [];
      const shards = Object.fromEntries(groupBy(work.shards, kindOfId)) as Partial<
        Record<ObjectKind, ShardId[]>
      >;
      return [{ job, plan: work.plan, shards }];
    }),
  );
  return found.flat();
}

function isMergePlan(plan: unknown): plan is MergePlan {
  return typeof plan === 'object' && plan !== null && 'merge' in plan && 'mark' in plan;
}

function knownIn({ places }: MergeLayout): string {
  return JSON.stringify([...places].flatMap(([id, place]) => ('id' in place ? [[id, place.id]] : [])));
}
