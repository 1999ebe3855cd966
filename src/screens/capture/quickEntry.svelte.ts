import { localDate } from '../../domain/dates.ts';
import type { RecordId } from '../../domain/ids.ts';
import { kindOfId } from '../../domain/ids.ts';
import type { Json } from '../../domain/json.ts';
import type { Values } from '../../domain/record.ts';
import type { FieldProblem } from '../../domain/validate.ts';
import { madeBy } from '../../commands/records.ts';
import { listTexts } from '../../i18n/list.ts';
import { t } from '../../i18n/language.svelte.ts';
import type { CaptureReader } from '../../workers/capture.ts';
import type { QuickKind, QuickLine } from '../../workers/captureMessages.ts';
import { isDone, useActs } from '../acts.svelte.ts';
import type { ScreenBook } from '../book.ts';
import { asText } from '../fields/text.ts';
import { formProblems, tidied } from '../form/formValues.ts';
import { bookCurrency } from '../settings/currency.svelte.ts';
import { aboutOf, type About } from './about.ts';
import { accountsByName } from './companies.ts';
import { quickValues } from './quickValues.ts';

/** One line on its way to a record: what was read in it, what the person has changed of that, and what it belongs to. */
export class QuickEntry {
  readonly #book: ScreenBook;
  readonly #reader: CaptureReader;
  readonly #about: () => About;
  readonly #acts = useActs();
  #line = $state('');
  #read = $state.raw<QuickLine>();
  #chosen = $state<QuickKind>();
  #edits = $state.raw<Values>({});
  #company = $state<string>();
  /** Records that the line names. */
  #mentioned = $state.raw<About>({});
  #knownCompany = $state.raw<RecordId>();
  #hasTried = $state(false);
  #isSaving = false;

  /** `about` is what is in view. */
  constructor(book: ScreenBook, reader: CaptureReader, about: () => About) {
    this.#book = book;
    this.#reader = reader;
    this.#about = about;
  }

  get line(): string {
    return this.#line;
  }

  /** What it becomes; undefined while nothing is written. */
  get kind(): QuickKind | undefined {
    return this.#read === undefined ? undefined : (this.#chosen ?? this.#read.kind);
  }

  readonly values = $derived.by<Values>(() => {
    const { kind } = this;
    if (this.#read === undefined || kind === undefined) return {};
    const { account: inView, ...others } = { ...this.#mentioned, ...this.#about() };
    // A company that the line names counts more than the customer on screen.
    const names = kind === 'contact' && this.#read.person.company !== '';
    const account = names ? this.#knownCompany : inView;
    const from = {
      member: this.#book.member,
      currency: bookCurrency(),
      about: account === undefined ? others : { ...others, account },
      now: new Date(),
    };
    return { ...quickValues(kind, this.#read, from), ...this.#edits };
  });

  /** The company of a contact who belongs to no customer yet; empty where there is none. */
  readonly newCompany = $derived.by<string>(() => {
    if (
      this.kind !== 'contact' ||
      (Array.isArray(this.values['accounts']) && this.values['accounts'].length > 0)
    )
      return '';
    return this.#company ?? this.#read?.person.company ?? '';
  });

  readonly problems = $derived.by<ReadonlyMap<string, FieldProblem>>(() =>
    this.kind === undefined || !this.#hasTried ? new Map() : formProblems(this.kind, this.values, true),
  );

  async read(line: string): Promise<void> {
    this.#line = line;
    if (line.trim() === '') {
      this.#read = undefined;
      this.#edits = {};
      this.#company = undefined;
      return;
    }
    const read = await this.#reader.ask('readLine', line, localDate(new Date()));
    if (line !== this.#line) return;
    this.#read = read;
    const [mentioned, known] = await Promise.all([
      this.#find(read.mentions),
      accountsByName(this.#book.index, [read.person.company]),
    ]);
    if (line !== this.#line) return;
    this.#mentioned = mentioned;
    this.#knownCompany = known.get(read.person.company);
  }

  choose(kind: QuickKind): void {
    this.#chosen = kind;
    this.#edits = {};
    this.#hasTried = false;
  }

  change(key: string, value: Json): void {
    this.#edits = { ...this.#edits, [key]: value };
  }

  setCompany(name: string): void {
    this.#company = name;
  }

  /** Whether it is saved; what is wrong shows in `problems`. */
  async save(): Promise<boolean> {
    const { kind } = this;
    this.#hasTried = true;
    if (kind === undefined || kind === 'order' || this.problems.size > 0 || this.#isSaving) return false;
    this.#isSaving = true;
    const values = tidied(this.values);
    const company = this.newCompany.trim();
    const name = asText(values['name'] ?? values['title'] ?? values['subject']);
    const answer = await this.#acts.run(
      company === ''
        ? this.#book.create(kind, values)
        : this.#book.applyTogether([
            { create: 'account', values: { name: company, kind: 'company', owner: this.#book.member } },
            { create: kind, values: { ...values, accounts: [madeBy(0)] } },
          ]),
      t(listTexts).done.created(name === '' ? company : name),
    );
    this.#isSaving = false;
    return isDone(answer);
  }

  /** Customers and contacts by the names in a line; a name that fits several is nobody's. */
  async #find(names: readonly string[]): Promise<About> {
    for (const name of names) {
      const answer = await this.#book.index.search({ text: name, kinds: ['contact', 'account'], limit: 2 });
      const hits = answer.ok ? answer.value.hits.filter((hit) => hit.foundIn === 'name') : [];
      const exact = hits.filter((hit) => hit.name.toLowerCase() === name.toLowerCase());
      const [hit] = exact.length === 1 ? exact : hits.length === 1 ? hits : [];
      if (hit === undefined) continue;
      const [row] = await this.#book.rows([hit.id]);
      return row === undefined ? { [kindOfId(hit.id)]: hit.id } : aboutOf(row);
    }
    return {};
  }
}
