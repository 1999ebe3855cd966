import { textIdOf, type RecordId } from '../domain/ids.ts';
import { maxLongTextLength } from '../domain/validate.ts';
import { movedPlace } from '../store/textDifference.ts';
import { editShared, type Editor, type EditorOptions, type SharedEditor } from './editor.ts';
import type { Caret, CaretPlaces, GoLive, LiveLink } from './liveLink.ts';
import type { TextSession, TextState } from './textSession.ts';

/** How often it is looked at whether what is shown comes into the book, ms. */
const lookMs = 1_000;
const composedMs = 100;

/** A text that somebody has open. */
export interface OpenText<E> {
  readonly text: string;
  readonly record: RecordId | undefined;
  readonly state: TextState<E>;
  /** False where the browser keeps no draft: then a crash may cost the last second. */
  readonly isSafe: boolean;
  readonly onState: (listener: (state: TextState<E>) => void) => () => void;
  /** Hears the names of those who have the text open as well, each once, now and whenever they change. */
  readonly onOthers: (listener: (names: readonly string[]) => void) => () => void;
  readonly mount: (parent: HTMLElement, options: Omit<EditorOptions, 'maxLength' | 'onComposing'>) => Editor;
  /** The record that was created for it, with an empty text. */
  readonly attach: (record: RecordId) => Promise<void>;
  /** Resolves when what is written is in the book, or could not get there now. */
  readonly flush: () => Promise<void>;
  /** Keeps what is written and ends. */
  readonly close: () => Promise<void>;
  /** Ends and forgets what is not in the book. */
  readonly discard: () => Promise<void>;
}

type MountOptions = Parameters<OpenText<unknown>['mount']>[1];

interface Mounted {
  readonly parent: HTMLElement;
  readonly options: MountOptions;
  shown: Pick<EditorOptions, 'label' | 'placeholder' | 'attributes'>;
  editor: SharedEditor;
}

/** An open text with its editors: one session of it after the other, and the way to others who have it open. */
export class Opened<E> implements OpenText<E> {
  readonly #goLive: GoLive | undefined;
  readonly #leaving = new AbortController();
  readonly #stateListeners = new Set<(state: TextState<E>) => void>();
  readonly #othersListeners = new Set<(names: readonly string[]) => void>();
  readonly #mounted = new Set<Mounted>();
  #session: TextSession<E>;
  #link: LiveLink | undefined;
  #carets: readonly Caret[] = [];
  /** This editor's own. */
  #caret: CaretPlaces | null = null;
  #distrusted = new Map<number, number>();
  #timer: ReturnType<typeof setInterval> | undefined;
  #renewing: Promise<void> | undefined;

  constructor(session: TextSession<E>, goLive: GoLive | undefined) {
    this.#goLive = goLive;
    this.#session = session;
    this.#follow(session);
    const { signal } = this.#leaving;
    const onHidden = (): void => {
      if (document.visibilityState === 'hidden') void this.flush();
    };
    document.addEventListener('visibilitychange', onHidden, { signal });
    addEventListener('pagehide', () => void this.flush(), { signal });
    this.#join();
  }

  get text(): string {
    return this.#session.text.text;
  }

  get record(): RecordId | undefined {
    return this.#session.record;
  }

  get state(): TextState<E> {
    return this.#session.state;
  }

  get isSafe(): boolean {
    return this.#session.isSafe;
  }

  onState(listener: (state: TextState<E>) => void): () => void {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  }

  onOthers(listener: (names: readonly string[]) => void): () => void {
    this.#othersListeners.add(listener);
    listener(this.#names);
    return () => this.#othersListeners.delete(listener);
  }

  mount(parent: HTMLElement, options: MountOptions): Editor {
    const mounted: Mounted = { parent, options, shown: options, editor: this.#edit(parent, options) };
    this.#mounted.add(mounted);
    return {
      focus: () => mounted.editor.focus(),
      change: (next) => {
        mounted.shown = next;
        mounted.editor.change(next);
      },
      destroy: () => {
        this.#mounted.delete(mounted);
        mounted.editor.destroy();
        this.#setCaret(null);
      },
    };
  }

  async attach(record: RecordId): Promise<void> {
    await this.#session.attach(record);
    this.#join();
  }

  flush(): Promise<void> {
    return this.#session.flush();
  }

  async close(): Promise<void> {
    await this.#leave();
    await this.#session.close();
  }

  async discard(): Promise<void> {
    await this.#leave();
    await this.#session.discard();
  }

  async #leave(): Promise<void> {
    this.#leaving.abort();
    this.#part();
    await this.#renewing;
  }

  /** Nothing more is said to others, and nothing heard. */
  #part(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#link?.close();
    this.#link = undefined;
    this.#showCarets([]);
  }

  get #names(): readonly string[] {
    return [...new Set(this.#carets.map(({ name }) => name))].filter((name) => name !== '');
  }

  #follow(session: TextSession<E>): void {
    session.onState((state) => {
      if (session !== this.#session) return;
      if (state.type === 'gone') this.#part();
      for (const listener of this.#stateListeners) listener(state);
    });
  }

  #edit(parent: HTMLElement, options: MountOptions): SharedEditor {
    const editor = editShared(parent, this.#session.text.root, {
      ...options,
      maxLength: maxLongTextLength,
      onBlur: () => {
        void this.flush();
        options.onBlur?.();
      },
      onCaret: (places: CaretPlaces | null) => this.#setCaret(places),
      onComposing: (isComposing) => {
        if (isComposing) this.#hold();
        // The editor takes the composed word in only after this event.
        else setTimeout(() => this.#release());
      },
    });
    editor.showCarets(this.#carets);
    return editor;
  }

  #hold(): void {
    this.#session.hold();
    this.#link?.hold();
  }

  #release(): void {
    this.#session.release();
    this.#link?.release();
    this.#drawCarets();
  }

  /** Takes part in what others write to the same text, as soon as it has a record. */
  #join(): void {
    const session = this.#session;
    const { record } = session;
    if (this.#goLive === undefined || record === undefined || this.#leaving.signal.aborted) return;
    this.#link = this.#goLive({
      id: textIdOf(record),
      text: session.text,
      isMine: (client) => session.isMine(client),
      keptClock: (client) => session.keptClock(client),
      distrusted: this.#distrusted,
      onCarets: (carets) => this.#showCarets(carets),
    });
    this.#link.setCaret(this.#caret);
    this.#timer ??= setInterval(() => this.#look(), lookMs);
  }

  #setCaret(places: CaretPlaces | null): void {
    this.#caret = places;
    this.#link?.setCaret(places);
  }

  #showCarets(carets: readonly Caret[]): void {
    if (JSON.stringify(carets) === JSON.stringify(this.#carets)) return;
    const before = this.#names.join('\n');
    this.#carets = carets;
    this.#drawCarets();
    if (this.#names.join('\n') !== before)
      for (const listener of this.#othersListeners) listener(this.#names);
  }

  /** Not beside a word that is being composed: a browser may end the composition by it. */
  #drawCarets(): void {
    if (this.#session.isHeld) return;
    for (const { editor } of this.#mounted) editor.showCarets(this.#carets);
  }

  #look(): void {
    const isConnected = this.#link?.isConnected === true;
    if (!this.#session.hasDrifted(Date.now(), isConnected) || this.#session.isHeld) return;
    this.#renewing ??= this.#renew().finally(() => (this.#renewing = undefined));
    this.#renewing.catch((thrown: unknown) => reportError(thrown));
  }

  /** Letters that came live have not come into the book: goes on from what it has, with all that is written here. */
  async #renew(): Promise<void> {
    const before = this.#session;
    const next = await before.succeed();
    if (next === undefined) return;
    while (before.isHeld) await new Promise((resolve) => setTimeout(resolve, composedMs));
    for (const [client, clock] of before.text.clocks()) {
      const isLate = !before.isMine(client) && clock > before.keptClock(client);
      if (client > 1 && isLate) this.#distrusted.set(client, clock);
    }
    this.#part();
    this.#caret = null;
    const shown = before.text.text;
    const ended = next.takeOver(before);
    this.#session = next;
    this.#follow(next);
    for (const mounted of this.#mounted) this.#remount(mounted, shown);
    this.#join();
    await ended;
  }

  #remount(mounted: Mounted, shown: string): void {
    const { selection } = mounted.editor;
    mounted.editor.destroy();
    mounted.editor = this.#edit(mounted.parent, { ...mounted.options, ...mounted.shown });
    const { text } = this;
    if (selection !== undefined) {
      const [anchor, head] = [
        movedPlace(shown, text, selection.anchor),
        movedPlace(shown, text, selection.head),
      ];
      mounted.editor.select({ anchor, head });
    }
    mounted.options.onText?.(text);
  }
}
