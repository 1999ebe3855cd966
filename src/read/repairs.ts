import type { RecordId } from '../domain/ids.ts';
import { phoneDoubt, type PhoneDoubt } from '../domain/phoneDoubt.ts';
import { eachVisible, type Named } from './columnReads.ts';
import { digitsOf } from './fold.ts';
import { slotsPerSegment, type KindIndex, type Ordinal } from './kindIndex.ts';
import { listedKinds, type ListedKind } from './listQuery.ts';
import { conflicted, setSeparator } from './pack.ts';
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

/** Linear in records and in the length of phones and e-mails. `contactCounts` by ordinal of the account. */
export function repairsOf(kinds: Kinds, contactCounts: Float64Array): Omit<Repairs, 'conflicts'> {
  return {
    phones: doubtfulPhones(kinds),
    unreachable: unreachableAccounts(kinds.account, contactCounts),
    duplicates: duplicateAccounts(kinds.account),
  };
}

function doubtfulPhones(kinds: Kinds): Counted<DoubtfulPhone> {
  const items: DoubtfulPhone[] = [];
  let count = 0;
  for (const kind of ['account', 'contact'] as const) {
    const index = kinds[kind];
    for (const [number, segment] of index.segments.entries()) {
      const column = segment.texts.get('phones');
      if (column === undefined) continue;
      const first = Array.from({ length: column.table.size }, (_, entry) =>
        entry === 0 ? undefined : doubtOf(column.table.textOf(entry)),
      );
      for (let slot = 0; slot < segment.size; slot++) {
        const found = first[column.codes[slot] ?? 0];
        if (found === undefined || segment.visible[slot] !== 1) continue;
        count++;
        if (items.length >= maxItems) continue;
        items.push({ kind, ...nameOf(index, ordinalAt(number, slot)), ...found });
      }
    }
  }
  return { count, items };
}

function doubtOf(phones: string): { phone: string; doubt: PhoneDoubt } | undefined {
  for (const phone of phones.split(setSeparator)) {
    const doubt = phoneDoubt(phone);
    if (doubt !== undefined) return { phone, doubt };
  }
  return undefined;
}

function unreachableAccounts(accounts: KindIndex, contactCounts: Float64Array): Counted<Named> {
  const items: Named[] = [];
  let count = 0;
  eachVisible(accounts, (segment, slot, ordinal) => {
    if ((segment.texts.get('phones')?.codes[slot] ?? 0) !== 0) return;
    if ((segment.texts.get('emails')?.codes[slot] ?? 0) !== 0) return;
    if ((contactCounts[ordinal] ?? 0) > 0) return;
    count++;
    if (items.length < maxItems) items.push(nameOf(accounts, ordinal));
  });
  return { count, items };
}

function duplicateAccounts(accounts: KindIndex): Counted<Duplicates> {
  const first = new Map<string | number, Ordinal>();
  const groups = new Map<string | number, { via: string; ordinals: Ordinal[] }>();
  const note = (key: string | number, via: string, ordinal: Ordinal): void => {
    const other = first.get(key);
    if (other === undefined) first.set(key, ordinal);
    else if (other !== ordinal) {
      const group = groups.get(key) ?? { via, ordinals: [other] };
      if (!group.ordinals.includes(ordinal)) group.ordinals.push(ordinal);
      groups.set(key, group);
    }
  };
  eachVisible(accounts, (segment, slot, ordinal) => {
    for (const phone of elementsAt(segment.texts.get('phones')?.textAt(slot))) {
      const digits = dialled(phone);
      // A number of at most 15 digits is exact, and compared faster than its text.
      if (digits.length >= 7) note(digits.length <= 15 ? Number(digits) : digits, phone, ordinal);
    }
    for (const email of elementsAt(segment.texts.get('emails')?.textAt(slot)))
      note(email.toLowerCase(), email, ordinal);
  });
  const distinct = new Map(
    [...groups.values()].map((group) => [[...group.ordinals].sort((a, b) => a - b).join(), group]),
  );
  return {
    count: distinct.size,
    items: [...distinct.values()].slice(0, maxItems).map(({ via, ordinals }) => ({
      via,
      records: ordinals.map((ordinal) => nameOf(accounts, ordinal)),
    })),
  };
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
