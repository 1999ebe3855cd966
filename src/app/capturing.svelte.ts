import type { RecordId } from '../domain/ids.ts';
import type { Values } from '../domain/record.ts';
import type { ListedKind } from '../read/listQuery.ts';
import type { Arrival, Capture } from '../screens/capture/capture.ts';
import { goTo } from '../screens/routes.ts';
import type { Route } from '../screens/routes.ts';
import { followLaunches } from '../pwa/launchedFiles.ts';
import { takeShared } from '../pwa/sharedInbox.ts';
import { CaptureReader } from '../workers/capture.ts';

/** A form for a new record over the screen that is there. */
export interface NewRecord {
  readonly kind: ListedKind;
  readonly values: Values;
}

/** Everything that comes into the book from outside or in passing, and where it goes. */
export class Capturing implements Capture {
  readonly reader = new CaptureReader();
  readonly #route: () => Route;
  readonly search: () => void;
  #form = $state.raw<NewRecord>();
  #line = $state<string>();
  #printed = $state<RecordId>();
  #arrival: Arrival | undefined;
  /** Rises with each arrival: a screen that is there already begins anew. */
  #arrivals = $state(0);
  #table: File | undefined;

  constructor(route: () => Route, search: () => void) {
    this.#route = route;
    this.search = search;
  }

  get recordInView(): RecordId | undefined {
    const route = this.#route();
    return route.page === 'list' ? route.id : undefined;
  }

  get form(): NewRecord | undefined {
    return this.#form;
  }

  /** What the quick line starts with; undefined while it is closed. */
  get line(): string | undefined {
    return this.#line;
  }

  get isOpen(): boolean {
    return (this.#form ?? this.#line ?? this.#printed) !== undefined;
  }

  /** The record on its way to the printer. */
  get printed(): RecordId | undefined {
    return this.#printed;
  }

  get arrivals(): number {
    return this.#arrivals;
  }

  create(kind: ListedKind, values: Values = {}): void {
    this.close();
    this.#form = { kind, values };
  }

  quickAdd(line: string): void {
    this.close();
    this.#line = line;
  }

  print(id: RecordId): void {
    this.close();
    this.#printed = id;
  }

  close(): void {
    this.#printed = undefined;
    this.#form = undefined;
    this.#line = undefined;
  }

  receive(arrival: Arrival): void {
    const table = arrival.files.find(isTable);
    this.#arrivals++;
    if (table !== undefined) {
      this.#table = table;
      goTo({ page: 'import' });
      return;
    }
    this.#arrival = arrival;
    goTo({ page: 'capture' });
  }

  takeArrival(): Arrival | undefined {
    const arrival = this.#arrival;
    this.#arrival = undefined;
    return arrival;
  }

  /** The table that the import is to open, once. */
  takeTable(): File | undefined {
    const table = this.#table;
    this.#table = undefined;
    return table;
  }

  /** Takes what was shared before this page was there, and what the system opens with it. */
  async welcome(): Promise<void> {
    followLaunches((files) => this.receive({ text: '', files }));
    const shared = await takeShared();
    if (shared !== undefined) this.receive(shared);
    if (location.search !== '')
      history.replaceState(history.state, '', `${location.pathname}${location.hash}`);
  }
}

function isTable({ name, type }: File): boolean {
  return (
    /\.(?:csv|tsv|tab|xlsx|json|jsonl|ndjson|ics)$/i.test(name) ||
    /^text\/(?:csv|comma-separated-values|tab-separated-values|calendar)/.test(type)
  );
}
