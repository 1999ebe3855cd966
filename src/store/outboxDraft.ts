import type { OutboxRow, ShardBytes } from '../database/schema.ts';
import type { ShardId, Version } from '../domain/ids.ts';

/** Collects what one transaction of the engine writes, for the outbox. Collects nothing while the book is not shared. */
export class OutboxDraft {
  readonly #isShared: boolean;
  readonly #updates: ShardBytes[] = [];
  readonly #shards = new Set<ShardId>();
  readonly #history: Version[] = [];

  constructor(isShared: boolean) {
    this.#isShared = isShared;
  }

  addUpdate(shard: ShardId, bytes: Uint8Array): void {
    if (this.#isShared) this.#updates.push({ shard, bytes });
  }

  addShard(shard: ShardId): void {
    if (this.#isShared) this.#shards.add(shard);
  }

  addHistory(ids: readonly Version[]): void {
    if (this.#isShared) this.#history.push(...ids);
  }

  /** Changes first: they may hold the batch that the new shards belong to. */
  rows(at: number): OutboxRow[] {
    const [updates, history] = [this.#updates, this.#history];
    const hasChanges = updates.length > 0 || history.length > 0;
    return [
      ...(hasChanges
        ? [{ at, changes: Math.max(1, history.length), type: 'changes' as const, updates, history }]
        : []),
      ...Array.from(this.#shards, (shard) => ({ at, changes: 1, type: 'shard' as const, shard })),
    ];
  }
}
