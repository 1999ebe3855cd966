import { textsOf } from '../../domain/bookSettings.ts';
import { localDate } from '../../domain/dates.ts';
import type { BulkEdit } from '../../domain/bulkEdit.ts';
import type { RecordId } from '../../domain/ids.ts';
import { qualityNotesOf, qualityReportSetting, withQualityNote } from '../../domain/qualityReport.ts';
import { callingCountries } from '../../domain/valueRepairs.ts';
import {
  findingKey,
  qualityChecks,
  type Finding,
  type QualityCheck,
  type QualityOverview,
  type QualityRequest,
} from '../../read/qualityFindings.ts';
import type { ScreenBook } from '../book.ts';
import { definitions } from '../fields/definitions.svelte.ts';
import { weightsOf } from '../indices/indices.svelte.ts';
import type { FewRecords } from '../fields/names.svelte.ts';
import { saveSetting } from '../settings/saveSetting.ts';
import { bookCurrency } from '../settings/currency.svelte.ts';

const dismissedSetting = 'qualityDismissed';
const regionSetting = 'qualityPhoneRegion';
/** False alarms that a book remembers; the oldest are forgotten. */
const mostDismissed = 5_000;

const regionByCurrency: Readonly<Record<string, string>> = {
  ...{ CNY: 'CN', HKD: 'HK', TWD: 'TW', SGD: 'SG', JPY: 'JP', KRW: 'KR', INR: 'IN', AUD: 'AU', USD: 'US' },
  ...{ CAD: 'CA', GBP: 'GB', CHF: 'CH', EUR: 'DE' },
};

/** What the page of data quality shows, as the book is now. */
export class QualityModel {
  readonly #book: ScreenBook;
  readonly #few: FewRecords;
  overview = $state.raw<QualityOverview>();
  /** S of the book, 0 to 1; null without customers. */
  score = $state<number | null>();
  readonly notes = $derived(qualityNotesOf(definitions().settings.get(qualityReportSetting)?.value));
  readonly dismissed = $derived(textsOf(definitions().settings.get(dismissedSetting)?.value));
  readonly region = $derived.by(() => {
    const chosen = definitions().settings.get(regionSetting)?.value;
    const known = callingCountries.find(({ region }) => region === chosen);
    return known?.region ?? regionByCurrency[bookCurrency()] ?? 'CN';
  });
  #asked = 0;

  constructor(book: ScreenBook, few: FewRecords) {
    this.#book = book;
    this.#few = few;
    $effect(() => {
      void this.#ask(this.#request());
      return book.index.onChange((kinds) => {
        if (kinds.has('account') || kinds.has('contact')) void this.#ask(this.#request());
      });
    });
  }

  get found(): number {
    return this.#sum('found');
  }

  get repairable(): number {
    return this.#sum('repairable');
  }

  async findings(check: QualityCheck): Promise<readonly Finding[]> {
    const answer = await this.#book.index.qualityFindings(this.#request(), check);
    return answer.ok ? answer.value : [];
  }

  setRegion(region: string) {
    return saveSetting(this.#book, regionSetting, region);
  }

  dismiss(finding: Finding) {
    const all = [...this.dismissed.filter((key) => key !== findingKey(finding)), findingKey(finding)];
    return saveSetting(this.#book, dismissedSetting, all.slice(-mostDismissed));
  }

  restoreDismissed() {
    return saveSetting(this.#book, dismissedSetting, []);
  }

  /** Writes what findings suggest as one step, where nobody has changed the values since. */
  repair(findings: readonly Finding[], title: string) {
    const values: Record<string, Record<RecordId, Record<string, string>>> = {};
    for (const { id, field, before, after } of findings) {
      if (after === undefined) continue;
      const byRecord = (values[field] ??= {});
      byRecord[id] = { ...byRecord[id], [before]: after };
    }
    const ids = [...new Set(findings.flatMap(({ id, after }) => (after === undefined ? [] : [id])))];
    return this.#book.editMany(ids, { op: 'replaceEach', values } satisfies BulkEdit, title);
  }

  #request(): QualityRequest {
    return { region: this.region, today: localDate(Date.now()), dismissed: this.dismissed };
  }

  async #ask(request: QualityRequest): Promise<void> {
    const asked = ++this.#asked;
    const weights = weightsOf(this.#few.settings);
    const [overview, indices] = await Promise.all([
      this.#book.index.quality(request),
      this.#book.index.indices({ weights, today: request.today, months: 1 }),
    ]);
    if (asked !== this.#asked) return;
    if (overview.ok) this.overview = overview.value;
    if (indices.ok) this.score = indices.value.values.S;
    await this.#note(request.today);
  }

  /** Once a day, for all devices of the book. */
  async #note(day: string): Promise<void> {
    const { score, overview, notes } = this;
    if (this.#book.isReadOnly || overview === undefined || score === undefined || score === null) return;
    if (notes.some((note) => note.day === day)) return;
    await saveSetting(
      this.#book,
      qualityReportSetting,
      withQualityNote(notes, { day, score, found: this.found }),
    );
  }

  #sum(what: 'found' | 'repairable'): number {
    const { overview } = this;
    return overview === undefined
      ? 0
      : qualityChecks.reduce((sum, check) => sum + overview.checks[check][what], 0);
  }
}
