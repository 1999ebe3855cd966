import { WebsocketProvider } from 'y-websocket';
import type { Transaction } from 'yjs';
import { partsOfClient } from '../database/counters.ts';
import type { TextId } from '../domain/ids.ts';
import { maxLiveText } from '../protocol/limits.ts';
import type { TextDocument } from '../store/textDocument.ts';
import { checkTextUpdate } from '../store/textForm.ts';
import { cutUpdate, putTogether, takeApart } from '../store/updateParts.ts';
import { webSocketOver, type LiveSocket } from './liveSocket.ts';
import {
  askAware,
  decodeTextMessage,
  encodeAware,
  encodeUpdate,
  type AwareState,
  type CaretPlaces,
} from './textMessages.ts';

/** Somebody of the team, as others see them in a text. */
export interface Writer {
  readonly name: string;
  /** A CSS colour. */
  readonly colour: string;
  /** May write now. */
  readonly isWriter: boolean;
}

/** Where somebody is in the text. */
export interface Caret extends Pick<Writer, 'name' | 'colour'> {
  /** The Yjs client: one editor. */
  readonly client: number;
  readonly places: CaretPlaces | null;
}

export interface LiveTextPorts {
  readonly id: TextId;
  readonly text: TextDocument;
  /** True for the clients that write for this editor: nothing else is sent. */
  readonly isMine: (client: number) => boolean;
  /** How far the book has what a client wrote. */
  readonly keptClock: (client: number) => number;
  /** Clients whose letters never came into the book, and how far it must have come before more of theirs is shown. */
  readonly distrusted: ReadonlyMap<number, number>;
  /** Undefined for a device that is not in the team. */
  readonly writerOf: (device: number) => Writer | undefined;
  readonly say: (message: Uint8Array) => void;
  readonly onCarets: (carets: readonly Caret[]) => void;
}

/** Updates that need what has not come yet, at most. What is dropped comes over the log. */
const maxWaiting = 100;
/** Messages that come while a word is composed, at most. */
const maxHeld = 1_000;
/** Editors of one device that are shown at once. */
const maxEditors = 8;

interface Heard {
  readonly device: number;
  readonly message: Uint8Array;
}

/**
 * Carries keystrokes and carets between those who have one text open, by y-websocket over the live channel. It sends only what this
 * editor writes, and takes in only what the book would take from whoever signed it: plain letters in the writer's own name. What is
 * said here is kept nowhere; that is the log's.
 */
export class LiveText {
  readonly #ports: LiveTextPorts;
  readonly #provider: WebsocketProvider;
  #socket: LiveSocket | undefined;
  #isConnected = false;
  #isOwnUpdate = false;
  #isHeld = false;
  #isRetrying = false;
  #held: Heard[] = [];
  #waiting: { readonly device: number; readonly update: Uint8Array }[] = [];

  constructor(ports: LiveTextPorts) {
    this.#ports = ports;
    const { doc } = ports.text;
    // Before y-websocket's own listener, which sends at once.
    doc.on('update', this.#noteUpdate);
    this.#provider = new WebsocketProvider('live:', ports.id, doc, {
      WebSocketPolyfill: webSocketOver({
        attach: (socket) => this.#attach(socket),
        detach: (socket) => {
          if (this.#socket === socket) this.#socket = undefined;
        },
        take: (message) => this.#send(message),
      }),
      disableBc: true,
    });
    const { awareness } = this.#provider;
    // The state that it begins with is too old for others to take.
    awareness.setLocalState({ cursor: null });
    awareness.on('change', this.#noteChange);
  }

  get isConnected(): boolean {
    return this.#isConnected;
  }

  connect(isConnected: boolean): void {
    if (isConnected === this.#isConnected) return;
    this.#isConnected = isConnected;
    if (isConnected) this.#socket?.open();
    else this.#socket?.lose();
  }

  /** The team is another one: who is out of it, or may not write any more, is not shown. */
  reviewWriters(): void {
    const { awareness } = this.#provider;
    const gone = [...awareness.getStates().keys()].flatMap((client): AwareState[] => {
      const isShown = client === awareness.clientID || this.#writerOf(client) !== undefined;
      const clock = awareness.meta.get(client)?.clock ?? 0;
      return isShown ? [] : [{ client, clock: clock + 1, state: null }];
    });
    if (gone.length > 0) this.#socket?.deliver(encodeAware(gone));
    this.#tellCarets();
  }

  /** Where this editor's caret is; null where it has none. */
  setCaret(places: CaretPlaces | null): void {
    const { awareness } = this.#provider;
    const before: unknown = awareness.getLocalState()?.['cursor'] ?? null;
    if (JSON.stringify(before) === JSON.stringify(places)) return;
    awareness.setLocalStateField('cursor', places);
  }

  /** A message of another editor, opened and verified. */
  hear(device: number, message: Uint8Array): void {
    if (!this.#isHeld) this.#take({ device, message });
    else if (this.#held.length < maxHeld) this.#held.push({ device, message });
  }

  /** While a word is composed nothing changes the text. */
  hold(): void {
    this.#isHeld = true;
  }

  release(): void {
    this.#isHeld = false;
    const held = this.#held;
    this.#held = [];
    for (const each of held) this.#take(each);
  }

  close(): void {
    const { doc } = this.#ports.text;
    this.#provider.awareness.off('change', this.#noteChange);
    // Says that this editor is gone.
    this.#provider.destroy();
    this.#provider.awareness.destroy();
    doc.off('update', this.#noteUpdate);
  }

  readonly #noteUpdate = (
    _update: Uint8Array,
    _origin: unknown,
    _doc: unknown,
    { local }: Transaction,
  ): void => {
    this.#isOwnUpdate = local;
    this.#retryLater();
  };

  readonly #noteChange = ({
    added,
    updated,
    removed,
  }: Record<'added' | 'updated' | 'removed', number[]>): void => {
    const isOthers = (client: number): boolean => client !== this.#provider.awareness.clientID;
    if ([...added, ...updated, ...removed].some(isOthers)) this.#tellCarets();
  };

  #tellCarets(): void {
    const { awareness } = this.#provider;
    const carets = [...awareness.getStates()].flatMap(([client, state]): Caret[] => {
      const writer = client === awareness.clientID ? undefined : this.#writerOf(client);
      if (writer === undefined) return [];
      const places = (state['cursor'] ?? null) as CaretPlaces | null;
      return [{ client, name: writer.name, colour: writer.colour, places }];
    });
    this.#ports.onCarets(carets);
  }

  #writerOf(client: number): Writer | undefined {
    const writer = this.#ports.writerOf(partsOfClient(client).device);
    return writer?.isWriter === true ? writer : undefined;
  }

  #attach(socket: LiveSocket): void {
    this.#socket = socket;
    // y-websocket sets its handlers only after this.
    queueMicrotask(() => {
      if (this.#isConnected) socket.open();
    });
  }

  /** What y-websocket sends to everybody is more than is this editor's to say. */
  #send(message: Uint8Array): void {
    const parsed = decodeTextMessage(message);
    if (parsed?.type === 'ask') this.#say(message);
    if (parsed?.type === 'update') this.#sayUpdate(parsed.bytes, parsed.isAnswer);
    if (parsed?.type !== 'aware') return;
    const own = parsed.states.filter(({ client }) => client === this.#provider.awareness.clientID);
    if (own.length > 0) this.#say(encodeAware(own));
    // y-websocket gives up a connection over which it hears nothing, not even itself.
    if (own.some(({ state }) => state !== null)) queueMicrotask(() => this.#socket?.deliver(message));
  }

  #sayUpdate(update: Uint8Array, isAnswer: boolean): void {
    // What the log brings, it brings to everybody.
    if (!isAnswer && !this.#isOwnUpdate) return;
    const { structs, deleted } = takeApart(update);
    const own = structs.filter(({ id }) => this.#ports.isMine(id.client));
    // Deletions that were made before somebody came are in the log, or soon will be.
    const parts = { structs: own, deleted: isAnswer ? [] : deleted };
    for (const part of cutUpdate(parts, maxLiveText / 2)) this.#say(encodeUpdate(putTogether(part)));
  }

  #say(message: Uint8Array): void {
    this.#ports.say(message);
  }

  #take({ device, message }: Heard): void {
    const writer = this.#ports.writerOf(device);
    const parsed = this.#socket === undefined ? undefined : decodeTextMessage(message);
    if (parsed === undefined || writer?.isWriter !== true) return;
    switch (parsed.type) {
      case 'ask':
        this.#socket?.deliver(message);
        this.#socket?.deliver(askAware);
        return;
      case 'update':
        if (!this.#merge(device, parsed.bytes)) this.#wait(device, parsed.bytes);
        return;
      case 'aware':
        return this.#takeStates(device, parsed.states);
    }
  }

  /** False where something before it is missing. What may not be taken in is dropped. */
  #merge(device: number, update: Uint8Array): boolean {
    const { text, keptClock, distrusted } = this.#ports;
    const verdict = checkTextUpdate(text, update, { device, role: 'editor' });
    if (verdict.type === 'waits') return false;
    if (verdict.type === 'refused') return true;
    const isDoubtful = verdict.parts.structs.some(({ id: { client } }) => {
      const needed = distrusted.get(client);
      return needed !== undefined && keptClock(client) < needed;
    });
    if (!isDoubtful) this.#socket?.deliver(encodeUpdate(update));
    return true;
  }

  #wait(device: number, update: Uint8Array): void {
    this.#waiting.push({ device, update });
    if (this.#waiting.length > maxWaiting) this.#waiting.shift();
  }

  /** After the change of the text that is under way. */
  #retryLater(): void {
    if (this.#isRetrying || this.#waiting.length === 0) return;
    this.#isRetrying = true;
    queueMicrotask(() => {
      this.#isRetrying = false;
      if (this.#isHeld || this.#socket === undefined) return;
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const { device, update } of waiting) if (!this.#merge(device, update)) this.#wait(device, update);
    });
  }

  #takeStates(device: number, states: readonly AwareState[]): void {
    const { awareness } = this.#provider;
    const ofDevice = (client: number): boolean => partsOfClient(client).device === device;
    const known = new Set([...awareness.getStates().keys()].filter(ofDevice));
    const taken = states.filter(({ client }) => {
      if (!ofDevice(client) || client === awareness.clientID) return false;
      if (known.size < maxEditors) known.add(client);
      return known.has(client);
    });
    if (taken.length > 0) this.#socket?.deliver(encodeAware(taken));
  }
}
