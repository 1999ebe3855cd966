import * as Y from 'yjs';
import { isSpokenFor, partsOfClient } from '../database/counters.ts';
import {
  erasedName,
  indexOfRecord,
  isRecordId,
  isVersion,
  parseKey,
  parseShardId,
  parseVersion,
  shardOfRecord,
  type RecordId,
} from '../domain/ids.ts';
import type { ObjectKind } from '../domain/objects.ts';
import { rootName, type Shard } from './shard.ts';
import { UpdateDecoder } from './updateDecoder.ts';
import { takeApart, type DeletedRange, type UpdateParts } from './updateParts.ts';
import { baseProblem, candidateProblem, isErasureMark, isRegisterName } from './valueForm.ts';

/** Who has signed an update. */
export interface Signer {
  readonly device: number;
  readonly founder?: boolean;
  readonly role: 'owner' | 'editor' | 'viewer';
}

/** What a record update broke: ARCHITECTURE, "Form of a record update". */
export type FormRule =
  | 'not-an-update'
  | 'shard'
  | 'role'
  | 'struct'
  | 'root'
  | 'client'
  | 'key'
  | 'value'
  | 'size'
  | 'written-twice'
  | 'base-elsewhere'
  | 'base-deleted'
  | 'erasure';

export type FormVerdict =
  /** `isNew` is false where the shard holds all of it already. */
  | {
      readonly type: 'fine';
      readonly parts: UpdateParts;
      readonly isNew: boolean;
      /** Records that it erases. */
      readonly erased: ReadonlySet<RecordId>;
    }
  | { readonly type: 'waits' }
  | { readonly type: 'refused'; readonly rule: FormRule; readonly detail: string };

export const maxUpdateBytes = 16 << 20;
const maxStructs = 200_000;
/** Deleted structs named in one update. */
const maxDeleted = 1_000_000;
const maxKeyLength = 300;
/** Records that a shard's ids may count to; far above what any device puts there. */
const maxIndex = 1 << 16;

/** Thrown within a check: the rule that the update broke. */
export class Refused extends Error {
  readonly rule: FormRule;

  constructor(rule: FormRule, detail: string) {
    super(detail);
    this.rule = rule;
  }
}

/**
 * Checks an update of a shard against its form and against what the shard holds. It changes nothing. Yjs itself would take
 * all of this: hidden gaps, values in the name of others, types that no row can show.
 */
export function checkUpdate(shard: Shard, bytes: Uint8Array, signer: Signer): FormVerdict {
  try {
    const place = parseShardId(shard.id);
    if (place === undefined) throw new Refused('shard', shard.id);
    if (signer.role === 'viewer') throw new Refused('role', 'a viewer wrote');
    const parts = decoded(bytes);
    const check = new Check(shard, signer, place);
    const hasStructs = check.structs(parts.structs);
    if (hasStructs === 'waits') return { type: 'waits' };
    const hasDeletions = check.deletions(parts.deleted);
    if (hasDeletions === 'waits') return { type: 'waits' };
    return { type: 'fine', parts, isNew: hasStructs || hasDeletions, erased: check.erased };
  } catch (thrown) {
    if (!(thrown instanceof Refused)) throw thrown;
    return { type: 'refused', rule: thrown.rule, detail: thrown.message };
  }
}

/** Takes an update apart. Throws `Refused`. */
export function decoded(bytes: Uint8Array): UpdateParts {
  if (bytes.length > maxUpdateBytes) throw new Refused('size', `${bytes.length} bytes`);
  try {
    const parts = takeApart(bytes, UpdateDecoder);
    if (parts.structs.length > maxStructs) throw new Refused('size', `${parts.structs.length} structs`);
    return parts;
  } catch (thrown) {
    if (thrown instanceof Refused) throw thrown;
    throw new Refused('not-an-update', String(thrown));
  }
}

class Check {
  /** Records that the update erases. */
  readonly erased = new Set<RecordId>();
  readonly #shard: Shard;
  readonly #signer: Signer;
  readonly #kind: ObjectKind;
  readonly #mayCreate: boolean;
  /** Keys of the update's new structs, by client and clock. */
  readonly #keys = new Map<number, Map<number, string>>();
  readonly #written = new Set<string>();
  readonly #nextClocks = new Map<number, number>();

  constructor(shard: Shard, signer: Signer, place: { readonly kind: ObjectKind; readonly device: number }) {
    this.#shard = shard;
    this.#signer = signer;
    this.#kind = place.kind;
    this.#mayCreate = isSpokenFor(place.device, signer);
  }

  /** True where some are new. */
  structs(structs: UpdateParts['structs']): boolean | 'waits' {
    let isNew = false;
    for (const struct of structs) {
      const item = this.#formed(struct);
      const { client, clock } = item.id;
      const known = this.#shard.nextClock(client);
      const next = this.#nextClocks.get(client);
      if (next === undefined ? clock > known : clock !== next) return 'waits';
      this.#nextClocks.set(client, clock + 1);
      if (clock < known) continue;
      isNew = true;
      this.#checkKey(item);
    }
    return isNew;
  }

  /** True where some are new. */
  deletions(ranges: readonly DeletedRange[]): boolean | 'waits' {
    let isNew = false;
    const total = ranges.reduce((sum, { length }) => sum + length, 0);
    if (total > maxDeleted) throw new Refused('size', `${total} deletions`);
    for (const { client, clock, length } of ranges) {
      const known = this.#shard.nextClock(client);
      const end = clock + length;
      if (end > Math.max(known, this.#nextClocks.get(client) ?? 0)) return 'waits';
      for (let at = clock; at < end; at++) {
        const key = at < known ? this.#shard.standingKeyAt(client, at) : this.#keys.get(client)?.get(at);
        if (key === undefined) continue;
        isNew = true;
        this.#checkDeletion(key);
      }
    }
    return isNew;
  }

  #formed(struct: UpdateParts['structs'][number]): Y.Item {
    if (!(struct instanceof Y.Item)) throw new Refused('struct', 'not an item');
    const { origin, rightOrigin, content, length } = struct;
    const isPlain = content instanceof Y.ContentAny || content instanceof Y.ContentDeleted;
    if (!isPlain || length !== 1) throw new Refused('struct', 'not one plain value');
    if (origin !== null || rightOrigin !== null) throw new Refused('struct', 'it overwrites');
    if ((struct.parent as unknown) !== rootName) throw new Refused('root', 'not in the root map');
    const { device } = partsOfClient(struct.id.client);
    if (!isSpokenFor(device, this.#signer)) throw new Refused('client', `in the name of device ${device}`);
    return struct;
  }

  #checkKey(item: Y.Item): void {
    const key = item.parentSub;
    if (key === null || key.length > maxKeyLength) throw new Refused('key', 'no key, or a long one');
    const { id, register, version } = parseKey(key);
    const isHere = isRecordId(id) && shardOfRecord(id) === this.#shard.id && indexOfRecord(id) < maxIndex;
    if (!isHere) throw new Refused('key', `not in this shard: ${key}`);
    const value = item.content instanceof Y.ContentAny ? (item.content.arr[0] as unknown) : undefined;
    const isDeleted = item.content instanceof Y.ContentDeleted;
    if (register === erasedName) this.#checkErasure(id, isDeleted, value);
    else {
      if (this.#written.has(key) || this.#shard.hasHeld(key)) throw new Refused('written-twice', key);
      if (register === undefined) this.#checkBase(isDeleted, value);
      else this.#checkCandidate(register, version, isDeleted, value);
    }
    this.#written.add(key);
    const { client, clock } = item.id;
    const keys = this.#keys.get(client);
    // A struct that is deleted already may be deleted again: nothing of it ever stood here.
    if (isDeleted) return;
    if (keys === undefined) this.#keys.set(client, new Map([[clock, key]]));
    else keys.set(clock, key);
  }

  #checkBase(isDeleted: boolean, value: unknown): void {
    if (!this.#mayCreate) throw new Refused('base-elsewhere', `device ${this.#signer.device}`);
    const problem = isDeleted ? undefined : baseProblem(this.#kind, value);
    if (problem !== undefined) throw new Refused('value', problem);
  }

  #checkCandidate(register: string, version: string | undefined, isDeleted: boolean, value: unknown): void {
    if (version === undefined || !isVersion(version)) throw new Refused('key', 'no version');
    const { device } = parseVersion(version);
    if (!isSpokenFor(device, this.#signer)) throw new Refused('key', `a version of device ${device}`);
    if (!isRegisterName(register)) throw new Refused('key', `no register: ${register}`);
    const problem = isDeleted ? undefined : candidateProblem(this.#kind, register, value);
    if (problem !== undefined) throw new Refused('value', problem);
  }

  /** Two owners may erase one record: one mark stands, the other is deleted. */
  #checkErasure(id: RecordId, isDeleted: boolean, value: unknown): void {
    if (this.#signer.role !== 'owner') throw new Refused('erasure', 'only an owner erases');
    if (isDeleted && !this.#shard.isErased(id)) throw new Refused('erasure', 'a deleted mark');
    if (!isDeleted && !isErasureMark(value)) throw new Refused('value', 'no mark of erasure');
    this.erased.add(id);
  }

  #checkDeletion(key: string): void {
    const { id, register } = parseKey(key);
    if (register === erasedName) throw new Refused('erasure', 'an erasure is for ever');
    if (register !== undefined || this.erased.has(id) || this.#shard.isErased(id)) return;
    throw new Refused('base-deleted', id);
  }
}
