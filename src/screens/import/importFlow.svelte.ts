import type { Refresh } from '../../domain/objects.ts';
import type { SavedImport, SavedRun, StoredImport } from '../../domain/savedImport.ts';
import { applySaved, runOfReport, savedFrom } from './savedMapping.ts';
import { currentLanguage } from '../../i18n/language.svelte.ts';
import { bookCurrency } from '../settings/currency.svelte.ts';
import type { FinishedImport, ImportError, Importer, UnfinishedImport } from '../../workers/import.ts';
import type { NewColumn, OpenedFile } from '../../workers/importMessages.ts';
import {
  defaultMatch,
  missingTargets,
  recordOf,
  type ColumnMapping,
  type ImportKind,
  type ImportSettings,
  type MatchField,
  type MatchPolicy,
  type Reading,
  type RunReport,
  type Target,
} from '../../workers/importView.ts';
import { preferredDateOrder } from './preferredDateOrder.ts';

export type NewField = NewColumn['field'];

/** Where the import stands. `ready` has a file: columns are mapped and rows are checked there. */
export type ImportPhase = 'choose' | 'reading' | 'ready' | 'writing' | 'report';

export interface ImportFailure {
  error: ImportError;
  /** An import that stays unfinished, to go on with or to discard. */
  isUnfinished: boolean;
}

/** What changes in the settings, said of those that stand when it is made. */
type Change = (now: ImportSettings) => Partial<ImportSettings>;

/** Waits after a change before the rows are checked again, in ms. */
const settleMs = 350;

/** One import from the choice of a file to the report. Every change of the settings checks all rows again; a newer check
 *  cancels the one before. */
export class ImportFlow {
  readonly #importer: Importer;
  #phase = $state<ImportPhase>('choose');
  #opened = $state.raw<OpenedFile>();
  #file: File | undefined;
  #settings = $state.raw<ImportSettings>();
  #isMatchChosen = false;
  #report = $state.raw<RunReport>();
  #isChecking = $state(false);
  #share = $state<number>();
  #written = $state.raw<{ done: number; total: number }>();
  #finished = $state.raw<FinishedImport>();
  #isUndone = $state(false);
  #failure = $state.raw<ImportFailure>();
  #unfinished = $state.raw<readonly UnfinishedImport[]>([]);
  #saved = $state.raw<StoredImport>();
  #absent = $state.raw<readonly string[]>([]);
  #isNoted = false;
  #notice = $state<'cancelled' | 'discarded'>();
  #running: AbortController | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Changes of the settings that are being worked out, for the file that is open. */
  readonly #underway = new Set<Promise<Change | undefined>>();

  constructor(importer: Importer) {
    this.#importer = importer;
  }

  get phase(): ImportPhase {
    return this.#phase;
  }
  get opened(): OpenedFile | undefined {
    return this.#opened;
  }
  /** The file that is open. */
  get file(): File | undefined {
    return this.#file;
  }
  get settings(): ImportSettings | undefined {
    return this.#settings;
  }
  /** The last check of exactly these settings; undefined while one runs. */
  get report(): RunReport | undefined {
    return this.#report;
  }
  get isChecking(): boolean {
    return this.#isChecking;
  }
  /** Share of the file read by what runs now; undefined while it cannot be known. */
  get share(): number | undefined {
    return this.#share;
  }
  get written(): { done: number; total: number } | undefined {
    return this.#written;
  }
  get finished(): FinishedImport | undefined {
    return this.#finished;
  }
  get isUndone(): boolean {
    return this.#isUndone;
  }
  get failure(): ImportFailure | undefined {
    return this.#failure;
  }
  get unfinished(): readonly UnfinishedImport[] {
    return this.#unfinished;
  }
  /** The saved import that the open file is read by. */
  get saved(): StoredImport | undefined {
    return this.#saved;
  }
  /** Columns of it that the file does not have. */
  get absent(): readonly string[] {
    return this.#absent;
  }
  get notice(): 'cancelled' | 'discarded' | undefined {
    return this.#notice;
  }
  /** 1 to 4: File, Map columns, Check and import, Report. */
  get step(): number {
    if (this.#phase === 'report') return 4;
    if (this.#phase === 'writing') return 3;
    if (this.#phase !== 'ready') return 1;
    return this.missing === undefined ? 3 : 2;
  }
  get missing(): readonly string[] | undefined {
    const settings = this.#settings;
    return settings === undefined ? undefined : missingTargets(settings.kind, settings.mapping);
  }
  async loadUnfinished(): Promise<void> {
    this.#unfinished = await this.#importer.unfinished();
  }

  /** Opens a new file of a saved import: its columns go where they went, by their names. */
  async openSaved(saved: StoredImport, file: File): Promise<void> {
    await this.openFile(file, undefined, saved);
  }

  /** Once for each finished run of a saved import: what it did, to be kept with it. */
  takeRun(): { readonly saved: StoredImport; readonly run: SavedRun } | undefined {
    const [saved, report] = [this.#saved, this.#finished?.report];
    if (saved === undefined || report === undefined || this.#isNoted) return undefined;
    this.#isNoted = true;
    const run = runOfReport(report, this.#opened?.name ?? '');
    return { saved, run };
  }

  /** What is kept to make this import again; undefined without one. */
  toSave(name: string, every: Refresh): SavedImport | undefined {
    const [opened, settings, report] = [this.#opened, this.#settings, this.#finished?.report];
    if (opened === undefined || settings === undefined || report === undefined) return undefined;
    return savedFrom(opened, settings, { name, every, runs: [runOfReport(report, opened.name)] });
  }

  /** The import has been saved: this run is its first. */
  setSaved(saved: StoredImport): void {
    this.#saved = saved;
    this.#isNoted = true;
  }

  async openFile(file: File, reading?: Reading, saved?: StoredImport): Promise<void> {
    const controller = this.#begin('reading');
    const result = await this.#importer.open(file, reading, preferredDateOrder(), this.#options(controller));
    if (controller.signal.aborted) return;
    if (!result.ok) {
      this.#fail(result.error, false);
      return;
    }
    this.#file = file;
    const opened = result.value;
    if (opened.rows === 0) {
      this.#fail({ type: 'nothing-readable' }, false);
      return;
    }
    this.#opened = opened;
    this.#saved = undefined;
    this.#absent = [];
    this.#isNoted = false;
    this.#isMatchChosen = false;
    this.#settings = {
      kind: opened.kind,
      mapping: opened.mapping,
      currency: this.#settings?.currency ?? bookCurrency(),
      matchBy: defaultMatch(opened.kind, opened.mapping),
      policy: opened.kind === 'orderLine' ? 'skip' : 'update',
      corrections: {},
      ofBook: opened.ofBook,
    };
    if (saved !== undefined) {
      const applied = await applySaved(this.#importer, saved.saved, opened, this.#settings);
      if (controller.signal.aborted) return;
      if (applied !== undefined) {
        this.#settings = applied.settings;
        this.#absent = applied.absent;
        this.#isMatchChosen = true;
        this.#saved = saved;
      }
    }
    this.#phase = 'ready';
    await this.#check();
  }

  async reread(reading: Reading): Promise<void> {
    if (this.#file !== undefined) await this.openFile(this.#file, reading, this.#saved);
  }

  async setKind(kind: ImportKind): Promise<void> {
    await this.#changeTo(async () => {
      const mapping = await this.#importer.guess(kind);
      if (!mapping.ok) return undefined;
      return ({ policy }) => {
        this.#isMatchChosen = false;
        return { kind, mapping: mapping.value, policy: kind === 'orderLine' ? 'skip' : policy };
      };
    });
  }

  async setTarget(column: number, target: string | null): Promise<void> {
    await this.#changeTo(async ({ kind }) => {
      const mapped = await this.#importer.remap(kind, column, target);
      return mapped.ok ? (now) => withColumns(now, kind, [mapped.value]) : undefined;
    });
  }

  /** Sets how a column is read. `target` is its target with choices that have just been added to the book. */
  setColumn(changed: ColumnMapping, target?: Target): void {
    const settings = this.#settings;
    if (settings === undefined) return;
    const ofBook = (settings.ofBook ?? []).map((each) => (each.key === target?.key ? target : each));
    this.#change({ ...withColumns(settings, settings.kind, [changed]), ofBook });
  }

  /**
   * Makes custom fields for columns that are left out, and maps them there. `create` gives the keys of what it made, in the
   * order of the fields; undefined where that failed.
   */
  async makeFields(
    columns: readonly number[],
    create: (fields: readonly NewField[]) => Promise<readonly string[] | undefined>,
  ): Promise<void> {
    await this.#changeTo(async ({ kind }) => {
      const planned = await this.#importer.newFields(columns);
      if (!planned.ok || planned.value.length === 0) return undefined;
      const keys = await create(planned.value.map(({ field }) => field));
      if (keys === undefined) return undefined;
      const record = recordOf(kind);
      const targets = planned.value.map(({ column }, i) => [column, `${record}.${keys[i] ?? ''}`] as const);
      const mapped = await this.#importer.mapToNew(kind, targets);
      if (!mapped.ok) return undefined;
      const { ofBook, mapping } = mapped.value;
      return (now) => ({ ...withColumns(now, kind, mapping), ofBook: [...ofBook] });
    });
  }

  setCurrency(currency: string): void {
    this.#change({ currency });
  }

  setPolicy(policy: MatchPolicy): void {
    this.#change({ policy });
  }

  setMatchBy(matchBy: readonly MatchField[]): void {
    this.#isMatchChosen = true;
    this.#change({ matchBy });
  }

  /** Puts other text in cells: `[row, column, text]`. */
  correct(cells: readonly (readonly [number, number, string])[]): void {
    const settings = this.#settings;
    if (settings === undefined) return;
    const corrections: Record<number, Record<number, string>> = { ...settings.corrections };
    for (const [row, column, text] of cells) corrections[row] = { ...corrections[row], [column]: text };
    this.#change({ corrections });
  }

  async write(): Promise<void> {
    const { opened, settings, report } = {
      opened: this.#opened,
      settings: this.#settings,
      report: this.#report,
    };
    if (opened === undefined || settings === undefined || report === undefined) return;
    const controller = this.#begin('writing');
    await this.#finish(this.#importer.write(opened, settings, report, this.#runOptions(controller)));
  }

  async resume(batch: string, file: File): Promise<void> {
    const controller = this.#begin('writing');
    await this.#finish(this.#importer.resume(batch, file, this.#runOptions(controller)));
  }

  async discard(batch: string): Promise<void> {
    const undone = await this.#importer.undo(batch);
    if (!undone.ok) {
      this.#fail(undone.error, true);
      return;
    }
    this.#notice = 'discarded';
    await this.loadUnfinished();
  }

  cancel(): void {
    this.#running?.abort();
    if (this.#phase === 'writing') return;
    this.#notice = 'cancelled';
    this.restart();
  }

  async undo(): Promise<boolean> {
    if (this.#finished === undefined) return false;
    const undone = await this.#importer.undo(this.#finished.batch);
    if (undone.ok) this.#isUndone = true;
    else this.#fail(undone.error, false);
    return undone.ok;
  }

  async redo(): Promise<void> {
    if (this.#finished === undefined) return;
    const redone = await this.#importer.redo(this.#finished.batch);
    if (redone.ok) this.#isUndone = false;
    else this.#fail(redone.error, false);
  }

  /** The rows that stay out, as a file; undefined when it cannot be made. */
  async failedRows(): Promise<Blob | undefined> {
    const settings = this.#settings;
    if (settings === undefined) return undefined;
    const made = await this.#importer.failedRows(settings, currentLanguage());
    return made.ok ? made.value : undefined;
  }

  /** Back to the choice of a file. */
  restart(): void {
    this.#running?.abort();
    clearTimeout(this.#timer);
    this.#underway.clear();
    this.#phase = 'choose';
    this.#opened = undefined;
    this.#settings = undefined;
    this.#report = undefined;
    this.#finished = undefined;
    this.#isUndone = false;
    this.#failure = undefined;
    void this.loadUnfinished();
  }

  close(): void {
    this.#running?.abort();
    clearTimeout(this.#timer);
    this.#importer.close();
  }

  /**
   * A change that takes a moment to work out: until it is made, no row counts as checked and nothing can be written. `work` gives
   * what changes in the settings as they are then; undefined where nothing does. Another file that is opened meanwhile has no
   * part in it.
   */
  async #changeTo(work: (settings: ImportSettings) => Promise<Change | undefined>): Promise<void> {
    if (this.#settings === undefined) return;
    const working = work(this.#settings);
    this.#underway.add(working);
    this.#recheck();
    let change: Change | undefined;
    try {
      change = await working;
    } finally {
      const now = this.#settings;
      if (this.#underway.delete(working) && now !== undefined) this.#change(change?.(now) ?? {});
    }
  }

  #change(changed: Partial<ImportSettings>): void {
    const settings = this.#settings;
    if (settings === undefined) return;
    const next = { ...settings, ...changed };
    this.#settings = this.#isMatchChosen ? next : { ...next, matchBy: defaultMatch(next.kind, next.mapping) };
    this.#recheck();
  }

  /** Has the rows checked by the settings as they will be when no change is underway. */
  #recheck(): void {
    this.#report = undefined;
    this.#isChecking = true;
    this.#share = undefined;
    this.#running?.abort();
    clearTimeout(this.#timer);
    if (this.#underway.size === 0) this.#timer = setTimeout(() => void this.#check(), settleMs);
  }

  async #check(): Promise<void> {
    const settings = this.#settings;
    this.#report = undefined;
    if (settings === undefined || this.missing !== undefined) {
      this.#isChecking = false;
      return;
    }
    this.#running?.abort();
    const controller = new AbortController();
    this.#running = controller;
    this.#isChecking = true;
    this.#share = undefined;
    const result = await this.#importer.check(settings, this.#options(controller));
    if (controller.signal.aborted) return;
    this.#isChecking = false;
    if (result.ok) this.#report = result.value;
    else this.#fail(result.error, false);
  }

  async #finish(running: ReturnType<Importer['write']>): Promise<void> {
    const result = await running;
    this.#written = undefined;
    if (result.ok) {
      this.#finished = result.value;
      this.#report = result.value.report;
      this.#phase = 'report';
      return;
    }
    if (result.error.type === 'read-cancelled') {
      this.#notice = 'cancelled';
      this.#phase = this.#opened === undefined ? 'choose' : 'ready';
      await (this.#opened === undefined ? this.loadUnfinished() : this.#check());
      return;
    }
    this.#fail(result.error, true);
  }

  #begin(phase: ImportPhase): AbortController {
    this.#running?.abort();
    clearTimeout(this.#timer);
    this.#underway.clear();
    this.#running = new AbortController();
    this.#failure = undefined;
    this.#notice = undefined;
    this.#share = undefined;
    this.#phase = phase;
    return this.#running;
  }

  #fail(error: ImportFailure['error'], isUnfinished: boolean): void {
    this.#failure = { error, isUnfinished };
    this.#isChecking = false;
    if (this.#phase === 'reading' || this.#phase === 'writing') this.#phase = 'choose';
    void this.loadUnfinished();
  }

  #options(controller: AbortController) {
    return {
      signal: controller.signal,
      onProgress: ({ doneBytes, totalBytes }: { doneBytes: number; totalBytes: number }) => {
        if (!controller.signal.aborted) this.#share = totalBytes > 0 ? doneBytes / totalBytes : undefined;
      },
    };
  }

  #runOptions(controller: AbortController) {
    return {
      ...this.#options(controller),
      onWritten: (done: number, total: number) => (this.#written = { done, total }),
    };
  }
}

/** Columns are read as `changed` says, where a row is still what it was when that was worked out. */
function withColumns(
  { kind, mapping }: ImportSettings,
  kindThen: ImportKind,
  changed: readonly ColumnMapping[],
): Partial<ImportSettings> {
  if (kind !== kindThen) return {};
  return { mapping: mapping.map((each) => changed.find(({ column }) => column === each.column) ?? each) };
}

let kept: ImportFlow | undefined;

/** The import of this tab: one that was left in the middle is a draft, and goes on where it stood. */
export function enterImport(start: () => Importer): ImportFlow {
  kept ??= new ImportFlow(start());
  return kept;
}

/** Leaves the screen: the draft stays, and an import that is being written goes on. */
export function leaveImport(flow: ImportFlow): void {
  if (flow.phase === 'choose' || flow.phase === 'reading') {
    flow.close();
    kept = undefined;
  }
}
