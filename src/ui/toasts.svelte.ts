/** How long a toast stays when nobody points at it. */
const staysMs = 8000;

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly lang?: string | undefined;
  /** What the button says and does; the toast goes away with it. */
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
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

  show(text: string, action?: Toast['action']): number {
    const toast: Toast = { id: this.#nextId, text, action };
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
