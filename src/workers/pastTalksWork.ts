import { withoutFunctionWords } from '../analytics/text/functionWords.ts';
import { termRanges } from '../analytics/text/terms.ts';
import { mostSimilar, sharedTerms, tfidfOf, type Similar, type TfidfModel } from '../analytics/text/tfidf.ts';
import { readRows } from '../database/rows.ts';
import type { BookDatabase } from '../database/schema.ts';
import { kindOfId, shardOfRecord, type RecordId } from '../domain/ids.ts';
import { isHidden, valuesOf, type RecordRow } from '../domain/record.ts';
import { readHiddenBatches } from '../read/live.ts';
import { readMergedWith } from '../database/merges.ts';
import type { PastTalk, PastTalksCalls, PastTalksQuestion } from './pastTalksMessages.ts';

/** Below this cosine two texts share little more than common words. */
const leastCosine = 0.06;
/** Terms that are marked, at most. */
const markedTerms = 12;
/** A pasted chat counts with its beginning. */
const comparedLetters = 1_000;
/** Of the best hits so many are looked through for texts that differ: a team says some things to every customer. */
const lookedThrough = 200;
/** Hits beyond the limit: a record may have gone since it was weighed. */
const spare = 5;
const rowsAtOnce = 500;
const comparedKinds = ['activity', 'need'] as const;

/**
 * Finds the earlier conversations and needs that are most like a text, by the cosine of their TF-IDF weights. Compared are the
 * newest of the book, which the tab names, and all of the customer. Texts are read once and again only when the row log says
 * that they have changed; the weights are made anew when any of them has.
 */
export class PastTalksWork {
  readonly #db: BookDatabase;
  #recent: readonly RecordId[] = [];
  #account: RecordId | undefined;
  #ofAccount: readonly RecordId[] = [];
  /** By record; empty for one that is deleted or hidden. */
  readonly #texts = new Map<RecordId, string>();
  #compared: readonly RecordId[] = [];
  #model: TfidfModel | undefined;
  #cursor: number | undefined;

  constructor(db: BookDatabase) {
    this.#db = db;
  }

  recent(ids: readonly RecordId[]): ReturnType<PastTalksCalls['recent']> {
    this.#recent = ids;
    this.#model = undefined;
    return null;
  }

  async similar(question: PastTalksQuestion): Promise<ReturnType<PastTalksCalls['similar']>> {
    await this.#catchUp();
    await this.#lookAt(question.account);
    const model = (this.#model ??= await this.#weigh());
    const { except, limit } = question;
    const text = withoutFunctionWords(question.text);
    const hits = mostSimilar(model, text, lookedThrough, leastCosine).filter(
      (hit) => this.#compared[hit.text] !== except,
    );
    const found = this.#distinct(hits).slice(0, limit + spare);
    const ids = found.map((each) => this.#compared[each.text] ?? '');
    const [rows, hidden] = await Promise.all([readRows(this.#db, ids), readHiddenBatches(this.#db)]);
    const talks = found.flatMap((each, i): PastTalk[] => {
      const row = rows[i];
      if (row === undefined || row.deletedAt !== undefined || isHidden(row, hidden)) return [];
      const terms = new Set(sharedTerms(model, each.text, text, markedTerms));
      const shown = shownText(row);
      return [{ row, cosine: each.cosine, text: shown, marks: termRanges(shown, terms) }];
    });
    return talks.slice(0, limit);
  }

  close(): void {
    this.#db.close();
  }

  /** Forgets what was written since. */
  async #catchUp(): Promise<void> {
    const { rowLog } = this.#db;
    const last = (await rowLog.orderBy('seq').last())?.seq ?? 0;
    const since = this.#cursor;
    this.#cursor = last;
    if (since === undefined || since === last) return;
    const entries = await rowLog.where('seq').above(since).toArray();
    const isTrimmed = last < since || entries[0]?.seq !== since + 1;
    const changed = entries.filter(({ kind }) => comparedKinds.some((each) => each === kind));
    // Undoing an import hides records whose own rows stay as they are.
    const isAll = isTrimmed || entries.some(({ kind, all }) => all === true || kind === 'batch');
    if (!isAll && changed.length === 0) return;
    if (isAll) this.#texts.clear();
    const ids = new Set(changed.flatMap((entry) => entry.ids ?? []));
    const shards = new Set(changed.flatMap((entry) => entry.shards ?? []));
    for (const id of this.#texts.keys())
      if (ids.has(id) || shards.has(shardOfRecord(id))) this.#texts.delete(id);
    this.#account = undefined;
    this.#ofAccount = [];
    this.#model = undefined;
  }

  async #lookAt(account: RecordId | undefined): Promise<void> {
    if (account === this.#account) return;
    const accounts = account === undefined ? [] : await readMergedWith(this.#db, account);
    const keys = await Promise.all(
      (account === undefined ? [] : comparedKinds).map((kind) =>
        this.#db.rowsOf(kind).where('refs').anyOf(accounts).primaryKeys(),
      ),
    );
    this.#account = account;
    this.#ofAccount = keys.flat();
    this.#model = undefined;
  }

  /** Of hits with the same text the first: the customer's own, or the newest. */
  #distinct(hits: readonly Similar[]): readonly Similar[] {
    const seen = new Set<string>();
    return hits.filter((hit) => {
      const text = this.#texts.get(this.#compared[hit.text] ?? '') ?? '';
      const isNew = !seen.has(text);
      seen.add(text);
      return isNew;
    });
  }

  /** Later texts come first among those that are as much alike: the customer's own, and the newest of others. */
  async #weigh(): Promise<TfidfModel> {
    const own = new Set(this.#ofAccount);
    const wanted = new Set([...this.#recent.filter((id) => !own.has(id)).reverse(), ...own]);
    for (const id of this.#texts.keys()) if (!wanted.has(id)) this.#texts.delete(id);
    await this.#read([...wanted].filter((id) => !this.#texts.has(id)));
    this.#compared = [...wanted].filter((id) => this.#texts.get(id) !== '');
    return tfidfOf(
      this.#compared.map((id) => this.#texts.get(id) ?? ''),
      1,
    );
  }

  async #read(ids: readonly RecordId[]): Promise<void> {
    const hidden = await readHiddenBatches(this.#db);
    for (let from = 0; from < ids.length; from += rowsAtOnce) {
      const some = ids.slice(from, from + rowsAtOnce);
      const rows = await readRows(this.#db, some);
      some.forEach((id, i) => {
        const row = rows[i];
        const isThere = row !== undefined && row.deletedAt === undefined && !isHidden(row, hidden);
        this.#texts.set(id, isThere ? comparedText(row) : '');
      });
    }
  }
}

const keysByKind = { activity: ['subject', 'body'], need: ['title', 'description'] } as const;

function textsOf(row: RecordRow): readonly [head: string, body: string] {
  const [head, body] = keysByKind[kindOfId(row.id) === 'need' ? 'need' : 'activity'];
  const values = valuesOf(row);
  const textOf = (key: string): string => {
    const value = values[key];
    return typeof value === 'string' ? value.trim() : '';
  };
  return [textOf(head), textOf(body)];
}

function comparedText(row: RecordRow): string {
  return withoutFunctionWords(textsOf(row).join('\n').slice(0, comparedLetters)).trim();
}

function shownText(row: RecordRow): string {
  const [head, body] = textsOf(row);
  return body === '' ? head : body;
}
