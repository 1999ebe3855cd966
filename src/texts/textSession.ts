import type { Book } from '../database/book.ts';
import { abandonedDrafts, beginDraft, deleteDraft, newDraftName } from '../database/drafts.ts';
import { observe } from '../database/live.ts';
import type { DraftRow } from '../database/schema.ts';
import { textIdOf, type RecordId } from '../domain/ids.ts';
import type { Result } from '../domain/result.ts';
import { readUpdates } from '../store/engineTransaction.ts';
import { TextDocument } from '../store/textDocument.ts';
import { firstTextOf, loadText } from '../store/textRows.ts';
import { Draft } from './draft.ts';

/** A record's text, or one whose record is created later; `place` tells such texts apart. */
export type TextOf = { readonly record: RecordId } | { readonly place: string };

/** Hands an update of a text to the engine. What it answers with success is durable. */
export type KeepText<E> = (writing: {
  readonly record: RecordId;
  readonly bytes: Uint8Array;
}) => Promise<Result<null, E>>;

export type TextState<E> =
  /** All of it is part of the book, or there is nothing yet. */
  | { readonly type: 'kept' }
  /** Safe in the draft, on its way into the book. */
  | { readonly type: 'writing' }
  /** Safe in the draft; tried again after a while. */
  | { readonly type: 'failed'; readonly error: E }
  /** The record was erased: what is written here goes nowhere. */
  | { readonly type: 'gone' };

/** After this long without a letter, what was written goes into the book, ms; and no later than `longestMs` after the first. */
const quietMs = 1_000;
const longestMs = 3_000;
const retryMs = 5_000;
/** How long closing waits for the engine; the draft stays if it does not answer. */
const closingMs = 4_000;

/**
 * One tab's editing of one text. Every keystroke is in a draft at once; about every second what is new goes into the book, and
 * what others write comes in. When the session ends and all is in the book, the draft goes; after a crash the next session of
 * that text takes it up.
 */
export class TextSession<E> {
  readonly text: TextDocument;
  readonly #book: Book;
  readonly #keep: KeepText<E>;
  readonly #draft: DraftRow;
  readonly #storage: Draft | undefined;
  readonly #release: () => void;
  #recovered: readonly DraftRow[];
  #record: RecordId | undefined;
  #kept: ReadonlyMap<number, number>;
  #state: TextState<E> = { type: 'kept' };
  readonly #listeners = new Set<(state: TextState<E>) => void>();
  #isDirty = false;
  #dirtySince = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #keeping: Promise<void> | undefined;
  #lastSeq = 0;
  #isHeld = false;
  #waiting: Uint8Array[] = [];
  #stopFollowing: (() => void) | undefined;
  #isClosed = false;

  private constructor(book: Book, keep: KeepText<E>, opened: Opened) {
    const { text, draft, storage, release, recovered, record, known, hasMore } = opened;
    this.text = text;
    this.#book = book;
    this.#keep = keep;
    this.#draft = draft;
    this.#storage = storage;
    this.#release = release;
    this.#recovered = recovered;
    this.#record = record;
    this.#kept = known;
    text.doc.on('update', (_update: Uint8Array, origin: unknown) => {
      if (origin !== text) this.#noteEdit();
    });
    if (hasMore) this.#noteEdit();
    this.#follow();
  }

  /** Undefined where the record is not there. Nobody may write before this resolves. */
  static async open<E>(book: Book, keep: KeepText<E>, of: TextOf): Promise<TextSession<E> | undefined> {
    const opened = await openText(book, of);
    return opened && new TextSession(book, keep, opened);
  }

  get state(): TextState<E> {
    return this.#state;
  }

  get record(): RecordId | undefined {
    return this.#record;
  }

  /** True where a crash would not lose the last second: the browser has opened a database for the draft. */
  get isSafe(): boolean {
    return this.#storage !== undefined;
  }

  onState(listener: (state: TextState<E>) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The record of a text that began without one. It must have been created with an empty text. */
  async attach(record: RecordId): Promise<void> {
    if (this.#record !== undefined) return;
    this.#record = record;
    this.#follow();
    if (this.#isDirty) this.#schedule();
    for (const { id } of [this.#draft, ...this.#recovered]) {
      await this.#book.strict.drafts.update(id, { record, place: '' });
    }
  }

  /** What others write waits while a word is being composed: a change of the text would end the composition. */
  hold(): void {
    this.#isHeld = true;
  }

  release(): void {
    this.#isHeld = false;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const bytes of waiting) this.text.merge(bytes);
  }

  /** Resolves when what is written so far is in the book, or could not get there now. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#keeping !== undefined) await this.#keeping;
    if (!this.#isDirty || this.#record === undefined || this.#state.type === 'gone') return;
    this.#keeping ??= this.#keepNow(this.#record).finally(() => (this.#keeping = undefined));
    await this.#keeping;
  }

  /** Ends the session. The draft goes where nothing is left to keep. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.release();
    const late = new Promise<void>((resolve) => setTimeout(resolve, closingMs));
    await Promise.race([this.flush(), late]);
    this.#stopFollowing?.();
    clearTimeout(this.#timer);
    const isBlank = this.#record === undefined && this.text.text.trim() === '';
    const isDone = isBlank || this.#state.type === 'gone' || (!this.#isDirty && this.#record !== undefined);
    await this.#storage?.close();
    if (isDone) await this.#deleteDrafts([this.#draft, ...this.#recovered]);
    this.text.destroy();
    this.#release();
  }

  /** Forgets what is written: for a text without a record that nobody wants any more. */
  async discard(): Promise<void> {
    this.#setState({ type: 'gone' });
    await this.close();
  }

  #noteEdit(): void {
    if (this.#state.type === 'gone') return;
    if (!this.#isDirty) this.#dirtySince = Date.now();
    this.#isDirty = true;
    if (this.#record === undefined) return;
    if (this.#state.type === 'kept') this.#setState({ type: 'writing' });
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isClosed) return;
    clearTimeout(this.#timer);
    const wait = Math.max(0, Math.min(quietMs, this.#dirtySince + longestMs - Date.now()));
    this.#timer = setTimeout(() => void this.flush(), wait);
  }

  async #keepNow(record: RecordId): Promise<void> {
    this.#isDirty = false;
    const bytes = this.text.encode(this.#kept);
    const kept = this.text.clocks();
    const result = await this.#keep({ record, bytes });
    if (this.#state.type === 'gone') return;
    if (result.ok) {
      this.#kept = kept;
      if (!this.#isDirty) this.#setState({ type: 'kept' });
      const recovered = this.#recovered;
      this.#recovered = [];
      await this.#deleteDrafts(recovered);
      return;
    }
    this.#isDirty = true;
    this.#setState({ type: 'failed', error: result.error });
    if (!this.#isClosed) this.#timer = setTimeout(() => void this.flush(), retryMs);
  }

  /** What is stored of the text since, by this tab, another or another device. */
  #follow(): void {
    const record = this.#record;
    if (record === undefined) return;
    const db = this.#book.strict;
    const id = textIdOf(record);
    const stored = observe(async () => {
      const row = await db.rowsOfRecord(record).get(record);
      return row === undefined ? undefined : await readUpdates(db, id);
    });
    this.#stopFollowing = stored.subscribe((updates) => {
      if (updates === undefined) this.#setState({ type: 'gone' });
      else this.#receive(updates);
    });
  }

  #receive(updates: Awaited<ReturnType<typeof readUpdates>>): void {
    const fresh = updates.filter(({ seq }) => seq > this.#lastSeq).map(({ bytes }) => bytes);
    this.#lastSeq = updates.at(-1)?.seq ?? this.#lastSeq;
    if (this.#isHeld) this.#waiting.push(...fresh);
    else for (const bytes of fresh) this.text.merge(bytes);
  }

  #setState(state: TextState<E>): void {
    this.#state = state;
    for (const listener of this.#listeners) listener(state);
  }

  async #deleteDrafts(drafts: readonly DraftRow[]): Promise<void> {
    for (const { id } of drafts) await deleteDraft(this.#book.strict, id);
  }
}

interface Opened {
  readonly text: TextDocument;
  readonly draft: DraftRow;
  readonly storage: Draft | undefined;
  readonly release: () => void;
  /** Drafts that a crash has left: their letters are in the text. */
  readonly recovered: readonly DraftRow[];
  readonly record: RecordId | undefined;
  /** What the book has of the text. */
  readonly known: ReadonlyMap<number, number>;
  /** The text has more than the book. */
  readonly hasMore: boolean;
}

async function openText(book: Book, of: TextOf): Promise<Opened | undefined> {
  const db = book.strict;
  const record = 'record' in of ? of.record : undefined;
  const place = 'place' in of ? of.place : '';
  const row = record === undefined ? undefined : await db.rowsOfRecord(record).get(record);
  if (record !== undefined && row === undefined) return undefined;
  const draft: DraftRow = { id: newDraftName(book.name), record: record ?? '', place, at: Date.now() };
  const release = await hold(draft.id);
  const left = await abandonedDrafts(db, (each) => each.record === draft.record && each.place === place);
  const client = await beginDraft(db, draft);
  const first = record === undefined || row === undefined ? undefined : firstTextOf(record, row.base);
  const text = record === undefined ? new TextDocument('', []) : await loadText(db, record, first ?? '');
  text.doc.clientID = client;
  const known = text.clocks();
  let hasMore = false;
  const note = (): void => {
    hasMore = true;
  };
  text.doc.on('update', note);
  const recovered: DraftRow[] = [];
  // One that cannot be read now stays for the next time.
  for (const each of left) if (each.isGone === true || (await takeUp(each.id, text))) recovered.push(each);
  text.doc.off('update', note);
  const storage = await Draft.open(draft.id, text.doc);
  return { text, draft, storage, release, recovered, record, known, hasMore };
}

/** Brings what a draft holds into a document; false where its database does not open. */
async function takeUp(draft: string, text: TextDocument): Promise<boolean> {
  const storage = await Draft.open(draft, text.doc);
  await storage?.close();
  return storage !== undefined;
}

/** Holds a lock until what it gives is called, or the tab ends. */
function hold(name: string): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const until = (): Promise<void> => new Promise<void>((release) => resolve(release));
    navigator.locks.request(name, until).catch(reject);
  });
}
