import { createContext } from 'svelte';

/** What the tour shows, in its order. */
export const tourSteps = [
  'welcome',
  'today',
  'customer',
  'log',
  'filter',
  'command',
  'indices',
  'end',
] as const;
export type TourStep = (typeof tourSteps)[number];

const storageKey = 'rapport.tour';

/** The tour of the application, which can be left at any step and gone on with later, on this device. */
export class Tour {
  #step = $state<TourStep>();
  #left = $state<TourStep>();

  constructor() {
    const { step, isLeft } = readKept();
    if (isLeft) this.#left = step;
    else this.#step = step;
  }

  /** What is shown now; undefined while there is no tour on screen. */
  get step(): TourStep | undefined {
    return this.#step;
  }

  /** Where it was left. */
  get left(): TourStep | undefined {
    return this.#left;
  }

  /** Asks whether somebody wants it. */
  readonly offer = (): void => this.#show('welcome');

  readonly start = (): void => this.#show('today');

  readonly goOn = (): void => this.#show(this.#left ?? 'today');

  readonly next = (): void => this.#move(1);

  readonly back = (): void => this.#move(-1);

  /** Whoever has seen the end, or never began, has left nothing to go on with. */
  readonly leave = (): void => {
    const step = this.#step;
    this.#left = step === 'welcome' || step === 'end' ? undefined : step;
    this.#step = undefined;
    keep(this.#left, true);
  };

  #move(by: 1 | -1): void {
    const step = tourSteps[tourSteps.indexOf(this.#step ?? 'welcome') + by];
    if (step !== undefined) this.#show(step);
  }

  #show(step: TourStep): void {
    this.#step = step;
    this.#left = undefined;
    keep(step, false);
  }
}

export const [useTour, provideTour] = createContext<Tour>();

function keep(step: TourStep | undefined, isLeft: boolean): void {
  try {
    if (step === undefined) localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, JSON.stringify({ step, isLeft }));
  } catch {
    // A browser that refuses storage forgets the step with the page.
    return;
  }
}

function readKept(): { readonly step: TourStep | undefined; readonly isLeft: boolean } {
  try {
    const kept = JSON.parse(localStorage.getItem(storageKey) ?? '{}') as { step?: unknown; isLeft?: unknown };
    return { step: tourSteps.find((each) => each === kept.step), isLeft: kept.isLeft === true };
  } catch {
    return { step: undefined, isLeft: false };
  }
}
