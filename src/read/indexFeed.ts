import type { BookDatabase, PackRow, RowLogEntry } from '../database/schema.ts';
import { groupBy } from '../database/rows.ts';
import { settingsOf } from '../domain/bookSettings.ts';
import { definitionsOf, type CustomDefinition } from '../domain/customDefinitions.ts';
import type { FormulaSet } from '../domain/formulaSet.ts';
import { hiddenBatchesOf } from '../domain/batch.ts';
import { shardIdOf, shardOfRecord, shardRange, type RecordId, type ShardId } from '../domain/ids.ts';
import type { OrderBlock } from '../domain/orderBlock.ts';
import type { RecordRow } from '../domain/record.ts';
import { isHidden, valueOf, valuesOf } from '../domain/record.ts';
import { fieldsByKind, type ObjectKind } from '../domain/objects.ts';
import { choiceOrdersOf } from './choiceOrders.ts';
import { filterOf } from './filterForm.ts';
import { scoreRulesIn } from './leadScore.ts';
import { KindIndex } from './kindIndex.ts';
import { listedKinds, type ColumnKey, type Condition, type Filter, type ListedKind } from './listQuery.ts';
import type { MemoryIndex } from './memoryIndex.ts';
import { packOfBlock } from './orderPack.ts';
import { packFormat, type Pack } from './pack.ts';
import { isListed, packRowsForNow } from './packRows.ts';

/** Keeps an index in memory in step with the rows of a book. One at a time: calls queue behind each other. */
export class IndexFeed {
  readonly #db: BookDatabase;
  readonly #index: MemoryIndex;
  #cursor = 0;
  /** The row log as it stood at the beginning, until everything that is loaded then is. */
  #log: readonly RowLogEntry[] | undefined;
  /** Kinds in memory: changes of others do not matter until they are loaded. */
  readonly #loaded = new Set<ListedKind>();
  /** Shards that were written as a whole: read a little later, because an import writes each of them many times. */
  readonly #waiting = new Map<ShardId, ListedKind>();

  constructor(db: BookDatabase, index: MemoryIndex) {
    this.#db = db;
    this.#index = index;
  }

  /** To be called first: what is written from now on lies above the cursor. */
  async begin(): Promise<void> {
    this.#log = await this.#db.rowLog.toArray();
    this.#cursor = this.#log.at(-1)?.seq ?? 0;
    this.#waiting.clear();
    await this.#readSmallRecords();
  }

  /** Reads the kinds anew that are in memory: packs where they are up to date, rows elsewhere. */
  async #reload(): Promise<void> {
    await this.begin();
    for (const kind of [...this.#loaded]) await this.#loadAgain(kind);
    this.end();
  }

  /** To be called when the kinds are loaded that everything begins with. Others can be loaded later. */
  end(): void {
    this.#log = undefined;
  }

  #loadAgain(kind: ListedKind): Promise<void> {
    return this.loadKind(kind, this.#index.kinds[kind].columns);
  }

  /** Reads one kind, anew or for the first time, beside what is there, and then takes its place. Without `columns` all of it. */
  async loadKind(kind: ListedKind, columns?: ReadonlySet<ColumnKey>): Promise<void> {
    const fresh = new KindIndex(kind, columns);
    this.#loaded.add(kind);
    await (kind === 'order' ? this.#loadOrders(fresh) : this.#loadPacked(fresh));
    this.#index.kinds[kind].replaceBy(fresh);
  }

  async #loadPacked(index: KindIndex): Promise<void> {
    const { kind } = index;
    const log = (this.#log ?? (await this.#db.rowLog.toArray())).filter((entry) => entry.kind === kind);
    const upTo = new Map<ShardId, number>();
    const readPacks = (after: string, before: string): Promise<PackRow[]> =>
      this.#db.packs.where('shard').between(after, before, false, false).limit(shardsAtOnce).toArray();
    await eachPage(shardPrefix(kind), readPacks, (pack) => {
      if (!isUsable(pack) || log.some((entry) => isRemade(entry, pack))) return;
      index.setShard(pack.shard, pack.data as Pack);
      upTo.set(pack.shard, pack.upTo);
    });
    for (const shard of await this.#shardsOf(kind)) if (!upTo.has(shard)) await this.#readShard(index, shard);
    const ids = log.flatMap((entry) =>
      (entry.ids ?? []).filter((id) => (entry.seq ?? 0) > (upTo.get(shardOfRecord(id)) ?? Infinity)),
    );
    await this.#readRecords(index, [...new Set(ids)]);
  }

  /** An order that moves from the overlay into a block meanwhile stands in the log, and is then read again. */
  async #loadOrders(index: KindIndex): Promise<void> {
    const overlay = await this.#db.orderOverlay.toArray();
    const readBlocks = (after: string, before: string): Promise<OrderBlock[]> =>
      this.#db.orderBlocks.where('shard').between(after, before, false, false).limit(shardsAtOnce).toArray();
    await eachPage(shardPrefix('order'), readBlocks, (block) =>
      index.setShard(block.shard, packOfBlock(block)),
    );
    for (const [shard, rows] of groupBy(overlay, (row) => shardOfRecord(row.id))) {
      index.apply(shard, await packRowsForNow('order', rows));
    }
  }

  /** Applies what the row log holds above the cursor. Returns the kinds that changed, in lists or what they show. */
  async catchUp(): Promise<ReadonlySet<ListedKind>> {
    const changed = new Set<ListedKind>();
    for (;;) {
      const entries = await this.#db.rowLog.where('seq').above(this.#cursor).limit(entriesAtOnce).toArray();
      const first = entries[0]?.seq;
      if (first === undefined) return changed;
      if (first !== this.#cursor + 1) {
        // The log was trimmed while this tab slept: start over from the packs.
        await this.#reload();
        return new Set(this.#loaded);
      }
      for (const kind of await this.#applyEntries(entries)) changed.add(kind);
      this.#cursor = entries.at(-1)?.seq ?? this.#cursor;
    }
  }

  get hasWaiting(): boolean {
    return this.#waiting.size > 0;
  }

  /** Reads the shards that wait. Returns their kinds. */
  async readWaiting(): Promise<ReadonlySet<ListedKind>> {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const [shard, kind] of waiting) {
      const index = this.#index.kinds[kind];
      if (!(await this.#readPack(index, shard))) await this.#readShard(index, shard);
    }
    return new Set(waiting.map(([, kind]) => kind));
  }

  /** Takes a shard from its pack, and from its rows what was written since. False where the pack does not hold all of it. */
  async #readPack(index: KindIndex, shard: ShardId): Promise<boolean> {
    const pack = await this.#db.packs.get(shard);
    if (pack === undefined || !isUsable(pack)) return false;
    const later = await this.#db.rowLog.where('seq').above(pack.upTo).limit(entriesAtOnce).toArray();
    const isGapless = later.length < entriesAtOnce && (later[0]?.seq ?? pack.upTo + 1) === pack.upTo + 1;
    const ofKind = later.filter(({ kind }) => kind === index.kind);
    if (!isGapless || ofKind.some((entry) => isRemade(entry, pack))) return false;
    index.setShard(shard, pack.data as Pack);
    const ids = ofKind.flatMap((entry) => (entry.ids ?? []).filter((id) => shardOfRecord(id) === shard));
    await this.#readRecords(index, [...new Set(ids)]);
    return true;
  }

  async #applyEntries(entries: readonly RowLogEntry[]): Promise<ReadonlySet<ListedKind>> {
    const changed = new Set<ListedKind>();
    for (const [kind, ofKind] of groupBy(entries, (entry) => entry.kind)) {
      if (!isListed(kind)) {
        for (const affected of await this.#applySmall(kind)) changed.add(affected);
        continue;
      }
      const isLoaded = this.#loaded.has(kind);
      // A shard that waits to be read changes nothing yet.
      if (!isLoaded || ofKind.some(({ ids, all }) => ids !== undefined || all === true)) changed.add(kind);
      if (!isLoaded) continue;
      if (ofKind.some((entry) => entry.all === true)) {
        await this.#loadAgain(kind);
        continue;
      }
      for (const shard of ofKind.flatMap((entry) => entry.shards ?? [])) this.#waiting.set(shard, kind);
      const ids = new Set(ofKind.flatMap((entry) => entry.ids ?? []));
      const index = this.#index.kinds[kind];
      const { mergesVersion } = index;
      await this.#readRecords(index, [...ids]);
      // What refers to a record that was merged refers to another one now, whatever kind it is of.
      if (index.mergesVersion !== mergesVersion) for (const each of listedKinds) changed.add(each);
    }
    return changed;
  }

  async #applySmall(kind: ObjectKind): Promise<readonly ListedKind[]> {
    if (withoutLists.has(kind)) return [];
    if (kind === 'batch') await this.readWaiting();
    await this.#readSmallRecords();
    return listedKinds;
  }

  async #readSmallRecords(): Promise<void> {
    const [members, tags, segments, batches, fields, settings] = await Promise.all([
      this.#db.members.toArray(),
      this.#db.tags.toArray(),
      this.#db.segments.toArray(),
      this.#db.batches.toArray(),
      this.#db.fields.toArray(),
      this.#db.settings.toArray(),
    ]);
    const hidden = hiddenBatchesOf(batches);
    const isStanding = (row: RecordRow): boolean => row.deletedAt === undefined && !isHidden(row, hidden);
    const standing = segments.filter(isStanding);
    this.#index.setSmallRecords({
      labels: new Map([...members, ...tags, ...segments, ...batches].map((row) => [row.id, labelOf(row)])),
      segments: new Map(standing.map((row) => [row.id, membersOf(row)])),
      rules: new Map(standing.filter(isLive).map((row) => [row.id, ruleOf(row)])),
      formulas: await formulasOf(definitionsOf(fields.filter(isStanding))),
      choices: choiceOrdersOf(fields.filter(isStanding), settings.filter(isStanding)),
      scoreRules: scoreRulesIn(settingsOf(settings.filter(isStanding))),
    });
    this.#index.hide(hidden);
  }

  /** Reads single records; those without a row any more go. */
  async #readRecords(index: KindIndex, ids: readonly RecordId[]): Promise<void> {
    const { kind } = index;
    for (let from = 0; from < ids.length; from += rowsAtOnce) {
      const part = ids.slice(from, from + rowsAtOnce);
      const rows = await this.#db.rowsOf(kind).bulkGet(part);
      const found = rows.filter((row) => row !== undefined);
      for (const [shard, ofShard] of groupBy(found, (row) => shardOfRecord(row.id))) {
        index.apply(shard, await packRowsForNow(kind, ofShard));
      }
      const gone = part.filter((_, i) => rows[i] === undefined);
      if (kind === 'order') {
        for (const shard of new Set(gone.map(shardOfRecord))) await this.#readShard(index, shard);
      } else index.remove(gone);
    }
  }

  async #readShard(index: KindIndex, shard: ShardId): Promise<void> {
    const { kind } = index;
    const { from, to } = shardRange(shard);
    const [rows, block] = await this.#db.transaction('r', [this.#db.rowsOf(kind), this.#db.orderBlocks], () =>
      Promise.all([
        this.#db.rowsOf(kind).where('id').between(from, to).toArray(),
        kind === 'order' ? this.#db.orderBlocks.get(shard) : undefined,
      ]),
    );
    const pack = await packRowsForNow(kind, rows);
    if (block === undefined) return index.setShard(shard, pack);
    index.setShard(shard, packOfBlock(block));
    if (rows.length > 0) index.apply(shard, pack);
  }

  /** Finds the shards of a table by leaping from one to the next: a look-up for each, however many rows they hold. */
  async #shardsOf(kind: ListedKind): Promise<ShardId[]> {
    const shards: ShardId[] = [];
    const keys = this.#db.rowsOf(kind).where('id');
    let [next] = await keys.aboveOrEqual('').limit(1).primaryKeys();
    while (next !== undefined) {
      const shard = shardOfRecord(next);
      shards.push(shard);
      [next] = await keys.aboveOrEqual(shardRange(shard).to).limit(1).primaryKeys();
    }
    return shards;
  }
}

/** Small records that no list shows or asks for. */
const withoutLists: ReadonlySet<ObjectKind> = new Set(['view', 'run', 'report', 'table', 'tablePart']);

const entriesAtOnce = 500;
const rowsAtOnce = 500;
const shardsAtOnce = 16;

/**
 * Visits shards a few at a time: what is read and packed anew can then be given back before the rest comes. All at once
 * took 70 MB more for 200 blocks.
 */
async function eachPage<T extends { readonly shard: ShardId }>(
  prefix: string,
  read: (after: string, before: string) => Promise<readonly T[]>,
  visit: (item: T) => void,
): Promise<void> {
  let after = prefix;
  for (;;) {
    const page = await read(after, `${prefix}\uffff`);
    for (const item of page) visit(item);
    const last = page.at(-1);
    if (last === undefined || page.length < shardsAtOnce) return;
    after = last.shard;
  }
}

function shardPrefix(kind: ListedKind): string {
  return shardIdOf(kind, 0, 0).charAt(0);
}

function isUsable({ data }: PackRow): boolean {
  return (data as Partial<Pack> | null)?.format === packFormat;
}

/** True where a shard was made anew after it was packed. */
function isRemade(entry: RowLogEntry, pack: PackRow): boolean {
  return (entry.seq ?? 0) > pack.upTo && (entry.all === true || entry.shards?.includes(pack.shard) === true);
}

/** The compiler is loaded for books that have formulas. */
async function formulasOf(
  definitions: readonly CustomDefinition[],
): Promise<ReadonlyMap<ListedKind, FormulaSet>> {
  const withFormula = definitions.filter(({ formula }) => formula !== undefined);
  if (withFormula.length === 0) return new Map();
  const { compileFormulas } = await import('../domain/formulaSet.ts');
  const kinds = listedKinds.filter((kind) => withFormula.some((each) => each.kind === kind));
  return new Map(kinds.map((kind) => [kind, compileFormulas(kind, definitions)]));
}

function labelOf(row: RecordRow): string {
  const { name, title } = valuesOf(row);
  return typeof name === 'string' ? name : typeof title === 'string' ? title : '';
}

function membersOf(row: RecordRow): readonly RecordId[] {
  const field = fieldsByKind.segment.find(({ key }) => key === 'members');
  const members = field === undefined ? undefined : valueOf(row, field);
  return Array.isArray(members) ? members.map(String) : [];
}

/** True for a segment whose members are found by its rule, whenever somebody asks. */
function isLive(row: RecordRow): boolean {
  return valuesOf(row)['method'] === 'rule';
}

/** A rule that is none finds nobody. */
function ruleOf(row: RecordRow): Filter {
  return filterOf('account', valuesOf(row)['rule']) ?? { match: 'all', conditions: [nobody] };
}

const nobody: Condition = { op: 'inSegments', segments: [] };
