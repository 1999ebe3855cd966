import type { LogStore } from '../../../src/sync/logStore.ts';

/** Thrown in the place of whatever a killed engine would have done next. */
export class CrashError extends Error {}

/**
 * A store in which the engine is killed at its `at`-th call: before anything is written, or just after. Nothing works from
 * then on.
 */
export function crashingStore(
  store: LogStore,
  at: number,
  when: 'before' | 'after',
  onCrash: () => void,
): LogStore {
  let calls = 0;
  let isDead = false;
  const crash = (): never => {
    isDead = true;
    onCrash();
    throw new CrashError(`call ${calls}`);
  };
  const guarded =
    <A extends unknown[], R>(work: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      if (isDead) throw new CrashError('dead');
      const isLast = ++calls === at;
      if (isLast && when === 'before') crash();
      const result = await work(...args);
      if (isLast && when === 'after') crash();
      return result;
    };
  return {
    load: store.load,
    keptApart: store.keptApart,
    sealedRows: store.sealedRows,
    apply: guarded(store.apply),
    nextPayload: guarded(store.nextPayload),
    commitSealed: guarded(store.commitSealed),
    takeBack: guarded(store.takeBack),
    replaceSealed: guarded(store.replaceSealed),
    confirm: guarded(store.confirm),
    setState: guarded(store.setState),
    setFork: guarded(store.setFork),
    putCursors: guarded(store.putCursors),
    retry: guarded(store.retry),
  };
}
