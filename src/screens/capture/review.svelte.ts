import { madeBy, type Act } from '../../commands/records.ts';
import type { FoundPerson } from '../../domain/foundPerson.ts';
import type { RecordId } from '../../domain/ids.ts';
import { captureTexts } from '../../i18n/capture.ts';
import { formatCount } from '../../i18n/formats.ts';
import { t } from '../../i18n/language.svelte.ts';
import { isDone, type Acts } from '../acts.svelte.ts';
import type { ScreenBook } from '../book.ts';
import { formProblems } from '../form/formValues.ts';
import { accountsByName } from './companies.ts';
import { accountValues, contactValues } from './personValues.ts';

/** A person on the way into the book. */
export interface ReviewItem {
  readonly key: number;
  readonly person: FoundPerson;
  readonly isChosen: boolean;
  readonly isOpen: boolean;
}

/** With a customer for each of them, what one undo takes back. More go through the import, which is one step of any size. */
export const maxReviewed = 50;

/** People that were read, for a person to correct and choose from before anything is written. */
export class Review {
  readonly #book: ScreenBook;
  readonly #acts: Acts;
  #items = $state.raw<readonly ReviewItem[]>([]);
  #known = $state.raw<ReadonlyMap<string, RecordId>>(new Map());
  #isSaving = $state(false);
  #photosLost = $state(0);

  constructor(book: ScreenBook, acts: Acts, people: readonly FoundPerson[]) {
    this.#book = book;
    this.#acts = acts;
    this.#items = people.map((person, key) => ({ key, person, isChosen: true, isOpen: people.length === 1 }));
    void this.#lookAround();
  }

  get items(): readonly ReviewItem[] {
    return this.#items;
  }

  get chosen(): readonly ReviewItem[] {
    return this.#items.filter((item) => item.isChosen);
  }

  /** Chosen ones that cannot be saved as they are. */
  get wrong(): readonly ReviewItem[] {
    return this.chosen.filter((item) => problemOf(item.person) !== undefined);
  }

  /** Pictures that there was no room for. */
  get photosLost(): number {
    return this.#photosLost;
  }

  get isSaving(): boolean {
    return this.#isSaving;
  }

  /** The customer of that name, where there is one. */
  accountOf(company: string): RecordId | undefined {
    return this.#known.get(company);
  }

  change(key: number, change: Partial<Omit<ReviewItem, 'key'>>): void {
    this.#items = this.#items.map((item) => (item.key === key ? { ...item, ...change } : item));
    if (change.person !== undefined) void this.#findCompanies();
  }

  /** Creates the chosen ones with their customers as one step, and takes them off the list. Whether that was done. */
  async save(): Promise<boolean> {
    const { chosen } = this;
    if (chosen.length === 0 || this.wrong.length > 0 || this.#isSaving) return false;
    this.#isSaving = true;
    await this.#findCompanies();
    const people = chosen.map((item) => item.person);
    const text = t(captureTexts).page.saved(formatCount(people.length));
    const answer = await this.#acts.run(this.#book.applyTogether(this.#actsFor(people)), text);
    this.#isSaving = false;
    if (!isDone(answer)) return false;
    await this.#keepPhotos(people, answer.ids);
    const saved = new Set(chosen.map((item) => item.key));
    this.#items = this.#items.filter((item) => !saved.has(item.key));
    return true;
  }

  /** Customers first, each company once; a contact names the act that makes its customer. */
  #actsFor(people: readonly FoundPerson[]): readonly Act[] {
    const owner = this.#book.member;
    const acts: Act[] = [];
    const made = new Map<string, string>();
    const add = (name: string, act: Act): void => {
      made.set(name, madeBy(acts.length));
      acts.push(act);
    };
    for (const person of people.filter(isAccount))
      add(person.name, { create: 'account', values: { ...accountValues(person), owner } });
    for (const { company } of people.filter((person) => !isAccount(person))) {
      if (company === '' || made.has(company) || this.#known.has(company)) continue;
      add(company, { create: 'account', values: { name: company, kind: 'company', owner } });
    }
    for (const person of people.filter((each) => !isAccount(each))) {
      const account = this.#known.get(person.company) ?? made.get(person.company);
      const accounts = account === undefined ? {} : { accounts: [account] };
      acts.push({ create: 'contact', values: { ...contactValues(person), ...accounts, owner } });
    }
    return acts;
  }

  /** Pictures become files of the records; `ids` are in the order of the acts: companies come first, contacts last. */
  async #keepPhotos(people: readonly FoundPerson[], ids: readonly RecordId[]): Promise<void> {
    const accounts = people.filter(isAccount);
    const contacts = people.filter((person) => !isAccount(person));
    const ofContacts = ids.slice(ids.length - contacts.length);
    const kept = [
      ...accounts.map((person, i) => [person, ids[i]] as const),
      ...contacts.map((person, i) => [person, ofContacts[i]] as const),
    ];
    for (const [{ photo, name }, id] of kept) {
      if (photo === undefined || id === undefined) continue;
      const end = photo.type.slice(photo.type.indexOf('/') + 1);
      const bytes = new Blob([photo.bytes], { type: photo.type });
      const answer = await this.#book.addFile(id, { name: `${name}.${end}`, type: photo.type, bytes });
      if (!answer.ok) this.#photosLost += 1;
    }
  }

  async #findCompanies(): Promise<void> {
    const names = this.#items.map((item) => item.person.company).filter((name) => !this.#known.has(name));
    const found = await accountsByName(this.#book.index, names);
    if (found.size > 0) this.#known = new Map([...this.#known, ...found]);
  }

  /** Whoever is here already, by phone or e-mail, is not chosen until somebody says so. */
  async #lookAround(): Promise<void> {
    void this.#findCompanies();
    for (const { key, person } of this.#items) {
      const { phones, emails } = person;
      const kind = isAccount(person) ? 'account' : 'contact';
      const found = await this.#book.index.similar({ kind, name: '', phones, emails, limit: 1 });
      if (found.ok && found.value.length > 0) this.change(key, { isChosen: false });
    }
  }
}

function isAccount(person: FoundPerson): boolean {
  return person.isCompany;
}

/** What is wrong with a person as they stand. */
export function problemOf(person: FoundPerson): 'name' | 'other' | undefined {
  const kind = isAccount(person) ? 'account' : 'contact';
  const problems = formProblems(
    kind,
    kind === 'account' ? accountValues(person) : contactValues(person),
    true,
  );
  if (problems.has('name')) return 'name';
  return problems.size > 0 ? 'other' : undefined;
}
