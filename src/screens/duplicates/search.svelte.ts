import type { RecordId } from '../../domain/ids.ts';
import type { MergeableKind } from '../../domain/merging.ts';
import type { Analysis } from '../../workers/analysis.ts';
import type {
  AnalysisTasks,
  CallError,
  DuplicatesAnswer,
  DuplicateSuggestion,
} from '../../workers/analysisTasks.ts';
import type { ScreenBook } from '../book.ts';
import type { Kept } from '../studio/studio.svelte.ts';

type SearchError = AnalysisTasks['duplicates']['error'] | CallError;

/** The search of a kind for duplicates, and what is left of its answer; it goes on while a person looks elsewhere. */
export class DuplicateSearch implements Kept {
  readonly kind: MergeableKind;
  readonly #book: ScreenBook;
  readonly #analysis: Analysis;
  answer = $state.raw<DuplicatesAnswer>();
  error = $state.raw<SearchError>();
  /** Share done, 0 to 1, while records are compared. */
  done = $state<number>();
  /** Records that were merged, or said to be different, since they were found. */
  #settled = $state.raw<ReadonlySet<DuplicateSuggestion>>(new Set());
  readonly suggestions = $derived(
    (this.answer?.suggestions ?? []).filter((each) => !this.#settled.has(each)),
  );
  #abort = new AbortController();

  constructor(book: ScreenBook, analysis: Analysis, kind: MergeableKind) {
    this.#book = book;
    this.#analysis = analysis;
    this.kind = kind;
  }

  async run(): Promise<void> {
    this.cancel();
    const abort = (this.#abort = new AbortController());
    this.error = undefined;
    this.done = 0;
    const answer = await this.#analysis.run(
      'duplicates',
      { name: this.#book.name, kind: this.kind },
      { signal: abort.signal, onProgress: (done) => (this.done = done) },
    );
    if (abort !== this.#abort) return;
    this.done = undefined;
    if (answer.ok) {
      this.answer = answer.value;
      this.#settled = new Set();
    } else if (answer.error.type !== 'cancelled') this.error = answer.error;
  }

  cancel(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.done = undefined;
  }

  /** What was decided of suggestions needs no second look; an undo brings them back with the next search. */
  settle(suggestions: readonly DuplicateSuggestion[]): void {
    this.#settled = new Set([...this.#settled, ...suggestions]);
  }

  /** Suggestions of a certainty, those only that hold together as a group. */
  atLeast(chance: number): readonly DuplicateSuggestion[] {
    const taken = new Set<RecordId>();
    return this.suggestions.filter((each) => {
      if (each.chance < chance || each.ids.some((id) => taken.has(id))) return false;
      for (const id of each.ids) taken.add(id);
      return true;
    });
  }
}
