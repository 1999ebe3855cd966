import type { BookColumn } from '../../domain/bookTable.ts';
import type { RecordId } from '../../domain/ids.ts';
import { tableTexts } from '../../i18n/tables.ts';
import { t } from '../../i18n/language.svelte.ts';
import type { OpenedFile } from '../../workers/importMessages.ts';
import type { KeepError, KeptTable, TableKeeper, UnfinishedTable } from '../../workers/keepTable.ts';
import type { TableChecked } from '../../workers/tableMessages.ts';
import {
  settingsLike,
  settingsOf,
  type ColumnSetting,
  type OtherShape,
  type Reading,
  type TableLayout,
  type TableSettings,
  type TableSurvey,
} from '../../workers/tableView.ts';
import { preferredDateOrder } from '../import/preferredDateOrder.ts';
import type { Kept } from '../studio/studio.svelte.ts';

/** Where keeping a table stands; `list` has no file. */
export type TablePhase = 'list' | 'reading' | 'ready' | 'writing';

/** A table whose rows a file is to replace. */
export interface Replaced {
  readonly id: RecordId;
  readonly name: string;
  readonly columns: readonly BookColumn[];
  readonly keyColumn: string | null;
}

export type TableFailure = KeepError | { readonly type: 'nothing-readable' };

/** Waits after a change before the rows are checked again, in ms. */
const settleMs = 350;

const words = t(tableTexts);

/** One file on its way to be a table of the book. It goes on while a person looks at other pages. */
export class TableFlow implements Kept {
  readonly keeper: TableKeeper;
  #phase = $state<TablePhase>('list');
  #opened = $state.raw<OpenedFile>();
  #survey = $state.raw<TableSurvey>();
  #settings = $state.raw<TableSettings>();
  #shape = $state.raw<OtherShape>();
  #checked = $state.raw<TableChecked>();
  #replaced = $state.raw<Replaced>();
  #failure = $state.raw<TableFailure>();
  #notice = $state<'cancelled' | 'discarded'>();
  #share = $state<number>();
  #unfinished = $state.raw<readonly UnfinishedTable[]>([]);
  #file: File | undefined;
  #running: AbortController | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(keeper: TableKeeper) {
    this.keeper = keeper;
  }

  get phase(): TablePhase {
    return this.#phase;
  }
  get opened(): OpenedFile | undefined {
    return this.#opened;
  }
  get survey(): TableSurvey | undefined {
    return this.#survey;
  }
  get settings(): TableSettings | undefined {
    return this.#settings;
  }
  /** How the file differs from the table that it should replace. */
  get shape(): OtherShape | undefined {
    return this.#shape;
  }
  /** The last check of exactly these settings; undefined while one runs. */
  get checked(): TableChecked | undefined {
    return this.#checked;
  }
  get replaced(): Replaced | undefined {
    return this.#replaced;
  }
  get failure(): TableFailure | undefined {
    return this.#failure;
  }
  get notice(): 'cancelled' | 'discarded' | undefined {
    return this.#notice;
  }
  get unfinished(): readonly UnfinishedTable[] {
    return this.#unfinished;
  }
  get done(): number | undefined {
    return this.#phase === 'reading' || this.#phase === 'writing' ? (this.#share ?? 0) : undefined;
  }
  /** Share of what runs now; undefined while it cannot be known. */
  get share(): number | undefined {
    return this.#share;
  }
  /** Why the table cannot be kept as it is set; undefined where it can. */
  get problem(): string | undefined {
    const settings = this.#settings;
    if (settings === undefined) return undefined;
    if (settings.name.trim() === '') return words.needName;
    const seen = new Set<string>();
    for (const { label } of settings.columns) {
      const name = label.trim().toLowerCase();
      if (name === '') return words.emptyName;
      if (seen.has(name)) return words.sameNames(label);
      seen.add(name);
    }
    return undefined;
  }

  async loadUnfinished(): Promise<void> {
    this.#unfinished = await this.keeper.unfinished();
  }

  /** The next file takes the place of a table's rows; without one it becomes a new table. */
  replace(replaced: Replaced | undefined): void {
    this.#replaced = replaced;
  }

  async openFile(file: File, reading?: Reading): Promise<void> {
    const controller = this.#begin('reading');
    const read = await this.keeper.open(file, reading, preferredDateOrder(), this.#options(controller));
    if (controller.signal.aborted) return;
    if (!read.ok) return this.#fail(read.error);
    const { opened, survey } = read.value;
    if (opened.rows === 0 && opened.sheets === undefined) return this.#fail({ type: 'nothing-readable' });
    this.#file = file;
    this.#opened = opened;
    this.#survey = survey;
    this.#phase = 'ready';
    this.#settle();
  }

  async reread(reading: Reading): Promise<void> {
    if (this.#file !== undefined) await this.openFile(this.#file, reading);
  }

  /** Keeps the file as a table of its own after all. */
  asNew(): void {
    this.#replaced = undefined;
    this.#settle();
  }

  setName(name: string): void {
    if (this.#settings !== undefined) this.#settings = { ...this.#settings, name };
  }

  setLayout(layout: TableLayout): void {
    const [survey, settings] = [this.#survey, this.#settings];
    if (survey === undefined || settings === undefined) return;
    const { name } = settings;
    this.#change(settingsOf(name, { ...survey, layout }, columnName(layout)));
  }

  setKey(keyColumn: string | null): void {
    if (this.#settings !== undefined) this.#change({ ...this.#settings, keyColumn });
  }

  setLabel(key: string, label: string): void {
    if (this.#settings !== undefined) this.#settings = this.#withColumn(this.#settings, key, { label });
  }

  setColumn(key: string, change: Partial<ColumnSetting>): void {
    if (this.#settings !== undefined) this.#change(this.#withColumn(this.#settings, key, change));
  }

  /** Keeps the table as it was checked. Undefined where that failed or was cancelled. */
  async keep(): Promise<KeptTable | undefined> {
    const [opened, settings, checked] = [this.#opened, this.#settings, this.#checked];
    if (opened === undefined || settings === undefined || checked === undefined) return undefined;
    const trimmed = { ...settings, name: settings.name.trim(), columns: settings.columns.map(trimmedColumn) };
    const controller = this.#begin('writing');
    return this.#finish(
      this.keeper.keep(opened, trimmed, checked, this.#replaced?.id, this.#runOptions(controller)),
      'ready',
    );
  }

  async resume(batch: RecordId, file: File): Promise<KeptTable | undefined> {
    const controller = this.#begin('writing');
    return this.#finish(this.keeper.resume(batch, file, this.#runOptions(controller)), 'list');
  }

  async discard(batch: RecordId): Promise<void> {
    const undone = await this.keeper.discard(batch);
    if (undone.ok) this.#notice = 'discarded';
    else this.#failure = undone.error;
    await this.loadUnfinished();
  }

  cancel(): void {
    this.#running?.abort();
    if (this.#phase === 'reading') this.restart('cancelled');
  }

  /** Back to the list of tables. */
  restart(notice?: 'cancelled'): void {
    this.#running?.abort();
    clearTimeout(this.#timer);
    this.#phase = 'list';
    this.#opened = undefined;
    this.#survey = undefined;
    this.#settings = undefined;
    this.#shape = undefined;
    this.#checked = undefined;
    this.#replaced = undefined;
    this.#failure = undefined;
    this.#notice = notice;
    this.#file = undefined;
    void this.loadUnfinished();
  }

  /** To be called when the page is left: a draft and what is being written stay, a worker without either ends. */
  rest(): void {
    if (this.#phase === 'list') this.keeper.close();
  }

  #settle(): void {
    const [survey, replaced] = [this.#survey, this.#replaced];
    if (survey === undefined) return;
    this.#shape = undefined;
    if (replaced === undefined) {
      this.#change(settingsOf(tableName(this.#opened?.name ?? ''), survey, columnName(survey.layout)), 0);
      return;
    }
    const settings = settingsLike(replaced, survey, words.column);
    if ('type' in settings) {
      this.#settings = undefined;
      this.#shape = settings;
    } else this.#change(settings, 0);
  }

  #withColumn(settings: TableSettings, key: string, change: Partial<ColumnSetting>): TableSettings {
    const columns = settings.columns.map((column) =>
      column.key === key ? { ...column, ...change } : column,
    );
    return { ...settings, columns };
  }

  #change(settings: TableSettings, waitMs = settleMs): void {
    this.#settings = settings;
    this.#checked = undefined;
    this.#failure = undefined;
    this.#running?.abort();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#check(), waitMs);
  }

  async #check(): Promise<void> {
    const settings = this.#settings;
    if (settings === undefined) return;
    const controller = new AbortController();
    this.#running = controller;
    this.#share = undefined;
    const checked = await this.keeper.check(settings, this.#replaced?.id, this.#options(controller));
    if (controller.signal.aborted) return;
    if (checked.ok) this.#checked = checked.value;
    else this.#failure = checked.error;
  }

  async #finish(
    running: ReturnType<TableKeeper['keep']>,
    before: 'ready' | 'list',
  ): Promise<KeptTable | undefined> {
    const kept = await running;
    if (kept.ok) {
      this.restart();
      return kept.value;
    }
    this.#phase = before;
    if (kept.error.type === 'read-cancelled') this.#notice = 'cancelled';
    else this.#failure = kept.error;
    await this.loadUnfinished();
    return undefined;
  }

  #begin(phase: TablePhase): AbortController {
    this.#running?.abort();
    clearTimeout(this.#timer);
    this.#running = new AbortController();
    this.#failure = undefined;
    this.#notice = undefined;
    this.#share = undefined;
    this.#phase = phase;
    return this.#running;
  }

  #fail(error: TableFailure): void {
    this.#failure = error;
    this.#phase = 'list';
  }

  #options(controller: AbortController) {
    return {
      signal: controller.signal,
      onProgress: ({ doneBytes, totalBytes }: { doneBytes: number; totalBytes: number }) => {
        if (!controller.signal.aborted && this.#phase !== 'writing')
          this.#share = totalBytes > 0 ? doneBytes / totalBytes : undefined;
      },
    };
  }

  #runOptions(controller: AbortController) {
    return {
      ...this.#options(controller),
      onWritten: (done: number, total: number) => (this.#share = total === 0 ? undefined : done / total),
    };
  }
}

function trimmedColumn(column: ColumnSetting): ColumnSetting {
  return { ...column, label: column.label.trim() };
}

/** What a column is called that the file does not name. */
function columnName(layout: TableLayout): (column: number) => string {
  return layout === 'lists' ? () => words.listName : words.column;
}

/** The name of a file without what says its kind. */
function tableName(fileName: string): string {
  return fileName.replace(/\.gz$/i, '').replace(/\.(?:csv|tsv|tab|txt|xlsx|xlsm)$/i, '');
}
