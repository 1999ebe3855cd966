import { createContext } from 'svelte';
import { kindOfId, type RecordId } from '../../domain/ids.ts';
import { isHidden, valuesOf } from '../../domain/record.ts';
import type { RecordRow } from '../../domain/record.ts';
import { following } from '../following.svelte.ts';
import type { ScreenBook } from '../book.ts';
import type { NamesById } from './format.ts';
import { choiceText } from './labels.ts';

const none: ReadonlySet<RecordId> = new Set();

/** The few records every screen names: members, tags, segments, custom fields, views, settings and tables. Followed once for the whole application. */
export class FewRecords {
  readonly #members;
  readonly #tags;
  readonly #segments;
  readonly #fields;
  readonly #views;
  readonly #settings;
  readonly #tables;
  readonly #reversed;
  readonly #names = $derived.by<NamesById>(
    () => new Map([...this.members, ...this.tags, ...this.segments].map((row) => [row.id, nameOfRow(row)])),
  );

  constructor(book: ScreenBook) {
    this.#members = following(() => book.liveMembers());
    this.#tags = following(() => book.liveTags());
    this.#segments = following(() => book.liveSegments());
    this.#fields = following(() => book.liveFields());
    this.#views = following(() => book.liveViews());
    this.#settings = following(() => book.liveSettings());
    this.#tables = following(() => book.liveTables());
    this.#reversed = following(() => book.liveReversed());
  }

  get members(): readonly RecordRow[] {
    return this.#members.current ?? [];
  }

  get tags(): readonly RecordRow[] {
    return this.#tags.current ?? [];
  }

  get segments(): readonly RecordRow[] {
    return this.#segments.current ?? [];
  }

  /** Definitions of custom fields. */
  get fields(): readonly RecordRow[] {
    return this.#fields.current ?? [];
  }

  get views(): readonly RecordRow[] {
    return this.#views.current ?? [];
  }

  get areViewsRead(): boolean {
    return this.#views.isRead;
  }

  get settings(): readonly RecordRow[] {
    return this.#settings.current ?? [];
  }

  /** Tables of the book, without their rows. */
  get tables(): readonly RecordRow[] {
    return this.#tables.current ?? [];
  }

  get areTablesRead(): boolean {
    return this.#tables.isRead;
  }

  get names(): NamesById {
    return this.#names;
  }

  /** True for a record that only an undone import hides. */
  isHidden(row: RecordRow): boolean {
    return row.deletedAt === undefined && isHidden(row, this.reversed);
  }

  /** Imports and bulk edits that are undone. */
  get reversed(): ReadonlySet<RecordId> {
    return this.#reversed.current ?? none;
  }

  nameOf(id: RecordId): string {
    return this.#names.get(id) ?? '';
  }
}

/** A record's name, number, title or subject; of an activity without a subject, what it was. */
export function nameOfRow(row: RecordRow): string {
  const values = valuesOf(row);
  const name = values['name'] ?? values['number'] ?? values['title'] ?? values['subject'];
  if (typeof name === 'string') return name;
  const key = values['type'] === undefined ? 'kind' : 'type';
  return choiceText(kindOfId(row.id), key, values[key]);
}

export const [useFew, provideFew] = createContext<FewRecords>();
