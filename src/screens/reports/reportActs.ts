import { reportTexts } from '../../i18n/reports.ts';
import { t } from '../../i18n/language.svelte.ts';
import type { ReportDefinition } from '../../read/reports/definition.ts';
import { isDone, type Acts } from '../acts.svelte.ts';
import type { ScreenBook } from '../book.ts';
import { definitions } from '../fields/definitions.svelte.ts';
import { saveFile } from '../list/saveFile.ts';
import { goTo, stayingHere } from '../routes.ts';
import { saveSetting } from '../settings/saveSetting.ts';
import { dashboardSetting, widgetsJson, widgetsOf, type Widget } from './dashboard.ts';
import { definitionJson, type Report } from './reportBook.ts';
import type { ShownTable } from './shownRows.ts';

const words = t(reportTexts);

/** What people do with reports; each is one undoable step. */
export class ReportActs {
  readonly #book: ScreenBook;
  readonly #acts: Acts;

  constructor(book: ScreenBook, acts: Acts) {
    this.#book = book;
    this.#acts = acts;
  }

  /** Makes a report of the book and opens it. */
  async create(name: string, definition: ReportDefinition, isShared = true): Promise<void> {
    const isHere = stayingHere();
    const values = {
      ...{ name, object: definition.object, shared: isShared, owner: this.#book.member },
      definition: definitionJson(definition),
    };
    const done = await this.#acts.run(this.#book.create('report', values), words.saved(name));
    const id = isDone(done) ? done.ids[0] : undefined;
    if (id !== undefined && isHere()) goTo({ page: 'reports', report: id });
  }

  async duplicate({ name, definition, isShared }: Report): Promise<void> {
    if (definition !== undefined) await this.create(words.copyOf(name), definition, isShared);
  }

  async save({ row, name }: Report, definition: ReportDefinition): Promise<boolean> {
    if (row === undefined) return false;
    const values = { object: definition.object, definition: definitionJson(definition) };
    return isDone(await this.#acts.run(this.#book.update(row, values), words.updated(name)));
  }

  async rename({ row }: Report, name: string, isShared: boolean): Promise<void> {
    if (row === undefined) return;
    await this.#acts.run(this.#book.update(row, { name, shared: isShared }), words.renamed(name));
  }

  async remove({ row, name }: Report): Promise<void> {
    if (row === undefined) return;
    await this.#acts.run(this.#book.editMany([row.id], { op: 'delete' }, ''), words.removed(name));
  }

  async toDashboard({ id, name }: Report): Promise<void> {
    const widgets = widgetsOf(definitions().settings.get(dashboardSetting)?.value);
    const rest = widgets.filter(({ report }) => report !== id);
    await this.arrange([...rest, { report: id, isWide: false }], words.added(name));
  }

  async arrange(widgets: readonly Widget[], said: string): Promise<void> {
    await this.#acts.run(saveSetting(this.#book, dashboardSetting, widgetsJson(widgets)), said);
  }

  async export(format: 'csv' | 'xlsx', { file }: ShownTable): Promise<void> {
    saveFile(await this.#book.exportTable(format, file), `${file.name}.${format}`);
  }
}
