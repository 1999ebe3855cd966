import type { RecordId } from '../../domain/ids.ts';
import type { Json } from '../../domain/json.ts';
import { aboutKinds } from '../../domain/record.ts';
import { targetsOf, type Target } from '../mapping/targets.ts';
import type { FieldValues, ReadRow } from './rowReader.ts';
import {
  lookupFields,
  matchKey,
  type CreatedKind,
  type ExistingRecords,
  type ImportSettings,
  type MatchField,
  type RowProblem,
} from './settings.ts';

type NamedKind = keyof typeof lookupFields;

/** Kinds of which a name that nobody has makes a record: tags always, the others where a row is about them. */
const madeByName: readonly NamedKind[] = ['tag', 'contact', 'product'];

/** Makes a record that a cell names. */
export type MakeNamed = (kind: 'tag' | 'contact' | 'product', values: FieldValues) => RecordId;

/**
 * Turns the names in cells of references into records. `read` says what cannot be found; then `settle` gives their ids and
 * makes what may be made: tags, and contacts and products of what is about others. Of two records
 * of one name the older one is meant.
 */
export class References {
  readonly #existing: ExistingRecords;
  readonly #columns: readonly { column: number; target: Target }[];
  readonly #made = new Map<string, RecordId>();
  readonly #isAbout: boolean;

  constructor(settings: ImportSettings, existing: ExistingRecords) {
    this.#existing = existing;
    const targets = new Map(targetsOf(settings.kind, settings.ofBook).map((target) => [target.key, target]));
    this.#columns = settings.mapping.flatMap(({ column, target: key }) => {
      const target = key === null ? undefined : targets.get(key);
      const isNamed = target?.to !== undefined && target.choices === undefined;
      // Orders that take back others may stand before them: their pass looks for them at its end.
      return target === undefined || !isNamed || key === 'order.returns' ? [] : [{ column, target }];
    });
    this.#isAbout = aboutKinds.some((kind) => kind === settings.kind);
  }

  /** Cells that name a record which is not there and is not made either. */
  problems({ values }: ReadRow): RowProblem[] {
    return this.#columns.flatMap(({ column, target }) => {
      const missing = namesIn(values, target).find(
        (name) => this.#find(target, name) === undefined && !this.#isMade(target),
      );
      return missing === undefined
        ? []
        : [{ type: 'cell', column, cell: missing.slice(0, 200), problem: { type: 'reference-unknown' } }];
    });
  }

  /** Ids for the names of a row that has no problem, by field. `accounts` are those that a contact made here belongs to. */
  settle(
    { values }: Pick<ReadRow, 'values'>,
    make: MakeNamed,
    accounts: readonly RecordId[] = [],
  ): FieldValues {
    const settled: FieldValues = {};
    for (const target of new Set(this.#columns.map((each) => each.target))) {
      const names = namesIn(values, target);
      if (names.length === 0) continue;
      const ids = [...new Set(names.map((name) => this.#idOf(target, name, make, accounts)))];
      settled[target.field] = target.type === 'set' ? ids : (ids[0] ?? null);
    }
    return settled;
  }

  /** Tells of a record that a row has made, so that later rows can name it. */
  note(kind: CreatedKind, values: FieldValues, id: RecordId): void {
    if (!isNamed(kind)) return;
    for (const field of lookupFields[kind]) {
      const value = values[field];
      const key = typeof value === 'string' ? `${kind} ${field} ${matchKey(field, value)}` : undefined;
      if (key !== undefined && !this.#made.has(key)) this.#made.set(key, id);
    }
  }

  #idOf(target: Target, name: string, make: MakeNamed, accounts: readonly RecordId[]): RecordId {
    const known = this.#find(target, name);
    if (known !== undefined) return known;
    const kind = target.to as 'tag' | 'contact' | 'product';
    const values: FieldValues =
      kind === 'contact' && accounts.length > 0 ? { name, accounts: [...accounts] } : { name };
    const id = make(kind, values);
    this.note(kind, values, id);
    return id;
  }

  #isMade({ to, field }: Target): boolean {
    if (to === 'tag') return true;
    return this.#isAbout && !field.includes(':') && madeByName.some((kind) => kind === to);
  }

  #find({ to }: Target, name: string): RecordId | undefined {
    if (to === undefined || !isNamed(to)) return undefined;
    for (const field of lookupFields[to] as readonly MatchField[]) {
      const key = matchKey(field, name);
      const id = this.#existing.find(to, field, key) ?? this.#made.get(`${to} ${field} ${key}`);
      if (id !== undefined) return id;
    }
    return undefined;
  }
}

function isNamed(kind: string): kind is NamedKind {
  return Object.hasOwn(lookupFields, kind);
}

function namesIn(values: ReadRow['values'], { record, field }: Target): readonly string[] {
  const value: Json | undefined = values[record][field];
  const list = Array.isArray(value) ? (value as readonly Json[]) : value === undefined ? [] : [value];
  return list.filter((name) => typeof name === 'string');
}
