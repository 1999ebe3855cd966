import { entryOf } from '../../domain/bookSettings.ts';
import type { Analysis } from '../../workers/analysis.ts';
import type {
  AnalysisTasks,
  CallError,
  CrossCheck,
  CustomersAnswer,
  GroupsAnswer,
  GroupsRequest,
  OrderSource,
} from '../../workers/analysisTasks.ts';
import type { Run } from '../studio/runs.ts';
import type { Kept } from '../studio/studio.svelte.ts';
import { groupsByRules, groupsFound, type Grouping } from './grouping.ts';
import { customersRequestOf, recipeOfRun, rememberRecipe, seedOf, type Recipe } from './recipe.ts';

/** A computation: not asked for, under way (with what it had given before), done, or failed. */
export type Step<T, E> =
  | { readonly status: 'idle' }
  | { readonly status: 'working'; readonly done: number; readonly earlier: T | undefined }
  | { readonly status: 'ready'; readonly value: T }
  | { readonly status: 'failed'; readonly error: E };

export type CustomersStep = Step<CustomersAnswer, AnalysisTasks['customers']['error'] | CallError>;
export type GroupsStep = Step<GroupsAnswer, AnalysisTasks['groups']['error'] | CallError>;
export type CheckStep = Step<CrossCheck, AnalysisTasks['crossCheck']['error'] | CallError>;

export type Mode = Grouping['mode'];

/** What the Insight screen shows and does. Results are raw: they go back to the workers. */
export class InsightModel implements Kept {
  mode = $state<Mode>('rules');
  recipe = $state.raw<Recipe>() as Recipe;
  customers = $state.raw<CustomersStep>({ status: 'idle' });
  groups = $state.raw<GroupsStep>({ status: 'idle' });
  check = $state.raw<CheckStep>({ status: 'idle' });
  /** Group that was picked by hand in each mode. */
  #picked = $state.raw<Partial<Record<Mode, number>>>({});
  /** The seed of an earlier analysis that was made again; of the recipe as long as nothing else is asked. */
  #repeated = $state<number>();
  #madeAt = $state(0);
  #abort = new AbortController();

  readonly #analysis: Analysis;
  readonly #source: OrderSource;
  readonly #today: string;

  constructor(analysis: Analysis, source: OrderSource, recipe: Recipe, today: string) {
    this.#analysis = analysis;
    this.#source = source;
    this.#today = today;
    this.recipe = recipe;
  }

  /** The customers now on screen, also while they are computed anew. */
  get shown(): CustomersAnswer | undefined {
    return valueOf(this.customers);
  }

  readonly grouping: Grouping | undefined = $derived.by(() => {
    const customers = valueOf(this.customers);
    if (customers === undefined) return undefined;
    if (this.mode === 'rules') return groupsByRules(customers);
    const found = valueOf(this.groups);
    return found === undefined ? undefined : groupsFound(customers, found);
  });

  /** Position in `grouping.groups` of the group that the sentence is about. */
  readonly focus: number = $derived.by(() => {
    const picked = this.#picked[this.mode];
    return picked !== undefined && picked < (this.grouping?.groups.length ?? 0) ? picked : 0;
  });

  get done(): number | undefined {
    const working = [this.customers, this.groups].find(({ status }) => status === 'working');
    return working?.status === 'working' ? working.done : undefined;
  }

  get seed(): number {
    return this.#repeated ?? seedOf(this.recipe, this.shown?.population.snapshotDay ?? 0);
  }

  /** The groups on screen, once they are all there. */
  get found(): Grouping | undefined {
    return this.done === undefined ? this.grouping : undefined;
  }

  /** When they were found, ms since 1970. */
  get foundAt(): number {
    return this.#madeAt;
  }

  /** Needs nothing to be chosen first. */
  load(): Promise<void> {
    return this.run();
  }

  pick(position: number): void {
    this.#picked = { ...this.#picked, [this.mode]: position };
  }

  /** Reads the orders again and computes what is on screen. */
  async run(): Promise<void> {
    this.cancel();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.groups = { status: 'idle' };
    this.check = { status: 'idle' };
    this.#picked = {};
    const earlier = this.shown;
    this.customers = { status: 'working', done: 0, earlier };
    const result = await this.#analysis.run(
      'customers',
      { source: this.#source, ...customersRequestOf(this.recipe, this.#today) },
      { signal, onProgress: (done) => (this.customers = { status: 'working', done, earlier }) },
    );
    if (this.#abort.signal !== signal) return;
    this.customers = stepOf(result);
    this.#madeAt = Date.now();
    if (result.ok && this.mode === 'found') await this.#findGroups();
  }

  async show(mode: Mode): Promise<void> {
    this.mode = mode;
    if (mode === 'found' && this.groups.status === 'idle' && this.customers.status === 'ready')
      await this.#findGroups();
  }

  async use(recipe: Recipe): Promise<void> {
    this.recipe = recipe;
    this.#repeated = undefined;
    rememberRecipe(recipe);
    await this.run();
  }

  /** Asks again what an earlier analysis asked, with its seed. */
  async repeat({ settings, seed }: Run): Promise<void> {
    this.mode = entryOf(settings, 'mode') === 'found' ? 'found' : 'rules';
    this.recipe = recipeOfRun(settings);
    this.#repeated = seed;
    await this.run();
  }

  /** Has ml-kmeans find the same groups, and compares. */
  async runCheck(): Promise<void> {
    const request = this.#groupsRequest();
    const found = valueOf(this.groups);
    if (request === undefined || found === undefined) return;
    const { signal } = this.#abort;
    this.check = { status: 'working', done: 0, earlier: undefined };
    const result = await this.#analysis.run('crossCheck', { ...request, k: found.k }, { signal });
    if (this.#abort.signal === signal) this.check = stepOf(result);
  }

  /** Stops what is under way; what was computed before comes back. */
  cancel(): void {
    this.#abort.abort();
  }

  async #findGroups(): Promise<void> {
    const request = this.#groupsRequest();
    if (request === undefined) return;
    if (this.#abort.signal.aborted) this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.groups = { status: 'working', done: 0, earlier: undefined };
    const result = await this.#analysis.run('groups', request, {
      signal,
      onProgress: (done) => (this.groups = { status: 'working', done, earlier: undefined }),
    });
    if (this.#abort.signal !== signal) return;
    this.groups = stepOf(result);
    this.#madeAt = Date.now();
  }

  #groupsRequest(): GroupsRequest | undefined {
    const customers = valueOf(this.customers);
    if (customers === undefined) return undefined;
    const { figures, rfm } = customers;
    const { features, useLog, k } = this.recipe;
    return { figures, rfm, features, useLog, k, seed: this.seed };
  }
}

export function valueOf<T, E>(step: Step<T, E>): T | undefined {
  if (step.status === 'ready') return step.value;
  return step.status === 'working' ? step.earlier : undefined;
}

function stepOf<T, E>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E },
): Step<T, E> {
  return result.ok ? { status: 'ready', value: result.value } : { status: 'failed', error: result.error };
}
