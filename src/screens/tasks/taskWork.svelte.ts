import { createContext } from 'svelte';
import { localDate, type IsoDate } from '../../domain/dates.ts';
import { loadOnce } from '../../domain/loadOnce.ts';
import type { Acts } from '../acts.svelte.ts';
import type { ScreenBook } from '../book.ts';
import type { DateQuestion, TaskActs } from './taskActs.ts';

/** What people do with tasks wherever they stand, and the sheet that asks for dates. The acts are loaded with the first. */
export class TaskWork {
  readonly #load: () => Promise<TaskActs>;
  /** The sheet of dates is open for this. */
  question = $state.raw<DateQuestion>();

  constructor(book: ScreenBook, acts: Acts) {
    const ask = (question: DateQuestion): void => {
      this.question = question;
    };
    this.#load = loadOnce(async () => {
      const { TaskActs: Loaded } = await import('./taskActs.ts');
      return new Loaded(book, acts, ask);
    });
  }

  readonly finish: TaskActs['finish'] = async (...args) => (await this.#load()).finish(...args);
  readonly finishWithNext: TaskActs['finishWithNext'] = async (...args) =>
    (await this.#load()).finishWithNext(...args);
  readonly putOff: TaskActs['putOff'] = async (...args) => (await this.#load()).putOff(...args);
  readonly moveTo: TaskActs['moveTo'] = async (...args) => (await this.#load()).moveTo(...args);
  readonly setStatus: TaskActs['setStatus'] = async (...args) => (await this.#load()).setStatus(...args);
  readonly plan: TaskActs['plan'] = async (...args) => (await this.#load()).plan(...args);

  today(): IsoDate {
    return localDate(Date.now());
  }
}

export const [useTaskWork, provideTaskWork] = createContext<TaskWork>();
