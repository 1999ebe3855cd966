import { createJoinedBook, enterBook, type Book } from '../../src/database/book.ts';
import type { SyncRow } from '../../src/database/schema.ts';
import { kindOfId, recordIdOf, shardIdOf, type ShardId } from '../../src/domain/ids.ts';
import type { ObjectKind } from '../../src/domain/objects.ts';
import type { Result } from '../../src/domain/result.ts';
import { sampleWords } from '../../src/i18n/sample.ts';
import { layOutBook } from '../../src/interchange/sample/book.ts';
import type { SampleSize } from '../../src/interchange/sample/layout.ts';
import { EngineState } from '../../src/store/engineTransaction.ts';
import { commitSealed, nextPayload, shareBook } from '../../src/store/outbox.ts';
import { applyIncoming } from '../../src/store/remote.ts';
import { Shard } from '../../src/store/shard.ts';

export interface ReplayRequest {
  readonly size: SampleSize;
  /** Bytes of one payload at most. */
  readonly maxBytes: number;
}

/** Seconds, and counts of what was replayed. */
export interface ReplayTimes {
  readonly share: number;
  /** The sum over all payloads. */
  readonly make: number;
  /** The sum over all payloads, with their rows. */
  readonly apply: number;
  /** The sum until the rows of all accounts stand. */
  readonly accounts: number;
  readonly payloads: number;
  readonly bytes: number;
  readonly rows: Readonly<Record<string, number>>;
}

const sync: SyncRow = {
  key: 'sync',
  state: 'sharing',
  workspace: '00',
  cursor: 0,
  logHash: new Uint8Array(32),
};

addEventListener('message', (event: MessageEvent<ReplayRequest>) => {
  void replay(event.data).then((times) => postMessage(times));
});

/** One device sends a whole book to another, both in this worker: what the store does, without seals and sockets. */
async function replay({ size, maxBytes }: ReplayRequest): Promise<ReplayTimes> {
  const source = must(await enterBook('replay-source', 'Bench'));
  await fill(source, size);
  must(await createJoinedBook('replay-target', { device: 2, member: 'm1.0.0', sync }));
  const target = must(await enterBook('replay-target', 'nobody'));
  const [from, to] = [await EngineState.take(source), await EngineState.take(target)];
  postMessage('begun');
  const share = await seconds(() => shareBook(from, sync));
  let [make, apply, accounts, payloads, bytes] = [0, 0, 0, 0, 0];
  for (;;) {
    let next: Awaited<ReturnType<typeof nextPayload>>;
    make += await seconds(async () => {
      next = await nextPayload(from, maxBytes);
      if (next !== undefined) await commitSealed(from, [], next.taken, next.replaced);
    });
    if (next === undefined) break;
    const { payload } = next;
    apply += await seconds(async () => {
      const finish = { tables: [], work: () => Promise.resolve() };
      const entry = { device: 1, founder: true, role: 'owner', ...payload } as const;
      const [result] = await applyIncoming(to, [entry], finish);
      if (result?.type !== 'applied') throw new Error(JSON.stringify(result));
    });
    payloads++;
    bytes += payload.updates.reduce((sum, update) => sum + update.bytes.length, 0);
    if (payload.updates.some(({ shard }) => kindOfId(shard) === 'account')) accounts = apply;
  }
  const { accounts: accountRows, contacts, orderBlocks, columns } = target.relaxed;
  const counts = { accounts: accountRows, contacts, orderBlocks, columns };
  const rows: Record<string, number> = {};
  for (const [name, table] of Object.entries(counts)) rows[name] = await table.count();
  return { share, make, apply, accounts, payloads, bytes, rows };
}

/** Shards alone: the rows of the source are not needed. */
async function fill({ relaxed }: Book, size: SampleSize): Promise<void> {
  const options = { size, seed: 1, words: sampleWords('zh'), today: '2026-11-20', member: 'm1.0.0' };
  const book = layOutBook(options);
  const shards = Object.fromEntries(
    Object.entries(book.plan.shards).map(([kind, count]) => [
      kind,
      Array.from({ length: count }, (_, i): ShardId => shardIdOf(kind as ObjectKind, 1, i + 1)),
    ]),
  );
  let session = 1_000;
  for (const chunk of book.chunks(shards)) {
    if (chunk.type !== 'create') continue;
    const shard = new Shard(chunk.shard, []);
    shard.beginWriting(2 ** 32 + ++session);
    const written = shard.write(
      chunk.records.map((values, i) => ({
        id: recordIdOf(chunk.shard, i),
        base: [values, 1_790_000_000_000, 'm1.0.0'] as const,
        added: [],
        deleted: [],
      })),
    );
    shard.destroy();
    if (written !== undefined) await relaxed.updates.add({ shard: chunk.shard, tier: 1, bytes: written });
  }
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1_000;
}

function must<T, E>(result: Result<T, E>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}
