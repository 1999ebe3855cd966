import { kindOfId, type RecordId } from '../../domain/ids.ts';
import type { RecordRow } from '../../domain/record.ts';
import type { OrdersOfAccount } from '../../read/accountFigures.ts';
import {
  aboutKinds,
  itemOfChange,
  itemOfOrder,
  itemOfRow,
  newestItems,
  timelineParts,
  type AboutKind,
  type TimelineItem,
  type TimelinePart,
} from '../../read/timeline.ts';
import type { ScreenBook } from '../book.ts';
import { following, type Following } from '../following.svelte.ts';

/** Entries shown at first, and more each time. */
const step = 30;

/** The stream of one record, read live: what others write appears by itself. */
export class Timeline {
  readonly #id: () => RecordId;
  readonly #rows: Readonly<Record<AboutKind, Following<RecordRow[]>>>;
  readonly #history;
  #orders = $state.raw<OrdersOfAccount>();
  #limit = $state(step);
  #part = $state<TimelinePart>();
  #field = $state('');

  readonly #itemsOfKind = $derived.by(
    () =>
      Object.fromEntries(
        aboutKinds.map((kind) => [kind, (this.#rows[kind].current ?? []).map(itemOfRow)]),
      ) as unknown as Readonly<Record<AboutKind, readonly TimelineItem[]>>,
  );
  readonly #sources = $derived.by<Readonly<Record<TimelinePart, readonly TimelineItem[]>>>(() => ({
    ...this.#itemsOfKind,
    order: (this.#orders?.orders ?? []).map(itemOfOrder),
    change: (this.#history.current?.entries ?? []).map(itemOfChange),
  }));
  readonly #items = $derived.by(() =>
    newestItems(
      this.parts
        .filter((part) => this.#part === undefined || this.#part === part)
        .map((part) => this.#sources[part]),
      this.#limit,
    ),
  );

  constructor(book: ScreenBook, id: () => RecordId) {
    this.#id = id;
    const rowsOf = (kind: AboutKind) =>
      following(() => (this.#isAbout(kind) ? book.liveAbout(kind, id()) : undefined));
    this.#rows = {
      activity: rowsOf('activity'),
      need: rowsOf('need'),
      task: rowsOf('task'),
      behaviour: rowsOf('behaviour'),
    };
    this.#history = following(() =>
      book.liveHistory(id(), this.#limit, this.#field === '' ? undefined : this.#field),
    );
    $effect(() => this.#followOrders(book, id(), this.#limit));
  }

  /** Parts that a record of this kind can have. */
  get parts(): readonly TimelinePart[] {
    return timelineParts.filter((part) => {
      if (part === 'change') return true;
      return part === 'order' ? kindOfId(this.#id()) === 'account' : this.#isAbout(part);
    });
  }

  /** The newest entries of what is shown. */
  get items(): readonly TimelineItem[] {
    return this.#items;
  }

  /** Undefined until everything was read once. */
  get total(): number | undefined {
    const shown = this.parts.filter((part) => this.#part === undefined || this.#part === part);
    if (!this.#isRead(shown)) return undefined;
    return shown.reduce((sum, part) => sum + this.countOf(part), 0);
  }

  countOf(part: TimelinePart): number {
    if (part === 'order') return this.#orders?.total ?? 0;
    return part === 'change' ? (this.#history.current?.total ?? 0) : this.#itemsOfKind[part].length;
  }

  /** All visible rows of a kind that are about the record; undefined until they are read. */
  rows(kind: AboutKind): readonly RecordRow[] | undefined {
    return this.#rows[kind].current;
  }

  /** Fields of the record that ever changed. */
  get changedFields(): readonly string[] {
    return this.#history.current?.fields ?? [];
  }

  get part(): TimelinePart | undefined {
    return this.#part;
  }

  /** Narrows the stream; without a part it is whole. */
  show(part: TimelinePart | undefined): void {
    this.#part = part;
    this.#limit = step;
    this.#field = '';
  }

  get field(): string {
    return this.#field;
  }

  /** Of the changes only those of one field; the empty text for all. */
  showField(field: string): void {
    this.#field = field;
    this.#limit = step;
  }

  /** True where nothing older is left. */
  get isWhole(): boolean {
    return this.total !== undefined && this.total <= this.#items.length;
  }

  showMore(): void {
    this.#limit += step;
  }

  #isAbout(kind: AboutKind): boolean {
    const of = kindOfId(this.#id());
    if (kind === 'behaviour') return of === 'account' || of === 'contact' || of === 'product';
    if (of === 'product') return kind === 'need';
    if (of === 'deal' || of === 'lead') return kind === 'activity' || kind === 'task';
    if (of === 'need') return kind !== 'need';
    return of === 'account' || of === 'contact' || of === 'order';
  }

  #isRead(parts: readonly TimelinePart[]): boolean {
    return parts.every((part) => {
      if (part === 'order') return this.#orders !== undefined;
      return part === 'change' ? this.#history.isRead : this.#rows[part].isRead;
    });
  }

  #followOrders(book: ScreenBook, id: RecordId, limit: number): (() => void) | undefined {
    if (kindOfId(id) !== 'account') return undefined;
    let isCurrent = true;
    const read = () =>
      void book.index.ordersOfAccount(id, { offset: 0, limit }).then((answer) => {
        if (isCurrent && answer.ok) this.#orders = answer.value;
      });
    read();
    const stop = book.index.onChange((kinds) => {
      if (kinds.has('order')) read();
    });
    return () => {
      isCurrent = false;
      stop();
    };
  }
}
