/** A value that outside events change, for a screen to follow. */
export interface Observable<T> {
  readonly current: T;
  /** Calls back after each change until the returned function is called. */
  subscribe: (onChange: (value: T) => void) => () => void;
}

export class Observed<T> implements Observable<T> {
  #current: T;
  readonly #listeners = new Set<(value: T) => void>();

  constructor(initial: T) {
    this.#current = initial;
  }

  get current(): T {
    return this.#current;
  }

  set(value: T): void {
    if (Object.is(value, this.#current)) return;
    this.#current = value;
    for (const listener of this.#listeners) listener(value);
  }

  subscribe(onChange: (value: T) => void): () => void {
    this.#listeners.add(onChange);
    return () => this.#listeners.delete(onChange);
  }
}
