import { capacityOfShard, recordIdOf, type RecordId, type ShardId } from '../../domain/ids.ts';
import { encodeChunk } from '../../domain/importChunk.ts';
import type { Json } from '../../domain/json.ts';
import type { Values } from '../../domain/record.ts';
import type { PartContent } from '../../domain/tablePart.ts';

/** What keeping a table will write: shards to ask for, and chunks to expect. */
export interface TablePlan {
  readonly rows: number;
  readonly parts: number;
  readonly shards: { readonly table: number; readonly tablePart: number };
  readonly chunks: number;
}

export interface TableShards {
  readonly table?: readonly ShardId[];
  readonly tablePart?: readonly ShardId[];
}

/** A new table is a record and its parts; one that is replaced gets a change instead of the record, after its parts. */
export function planTable(
  report: { readonly rows: number; readonly parts: number },
  isNew: boolean,
): TablePlan {
  const shards = Math.ceil(report.parts / capacityOfShard('tablePart'));
  return {
    rows: report.rows,
    parts: report.parts,
    shards: { table: isNew ? 1 : 0, tablePart: shards },
    chunks: shards + 1,
  };
}

/** The id that a new table gets. */
export function newTableId({ table }: TableShards): RecordId | undefined {
  const shard = table?.[0];
  return shard === undefined ? undefined : recordIdOf(shard, 0);
}

/** Packs the parts of a table into chunks, each one whole shard. Throws a `RangeError` where more come than were planned. */
export class TableChunks {
  readonly #shards: readonly ShardId[];
  readonly #common: Values;
  #records: Values[] = [];
  #closed = 0;
  #ready: Uint8Array<ArrayBuffer>[] = [];

  constructor(table: RecordId, generation: number, plan: TablePlan, shards: TableShards) {
    this.#shards = shards.tablePart ?? [];
    this.#common = { table, generation, parts: plan.parts };
  }

  add({ rows, columns }: PartContent, index: number): void {
    const content = { rows, columns } as unknown as Json;
    this.#records.push({ ...this.#common, index, rows, content });
    if (this.#records.length === capacityOfShard('tablePart')) this.#close();
  }

  end(): void {
    if (this.#records.length > 0) this.#close();
  }

  /** Chunks that are whole and were not taken yet. */
  takeReady(): Uint8Array<ArrayBuffer>[] {
    const ready = this.#ready;
    this.#ready = [];
    return ready;
  }

  #close(): void {
    const shard = this.#shards[this.#closed];
    if (shard === undefined) throw new RangeError(`no shard ${this.#closed} for parts of a table`);
    this.#ready.push(encodeChunk({ type: 'create', shard, records: this.#records }));
    this.#closed += 1;
    this.#records = [];
  }
}
