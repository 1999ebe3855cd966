import type { Act } from '../../commands/records.ts';
import type { RecordId } from '../../domain/ids.ts';
import { valuesOf } from '../../domain/record.ts';
import type { RecordRow } from '../../domain/record.ts';
import { t } from '../../i18n/language.svelte.ts';
import { viewTexts } from '../../i18n/views.ts';
import type { ListedKind } from '../../read/listQuery.ts';
import { isDone, type Acts } from '../acts.svelte.ts';
import type { ScreenBook } from '../book.ts';
import { definitions } from '../fields/definitions.svelte.ts';
import { nameOfRow, type FewRecords } from '../fields/names.svelte.ts';
import { goTo, stayingHere } from '../routes.ts';
import type { ListState } from './listState.svelte.ts';
import { isPinned, isShared, moved, orderIn, pinnedInOrder, viewOrderName, viewsFor } from './savedViews.ts';
import { definitionJson } from './viewDefinition.ts';

/** What a person decides about a view beside what it shows. */
export interface ViewSettings {
  readonly name: string;
  readonly shared: boolean;
  readonly pinned: boolean;
}

/** What can be done with the saved views of a list; each is one step that Undo takes back. */
export class ViewActs {
  readonly #book: ScreenBook;
  readonly #acts: Acts;
  readonly #few: FewRecords;
  readonly #kindNow: () => ListedKind;

  constructor(book: ScreenBook, acts: Acts, few: FewRecords, kind: () => ListedKind) {
    this.#book = book;
    this.#acts = acts;
    this.#few = few;
    this.#kindNow = kind;
  }

  get #kind(): ListedKind {
    return this.#kindNow();
  }

  get views(): readonly RecordRow[] {
    return viewsFor(this.#kind, this.#few.views, this.#book.member);
  }

  get pinned(): readonly RecordRow[] {
    return pinnedInOrder(this.views, orderIn(definitions().settings, this.#kind));
  }

  viewOf(id: string | undefined): RecordRow | undefined {
    return this.views.find((view) => view.id === id);
  }

  /** Saves what a list shows under a new name and opens it. */
  async create(list: ListState, { name, shared, pinned }: ViewSettings): Promise<void> {
    const isHere = stayingHere();
    const made = await this.#acts.run(
      this.#book.create('view', {
        name,
        object: this.#kind,
        definition: definitionJson(list.definition),
        shared,
        pinned,
        owner: this.#book.member,
      }),
      t(viewTexts).done.created(name),
    );
    const id = isDone(made) ? made.ids[0] : undefined;
    if (id === undefined) return;
    list.forgetChanges();
    if (isHere()) goTo({ page: 'list', kind: this.#kind, view: id });
  }

  async saveChanges(view: RecordRow, list: ListState): Promise<void> {
    const definition = definitionJson(list.definition);
    const name = nameOfRow(view);
    await this.#acts.run(this.#book.update(view, { definition }), t(viewTexts).done.saved(name));
  }

  async change(view: RecordRow, { name, shared, pinned }: ViewSettings): Promise<void> {
    await this.#acts.run(this.#book.update(view, { name, shared, pinned }), t(viewTexts).done.saved(name));
  }

  async duplicate(view: RecordRow): Promise<void> {
    const isHere = stayingHere();
    const { definition = null } = valuesOf(view);
    const name = t(viewTexts).copyOf(nameOfRow(view));
    const made = await this.#acts.run(
      this.#book.create('view', {
        name,
        object: this.#kind,
        definition,
        shared: isShared(view),
        pinned: isPinned(view),
        owner: this.#book.member,
      }),
      t(viewTexts).done.created(name),
    );
    const id = isDone(made) ? made.ids[0] : undefined;
    if (id !== undefined && isHere()) goTo({ page: 'list', kind: this.#kind, view: id });
  }

  async pin(view: RecordRow, pinned: boolean): Promise<void> {
    const name = nameOfRow(view);
    const { done } = t(viewTexts);
    await this.#acts.run(
      this.#book.update(view, { pinned }),
      pinned ? done.pinned(name) : done.unpinned(name),
    );
  }

  async delete(view: RecordRow): Promise<void> {
    const isHere = stayingHere();
    await this.#acts.run(
      this.#book.editMany([view.id], { op: 'delete' }, ''),
      t(viewTexts).done.deleted(nameOfRow(view)),
    );
    if (isHere()) goTo({ page: 'list', kind: this.#kind }, true);
  }

  /** Moves a pinned view among its neighbours; the order belongs to the book. */
  async move(view: RecordRow, step: -1 | 1): Promise<void> {
    const value = moved<RecordId>(
      this.pinned.map(({ id }) => id),
      view.id,
      step,
    );
    const name = viewOrderName(this.#kind);
    const setting = definitions().settings.get(name);
    const act: Act =
      setting === undefined
        ? { create: 'setting', values: { name, value } }
        : { update: setting.row, values: { value } };
    await this.#acts.run(this.#book.applyTogether([act]), t(viewTexts).done.moved(nameOfRow(view)));
  }
}
