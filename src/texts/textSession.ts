import { parseUpdateMeta, type Transaction } from 'yjs';
import type { Book } from '../database/book.ts';
import { partsOfClient } from '../database/counters.ts';
import { abandonedDrafts, beginDraft, deleteDraft, newDraftName, replaceDrafts } from '../database/drafts.ts';
import { observe } from '../database/live.ts';
import type { DraftRow } from '../database/schema.ts';
import { textIdOf, type RecordId } from '../domain/ids.ts';
import { ok, type Result } from '../domain/result.ts';
import { readUpdates } from '../store/engineTransaction.ts';
import { carryOver, ownWriting } from '../store/ownWriting.ts';
import { TextDocument } from '../store/textDocument.ts';
import { firstTextOf, loadText } from '../store/textRows.ts';
import { Draft } from './draft.ts';
import { Drift } from './drift.ts';

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
/** How long closing waits for the engine, and for letters of others that come into the book; the draft stays if it does not answer. */
const closingMs = 4_000;

/**
 * One tab's editing of one text. Every keystroke is in a draft at once; about every second what is new goes into the book, and
 * what others write comes in. When the session ends and all is in the book, the draft goes; after a crash the next session of
 * that text takes it up.
 *
 * Letters of others may be shown before the book has them. Only what this session's clients wrote is given to the engine, and of
 * that only what stands beside letters that the book has; the rest leans on the others' letters and waits for them.
 */
export class TextSession<E> {
  readonly text: TextDocument;
  readonly #book: Book;
  readonly #keep: KeepText<E>;
  readonly #draft: DraftRow;
  readonly #storage: Draft | undefined;
  readonly #release: () => void;
  readonly #first: string;
  readonly #drift = new Drift();
  #recovered: readonly DraftRow[];
  #record: RecordId | undefined;
  /** Clients that write for this session, or wrote for those that it has taken over from. */
  readonly #mine: Set<number>;
  /** What the book has of the text, by client. */
  readonly #kept: Map<number, number>;
  #keptText: string | undefined;
  #state: TextState<E> = { type: 'kept' };
  readonly #listeners = new Set<(state: TextState<E>) => void>();
  #isDirty = false;
  #dirtySince = 0;
  #isLeaning = false;
  #hasLateDeletions = false;
  #whenUpright: () => void = () => undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #keeping: Promise<void> | undefined;
  #lastSeq = 0;
  #isHeld = false;
  #waiting: Uint8Array[] = [];
  #stopFollowing: (() => void) | undefined;
  #isClosed = false;
  #isPaused = false;

  private constructor(book: Book, keep: KeepText<E>, opened: Opened) {
    const { text, first, draft, storage, release, recovered, record, known, mine, hasMore } = opened;
    this.text = text;
    this.#first = first;
    this.#book = book;
    this.#keep = keep;
    this.#draft = draft;
    this.#storage = storage;
    this.#release = release;
    this.#recovered = recovered;
    this.#record = record;
    this.#kept = known;
    this.#mine = mine;
    text.doc.on('update', (_update: Uint8Array, _origin: unknown, _doc: unknown, { local }: Transaction) => {
      if (local) this.#noteEdit();
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

  /** A word is being composed. */
  get isHeld(): boolean {
    return this.#isHeld;
  }

  isMine(client: number): boolean {
    return this.#mine.has(client);
  }

  /** How far the book has what a client wrote. */
  keptClock(client: number): number {
    return this.#kept.get(client) ?? 0;
  }

  /**
   * True where what is shown has differed from what the book has for too long: somebody's letters came live and never came to be
   * kept. Another session then goes on from the book, with all that is written in this one.
   */
  hasDrifted(now: number, isConnected: boolean): boolean {
    return this.#drift.isStale(now, {
      isConnected,
      isLeaning: this.#isLeaning,
      isUnkept: this.#isDirty || this.#keeping !== undefined || this.#state.type === 'failed',
      others: [...this.text.clocks()].filter(([client]) => client > 1 && !this.#mine.has(client)),
      kept: this.#kept,
      isSame: () => this.text.text === (this.#keptText ?? this.#first),
    });
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
    if (!this.#isDirty || this.#isPaused || this.#record === undefined || this.#state.type === 'gone') return;
    this.#keeping ??= this.#keepNow(this.#record).finally(() => (this.#keeping = undefined));
    await this.#keeping;
  }

  /** Ends the session. The draft goes where nothing is left to keep. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.release();
    const late = new Promise<void>((resolve) => setTimeout(resolve, closingMs));
    await Promise.race([this.#upright(), late]);
    if (this.#isLeaning) {
      const next = await this.succeed();
      if (next !== undefined) {
        await next.takeOver(this);
        return next.close();
      }
    }
    const isBlank = this.#record === undefined && this.text.text.trim() === '';
    const isDone =
      isBlank ||
      this.#state.type === 'gone' ||
      (!this.#isDirty && !this.#isLeaning && this.#record !== undefined);
    await this.#end(isDone);
  }

  /** Another session of the text, from what the book has now, which is to take over from this one. Undefined where it is gone. */
  async succeed(): Promise<TextSession<E> | undefined> {
    if (this.#record === undefined || this.#state.type === 'gone') return undefined;
    // What is kept from now on would be unknown to the other, and typed there again.
    this.#isPaused = true;
    await this.#keeping;
    const next = await TextSession.open(this.#book, this.#keep, { record: this.#record });
    if (next === undefined) this.#isPaused = false;
    return next;
  }

  /**
   * Goes on with all that another session of this tab, whose successor this is, has of the text. When it returns its promise,
   * nothing more may be written there; when that resolves, the other has ended.
   */
  async takeOver(other: TextSession<E>): Promise<void> {
    other.release();
    carryOver(other.text, this.text, other.#mine);
    for (const client of other.#mine) this.#mine.add(client);
    this.#noteEdit();
    other.#isClosed = true;
    // A crash before the other draft is gone would find what leans in both, and bring it twice.
    await (this.#storage?.written() ?? this.flush());
    const replaced = [other.#draft, ...other.#recovered].map(({ id }) => id);
    await replaceDrafts(this.#book.strict, { ...this.#draft, clients: [...this.#mine] }, replaced);
    await other.#end(true);
  }

  /** Forgets what is written: for a text without a record that nobody wants any more. */
  async discard(): Promise<void> {
    this.#setState({ type: 'gone' });
    await this.close();
  }

  async #end(isDone: boolean): Promise<void> {
    this.#stopFollowing?.();
    clearTimeout(this.#timer);
    await this.#storage?.close();
    if (isDone) await this.#deleteDrafts([this.#draft, ...this.#recovered]);
    this.text.destroy();
    this.#release();
  }

  /** Resolves when nothing leans on letters that the book does not have. */
  async #upright(): Promise<void> {
    await this.flush();
    if (!this.#isLeaning || this.#state.type === 'failed' || this.#state.type === 'gone') return;
    await new Promise<void>((resolve) => (this.#whenUpright = resolve));
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
    const { bytes, ends, isLeaning, hasLateDeletions } = ownWriting(this.text, this.#mine, this.#kept);
    this.#isLeaning = isLeaning;
    this.#hasLateDeletions = hasLateDeletions;
    const result = bytes === undefined ? ok(null) : await this.#keep({ record, bytes });
    if (this.#state.type === 'gone') return;
    if (result.ok) {
      raise(this.#kept, ends);
      if (!this.#isLeaning) this.#whenUpright();
      if (!this.#isDirty && !this.#isLeaning) this.#setState({ type: 'kept' });
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
      return row === undefined ? undefined : { text: row.text, updates: await readUpdates(db, id) };
    });
    this.#stopFollowing = stored.subscribe((now) => {
      if (now === undefined) return this.#setState({ type: 'gone' });
      this.#keptText = now.text;
      this.#receive(now.updates);
    });
  }

  #receive(updates: Awaited<ReturnType<typeof readUpdates>>): void {
    const fresh = updates.filter(({ seq }) => seq > this.#lastSeq).map(({ bytes }) => bytes);
    this.#lastSeq = updates.at(-1)?.seq ?? this.#lastSeq;
    if (this.#isHeld) this.#waiting.push(...fresh);
    else for (const bytes of fresh) this.text.merge(bytes);
    const raised = fresh.map((bytes) => raise(this.#kept, parseUpdateMeta(bytes).to, this.#mine));
    if ((!this.#isLeaning && !this.#hasLateDeletions) || !raised.includes(true)) return;
    this.#isDirty = true;
    if (this.#isClosed) void this.flush();
    else this.#schedule();
  }

  #setState(state: TextState<E>): void {
    this.#state = state;
    for (const listener of this.#listeners) listener(state);
  }

  async #deleteDrafts(drafts: readonly DraftRow[]): Promise<void> {
    for (const { id } of drafts) await deleteDraft(this.#book.strict, id);
  }
}

/** Raises clocks to those given; true where one of a client that is not `mine` rose. */
function raise(
  clocks: Map<number, number>,
  to: ReadonlyMap<number, number>,
  mine: ReadonlySet<number> = new Set(),
): boolean {
  let hasRisen = false;
  for (const [client, clock] of to) {
    if (clock <= (clocks.get(client) ?? 0)) continue;
    clocks.set(client, clock);
    hasRisen ||= !mine.has(client);
  }
  return hasRisen;
}

interface Opened {
  readonly text: TextDocument;
  /** What the text began with, as an editor has it. */
  readonly first: string;
  readonly draft: DraftRow;
  readonly storage: Draft | undefined;
  readonly release: () => void;
  /** Drafts that a crash has left: their letters are in the text. */
  readonly recovered: readonly DraftRow[];
  readonly record: RecordId | undefined;
  /** What the book has of the text. */
  readonly known: Map<number, number>;
  /** Clients whose writing is for this session to keep. */
  readonly mine: Set<number>;
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
  // Until it has what those hold, they count and it does not.
  const client = await beginDraft(db, left.length === 0 ? draft : { ...draft, isGone: true });
  const base = record === undefined || row === undefined ? '' : (firstTextOf(record, row.base) ?? '');
  const text = record === undefined ? new TextDocument('', []) : await loadText(db, record, base);
  text.doc.clientID = client;
  const known = text.clocks();
  const mine = new Set([client]);
  let hasMore = false;
  const note = (): void => {
    hasMore = true;
  };
  text.doc.on('update', note);
  const recovered: DraftRow[] = [];
  for (const each of left) {
    const carried = each.isGone === true ? [] : await takeUp(each, base, text);
    // One that cannot be read now stays for the next time.
    if (carried === undefined) continue;
    for (const writer of carried) mine.add(writer);
    recovered.push(each);
  }
  text.doc.off('update', note);
  const storage = await Draft.open(draft.id, text.doc);
  if (storage !== undefined && left.length > 0) {
    await storage.written();
    const replaced = recovered.map(({ id }) => id);
    await replaceDrafts(db, { ...draft, clients: [...mine] }, replaced);
  }
  const first = base.replace(/\r\n?/g, '\n');
  return { text, first, draft, storage, release, recovered, record, known, mine, hasMore };
}

/** Brings what a draft's own session wrote into a document, and gives its clients; undefined where its database does not open. */
async function takeUp(row: DraftRow, base: string, text: TextDocument): Promise<number[] | undefined> {
  const drafted = new TextDocument(base, []);
  const storage = await Draft.open(row.id, drafted.doc);
  await storage?.close();
  const { device } = partsOfClient(text.doc.clientID);
  const isOwn = (client: number): boolean => partsOfClient(client).device === device;
  const clients = [...(row.clients ?? [...drafted.clocks().keys()].filter(isOwn))];
  if (storage !== undefined) carryOver(drafted, text, new Set(clients));
  drafted.destroy();
  return storage && clients;
}

/** Holds a lock until what it gives is called, or the tab ends. */
function hold(name: string): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const until = (): Promise<void> => new Promise<void>((release) => resolve(release));
    navigator.locks.request(name, until).catch(reject);
  });
}
