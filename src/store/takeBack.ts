import type { BookDatabase } from '../database/schema.ts';
import { batchStatusOf } from '../domain/batch.ts';
import { kindOfId, parseVersion, type RecordId } from '../domain/ids.ts';
import type { EngineScope } from './engineTransaction.ts';
import { standingCommands } from './jobs.ts';
import type { Arrived } from './remoteRows.ts';

export const takingBackTables = ['jobs', 'jobWork'];

/**
 * A batch that another device has undone ends here as well: what this device still had to do for it is not done, and what it
 * did, perhaps after the other had looked, becomes the work of an undo of its own. Reverting twice is the same as once. True
 * where there is such work.
 */
export async function takeBackUndone(scope: EngineScope, arrived: Arrived): Promise<boolean> {
  let hasWork = false;
  for (const [shardId, { ids }] of arrived) {
    if (kindOfId(shardId) !== 'batch') continue;
    const shard = await scope.readShard(shardId);
    for (const id of ids) {
      const state = shard.stateOf(id);
      if (state === undefined || batchStatusOf(state) !== 'undone') continue;
      if (await takeBack(scope, id)) hasWork = true;
    }
  }
  return hasWork;
}

async function takeBack({ db, counters }: EngineScope, batch: RecordId): Promise<boolean> {
  const job = await db.jobs.get(batch);
  if (job?.kind === 'undo') return false;
  const isRunning = job?.kind === 'import' || job?.kind === 'bulkEdit';
  if (!isRunning && !(await hasOwnCommands(db, batch, counters.device))) return false;
  await db.jobs.put({ id: batch, kind: 'undo', state: 'running', done: 0, total: 1, startedAt: Date.now() });
  await db.jobWork.put({ id: batch, work: { kind: 'undo', onlyOwn: true } });
  return true;
}

async function hasOwnCommands(db: BookDatabase, batch: RecordId, device: number): Promise<boolean> {
  const standing = await standingCommands(db, batch, 'undo');
  return standing.some((id) => parseVersion(id).device === device);
}
