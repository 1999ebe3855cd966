import { columnsFor } from '../../domain/table.ts';
import {
  callNeural,
  type NetworkPrediction,
  type SavedNetwork,
  type TrainError,
  type TrainingState,
} from '../../workers/neural.ts';
import { knownRows, targetOf, type CallError, type TargetRecipe } from '../../workers/analysisTasks.ts';
import type { ScreenBook } from '../book.ts';
import type { SourceModel, SourceTable } from '../studio/source.svelte.ts';
import { recipeOf, type Found } from './found.ts';
import type { Target } from './targets.ts';

/** What a training needs of the page: what is asked and shown, and the source as it is now. */
interface Asked {
  readonly reading: SourceModel;
  readonly seed: number;
  readonly target: Target | undefined;
  readonly yes: string | undefined;
  found: Found | undefined;
  read(): Promise<SourceTable | undefined>;
}

/** A neural network beside the other methods: trained when somebody asks for it, kept in the book, used again later. */
export class NetworkTraining {
  /** While one is trained. */
  state = $state.raw<TrainingState>();
  isStarting = $state(false);
  error = $state.raw<TrainError | CallError>();
  /** The one that the book keeps for the question. */
  saved = $state.raw<SavedNetwork>();
  /** What the other methods found, and what the network found of the same customers: one of the two is shown. */
  #others: Found | undefined;
  #own: Found | undefined;
  #abort = new AbortController();
  readonly #book: ScreenBook;
  readonly #model: Asked;

  constructor(book: ScreenBook, model: Asked) {
    this.#book = book;
    this.#model = model;
  }

  /** Looks for a kept one for the question that is asked now. */
  async look(): Promise<void> {
    const { target, yes } = this.#model;
    this.saved = undefined;
    this.error = undefined;
    if (target === undefined) return;
    const kept = await this.#book.savedNetwork(this.#question(recipeOf(target, yes)));
    if (this.#model.target !== target || this.#model.yes !== yes) return;
    if (kept.ok) this.saved = kept.value;
    else this.error = kept.error;
  }

  /** On the customers, columns and folds of what is shown, so that its score stands beside the others. */
  async train(): Promise<void> {
    const { found, seed } = this.#model;
    if (found === undefined) return;
    this.cancel();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    const { data, target, yes, columns, answer } = found;
    const table = columnsFor(data.table, [target.key, ...columns]);
    const request = { table, target: recipeOf(target, yes), columns, seed };
    const question = this.#question(request.target);
    this.isStarting = true;
    this.error = undefined;
    const result = await callNeural('train', [this.#book.name, question, request, answer.scores], {
      signal,
      onTraining: (state) => (this.state = state),
    });
    if (this.#abort.signal !== signal) return;
    this.state = undefined;
    this.isStarting = false;
    if (!result.ok) {
      this.error = result.error;
      return;
    }
    if (!result.value.ok) {
      this.error = result.value.error;
      return;
    }
    const { saved, advised } = result.value.value;
    const own: NetworkPrediction = result.value.value.answer;
    this.saved = saved;
    if (this.#model.found !== found) return;
    this.#others = { ...found, answer: { ...answer, scores: own.scores } };
    this.#own = { ...found, answer: own };
    this.#model.found = advised === 'network' ? this.#own : this.#others;
  }

  /** Whether what is shown can be changed for what the network, or the others, found. */
  get other(): Found | undefined {
    const { found } = this.#model;
    if (found === undefined) return undefined;
    if (found === this.#own) return this.#others;
    return found === this.#others ? this.#own : undefined;
  }

  swap(): void {
    const { other } = this;
    if (other !== undefined) this.#model.found = other;
  }

  /** Has the kept network say it of the customers as they are now. */
  async useSaved(): Promise<void> {
    const { saved } = this;
    const { target, yes } = this.#model;
    if (saved === undefined || target === undefined) return;
    this.cancel();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.isStarting = true;
    this.error = undefined;
    const data = await this.#model.read();
    const said =
      data === undefined
        ? undefined
        : await callNeural('say', [columnsFor(data.table, saved.columns), saved.encoding, saved.model], {
            signal,
          });
    if (this.#abort.signal !== signal) return;
    this.isStarting = false;
    if (data === undefined || said === undefined) return;
    if (!said.ok) {
      this.error = said.error;
      return;
    }
    const values = targetOf(data.table, saved.target);
    const rows = knownRows(values);
    const at = (of: Float64Array) => Float64Array.from(rows, (row) => of[row]!);
    this.#model.found = {
      ...{ data, target, yes, saved, columns: saved.columns },
      answer: {
        ...saved.found,
        ...{ chosen: 'network', failed: [], encoding: saved.encoding, model: saved.model },
        ...{ rows, truth: at(values), unseen: at(said.value), said: said.value },
      },
    };
  }

  async forget(): Promise<void> {
    const { saved } = this;
    if (saved === undefined) return;
    const gone = await this.#book.forgetNetwork(this.#question(saved.target));
    if (gone.ok) await this.look();
    else this.error = gone.error;
  }

  /** What a network is kept for: the same source, prepared in the same way, and the same target. */
  #question({ key, yes }: TargetRecipe): string {
    const { source, steps } = this.#model.reading;
    return JSON.stringify([source, steps, key, yes ?? null]);
  }

  cancel(): void {
    this.#abort.abort();
    this.state = undefined;
    this.isStarting = false;
  }
}
