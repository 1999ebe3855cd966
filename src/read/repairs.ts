import type { RecordId } from '../domain/ids.ts';
import { phoneDoubt, type PhoneDoubt } from '../domain/phoneDoubt.ts';
import { eachVisible, type Named } from './columnReads.ts';
import { digitsOf } from './fold.ts';
import { segmentOfOrdinal, slotMask, slotsPerSegment, type KindIndex, type Ordinal } from './kindIndex.ts';
import { listedKinds, type ListedKind } from './listQuery.ts';
import { conflicted, distinctColumn, setSeparator } from './pack.ts';
import type { Segment } from './segment.ts';
import type { Counted, Kinds } from './today.ts';

export interface DoubtfulPhone extends Named {
  readonly kind: 'account' | 'contact';
  readonly phone: string;
  readonly doubt: PhoneDoubt;
}

/** Customers who share a phone number or an e-mail address. */
export interface Duplicates {
  readonly via: string;
  readonly records: readonly Named[];
}

/** What in a book's data keeps work from being done. */
export interface Repairs {
  /** By record, each with the first of its numbers that is in doubt. */
  readonly phones: Counted<DoubtfulPhone>;
  /** Customers without phone, e-mail and contacts. */
  readonly unreachable: Counted<Named>;
  readonly duplicates: Counted<Duplicates>;
  /** Records with two values in a field, by kind. */
  readonly conflicts: Readonly<Partial<Record<ListedKind, number>>>;
}

const maxItems = 100;

/** What a book's data lack, found anew only in the shards that have changed since: looking at every phone takes a quarter of a second. */
export class RepairFigures {
  readonly #seen = new WeakMap<Segment, SegmentWays>();

  /** Looks at one shard after another beforehand, so that other questions can be answered between two of them. */
  *lookAhead({ account, contact }: Kinds): Generator<void> {
    for (const segment of [...account.segments, ...contact.segments]) yield void this.#waysOf(segment);
  }

  /** Linear in records. `contactCounts` by ordinal of the account. */
  read(kinds: Kinds, contactCounts: Float64Array): Omit<Repairs, 'conflicts'> {
    const { account: accounts } = kinds;
    return {
      phones: this.#doubtfulPhones(kinds),
      unreachable: this.#unreachableAccounts(accounts, contactCounts),
      duplicates: this.#duplicateAccounts(accounts),
    };
  }

  #waysOf(segment: Segment): SegmentWays {
    const known = this.#seen.get(segment);
    if (known?.revision === segment.revision) return known;
    const ways = waysOf(segment);
    this.#seen.set(segment, ways);
    return ways;
  }

  #doubtfulPhones(kinds: Kinds): Counted<DoubtfulPhone> {
    const items: DoubtfulPhone[] = [];
    let count = 0;
    for (const kind of ['account', 'contact'] as const) {
      const index = kinds[kind];
      for (const [number, segment] of index.segments.entries()) {
        const { doubts } = this.#waysOf(segment);
        count += doubts.length;
        for (const { slot, phone, doubt } of doubts.slice(0, maxItems - items.length))
          items.push({ kind, ...nameOf(index, ordinalAt(number, slot)), phone, doubt });
      }
    }
    return { count, items };
  }

  #unreachableAccounts(accounts: KindIndex, contactCounts: Float64Array): Counted<Named> {
    const items: Named[] = [];
    let count = 0;
    for (const [number, segment] of accounts.segments.entries()) {
      for (const slot of this.#waysOf(segment).withoutWay) {
        const ordinal = ordinalAt(number, slot);
        if ((contactCounts[ordinal] ?? 0) > 0) continue;
        count++;
        if (items.length < maxItems) items.push(nameOf(accounts, ordinal));
      }
    }
    return { count, items };
  }

  #duplicateAccounts(accounts: KindIndex): Counted<Duplicates> {
    const ways = accounts.segments.map((segment) => this.#waysOf(segment));
    const first = new FirstOrdinals(ways.reduce((sum, { keys }) => sum + keys.length, 0));
    const groups = new Map<number, { readonly via: string; readonly ordinals: Set<Ordinal> }>();
    for (const [number, { keys, slots }] of ways.entries()) {
      for (let i = 0; i < keys.length; i++) {
        const key = keys[i] as number;
        const ordinal = ordinalAt(number, slots[i] as number);
        const other = first.put(key, ordinal);
        if (other === ordinal) continue;
        const via = groups.get(key)?.via ?? sharedWay(accounts, key, other, ordinal);
        if (via === undefined) continue;
        const group = groups.get(key) ?? { via, ordinals: new Set([other]) };
        group.ordinals.add(ordinal);
        groups.set(key, group);
      }
    }
    const open = [...groups.values()].filter(({ ordinals }) => !areDistinct(accounts, [...ordinals]));
    const distinct = new Map(open.map((group) => [[...group.ordinals].sort((a, b) => a - b).join(), group]));
    return {
      count: distinct.size,
      items: [...distinct.values()].slice(0, maxItems).map(({ via, ordinals }) => ({
        via,
        records: [...ordinals].map((ordinal) => nameOf(accounts, ordinal)),
      })),
    };
  }
}

/** True where somebody has said of every two records that they are not one. */
function areDistinct(accounts: KindIndex, ordinals: readonly Ordinal[]): boolean {
  const said = ordinals.map((ordinal) => accounts.textOf(ordinal, distinctColumn).split(setSeparator));
  return ordinals.every((a, i) =>
    ordinals.every((b, j) => {
      const isSaid =
        said[i]?.includes(accounts.idOf(b)) === true || said[j]?.includes(accounts.idOf(a)) === true;
      return i === j || isSaid;
    }),
  );
}

/** The first record with each key: a tenth of the time that a `Map` takes for 200,000 keys beyond 31 bits. */
class FirstOrdinals {
  readonly #keys: Float64Array;
  readonly #ordinals: Int32Array;
  readonly #mask: number;

  constructor(keys: number) {
    const size = 2 ** Math.ceil(Math.log2(2 * keys + 2));
    this.#keys = new Float64Array(size);
    this.#ordinals = new Int32Array(size).fill(-1);
    this.#mask = size - 1;
  }

  /** Puts a record in unless the key has one. Returns the one that it has then. */
  put(key: number, ordinal: Ordinal): Ordinal {
    const mixed = Math.imul(key % 4_294_967_291, 0x9e3779b1);
    let place = (mixed ^ (mixed >>> 15)) & this.#mask;
    while (this.#ordinals[place] !== -1) {
      if (this.#keys[place] === key) return this.#ordinals[place] as number;
      place = (place + 1) & this.#mask;
    }
    this.#keys[place] = key;
    return (this.#ordinals[place] = ordinal);
  }
}

/** What repairs ask of the records of one shard. */
interface SegmentWays {
  readonly revision: number;
  readonly doubts: readonly { readonly slot: number; readonly phone: string; readonly doubt: PhoneDoubt }[];
  /** Slots without phones and e-mails. */
  readonly withoutWay: Uint16Array;
  /** Of every phone and e-mail, with the slot that has it. */
  readonly keys: Float64Array;
  readonly slots: Uint16Array;
}

function waysOf(segment: Segment): SegmentWays {
  const phones = segment.texts.get('phones');
  const emails = segment.texts.get('emails');
  const doubtOfEntry = Array.from({ length: phones?.table.size ?? 0 }, (_, entry) =>
    entry === 0 ? undefined : doubtOf(phones?.table.textOf(entry) ?? ''),
  );
  const doubts: SegmentWays['doubts'][number][] = [];
  const [withoutWay, keys, slots]: [number[], number[], number[]] = [[], [], []];
  for (let slot = 0; slot < segment.size; slot++) {
    if (segment.visible[slot] !== 1) continue;
    const phone = phones?.codes[slot] ?? 0;
    const email = emails?.codes[slot] ?? 0;
    if (phone === 0 && email === 0) withoutWay.push(slot);
    const doubt = doubtOfEntry[phone];
    if (doubt !== undefined) doubts.push({ slot, ...doubt });
    for (const { key } of waysAt(segment, slot)) {
      keys.push(key);
      slots.push(slot);
    }
  }
  return {
    ...{ revision: segment.revision, doubts },
    withoutWay: Uint16Array.from(withoutWay),
    ...{ keys: Float64Array.from(keys), slots: Uint16Array.from(slots) },
  };
}

function doubtOf(phones: string): { phone: string; doubt: PhoneDoubt } | undefined {
  for (const phone of phones.split(setSeparator)) {
    const doubt = phoneDoubt(phone);
    if (doubt !== undefined) return { phone, doubt };
  }
  return undefined;
}

interface Way {
  /** As people wrote it. */
  readonly via: string;
  /** The same for all ways of writing it. */
  readonly plain: string;
  readonly key: number;
}

/** Phones of at least seven digits, and e-mails. */
function waysAt(segment: Segment, slot: number): Way[] {
  const phones = elementsAt(segment.texts.get('phones')?.textAt(slot)).flatMap((via) => {
    const plain = dialled(via);
    return plain.length < 7 ? [] : [{ via, plain, key: plain.length <= 15 ? Number(plain) : hashOf(plain) }];
  });
  const emails = elementsAt(segment.texts.get('emails')?.textAt(slot)).map((via) => {
    const plain = via.toLowerCase();
    return { via, plain, key: hashOf(plain) };
  });
  return [...phones, ...emails];
}

/** How the second of two records writes what both have; undefined where only their keys are the same. */
function sharedWay(accounts: KindIndex, key: number, one: Ordinal, other: Ordinal): string | undefined {
  const [ofOne = [], ofOther = []] = [one, other].map((ordinal) => {
    const segment = accounts.segments[segmentOfOrdinal(ordinal)];
    return segment === undefined ? [] : waysAt(segment, ordinal & slotMask);
  });
  return ofOther.find((way) => way.key === key && ofOne.some(({ plain }) => plain === way.plain))?.via;
}

/** Below 0, so that it is no phone number: 53 bits of two multiplicative hashes. */
function hashOf(text: string): number {
  let [low, high] = [0x9e3779b9, 0x85ebca6b];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high + code, 0x27d4eb2f) ^ (high >>> 15);
  }
  return -((high >>> 11) * 4_294_967_296 + (low >>> 0)) - 1;
}

/** The digits of a number without China's country code, which half of the people write. */
function dialled(phone: string): string {
  const digits = digitsOf(phone);
  return /^(00)?86\d{9,11}$/.test(digits) ? digits.replace(/^(00)?86/, '') : digits;
}

export function conflictsByKind(kinds: Kinds): Repairs['conflicts'] {
  const counts: Partial<Record<ListedKind, number>> = {};
  for (const kind of listedKinds) {
    let count = 0;
    eachVisible(kinds[kind], (segment, slot) => {
      if (((segment.flags[slot] ?? 0) & conflicted) !== 0) count++;
    });
    if (count > 0) counts[kind] = count;
  }
  return counts;
}

function elementsAt(text: string | undefined): readonly string[] {
  return text === undefined || text === '' ? [] : text.split(setSeparator);
}

function nameOf(index: KindIndex, ordinal: Ordinal): { readonly id: RecordId; readonly name: string } {
  return { id: index.idOf(ordinal), name: index.labelOf(ordinal) };
}

function ordinalAt(segment: number, slot: number): Ordinal {
  return segment * slotsPerSegment + slot;
}
