import type { RecordId } from './ids.ts';
import type { BatchStatus } from './objects.ts';
import type { RecordState } from './record.ts';
import { standingCandidates } from './register.ts';

/** A batch's state: "undone" beats a concurrent "committed", so that an undo on one device is never lost. */
export function batchStatusOf(state: RecordState): BatchStatus {
  const register = state.registers['status'];
  const standing = register === undefined ? [] : standingCandidates(register);
  if (standing.some((candidate) => candidate.value === 'undone')) return 'undone';
  return (standing[0]?.value ?? state.base[0]['status'] ?? 'staging') as BatchStatus;
}

/** Batches whose records stay out of lists, counts and analysis. */
export function hiddenBatchesOf(batches: readonly RecordState[]): ReadonlySet<RecordId> {
  return new Set(batches.filter((batch) => batchStatusOf(batch) !== 'committed').map((batch) => batch.id));
}
