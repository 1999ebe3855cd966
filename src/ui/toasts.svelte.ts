/** How long a toast stays when nobody points at it. */
const staysMs = 8000;

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly lang?: string | undefined;
  readonly actions: readonly ToastAction[];
}

/** What a button of a toast says and does; the toast goes away with it. */
export interface ToastAction {
  readonly label: string;
  readonly run: () => void;
}

/** The short messages at the foot of the screen. Each stays eight seconds; pointing at them or focusing them stops the clock. */
export class Toasts {
  #shown = $state.raw<readonly Toast[]>([]);
  #timers = new Map<number, ReturnType<typeof setTimeout>>();
  #nextId = 1;
  #held = false;

  get shown(): readonly Toast[] {
    return this.#shown;
  }

  show(text: string, ...actions: readonly ToastAction[]): number {
    const toast: Toast = { id: this.#nextId, text, actions };
    this.#nextId += 1;
    this.#shown = [...this.#shown.slice(-2), toast];
    this.#start(toast.id);
    return toast.id;
  }

  dismiss(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    this.#shown = this.#shown.filter((toast) => toast.id !== id);
  }

  /** Stops every clock while a person points at or has focus in the toasts. */
  hold(): void {
    this.#held = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  release(): void {
    if (!this.#held) return;
    this.#held = false;
    for (const toast of this.#shown) this.#start(toast.id);
  }

  #start(id: number): void {
    if (this.#held) return;
    this.#timers.set(
      id,
      setTimeout(() => this.dismiss(id), staysMs),
    );
  }
}
