export const todaySections = ['deals', 'payments', 'needs', 'slipping', 'birthdays', 'repairs'] as const;
export type TodaySection = (typeof todaySections)[number];

const storageKey = 'rapport.today';

/** What a person wants to see on the page of today, on this device. */
export class TodayChoices {
  #scope = $state<'mine' | 'all'>('mine');
  #hidden = $state.raw<readonly TodaySection[]>([]);

  constructor() {
    const kept = readKept();
    this.#scope = kept.scope === 'all' ? 'all' : 'mine';
    this.#hidden = todaySections.filter((section) => kept.hidden?.includes(section) === true);
  }

  get scope(): 'mine' | 'all' {
    return this.#scope;
  }

  shows(section: TodaySection): boolean {
    return !this.#hidden.includes(section);
  }

  setScope(scope: 'mine' | 'all'): void {
    this.#scope = scope;
    this.#keep();
  }

  toggle(section: TodaySection): void {
    this.#hidden = this.shows(section)
      ? [...this.#hidden, section]
      : this.#hidden.filter((each) => each !== section);
    this.#keep();
  }

  #keep(): void {
    try {
      localStorage.setItem(storageKey, JSON.stringify({ scope: this.#scope, hidden: this.#hidden }));
    } catch {
      // Without storage the choice lasts until the page closes.
      return;
    }
  }
}

function readKept(): { readonly scope?: unknown; readonly hidden?: readonly unknown[] } {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '{}');
    if (typeof kept !== 'object' || kept === null) return {};
    const { scope, hidden } = kept as { scope?: unknown; hidden?: unknown };
    return { scope, ...(Array.isArray(hidden) ? { hidden: hidden as readonly unknown[] } : {}) };
  } catch {
    return {};
  }
}
