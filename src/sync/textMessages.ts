/** A caret's place: beside a letter, or at the end of the text. */
export interface Place {
  readonly item: { readonly client: number; readonly clock: number } | null;
  readonly assoc: number;
}

export interface CaretPlaces {
  readonly anchor: Place;
  readonly head: Place;
}

/** What a Yjs client says of itself; null where it has left. */
export interface AwareState {
  readonly client: number;
  readonly clock: number;
  readonly state: { readonly cursor: CaretPlaces | null } | null;
}

/** What y-websocket sends over a socket, taken apart. */
export type TextMessage =
  /** Somebody tells what they have, and asks for the rest. */
  | { readonly type: 'ask' }
  /** An update of the document: `isAnswer` where somebody had asked. */
  | { readonly type: 'update'; readonly isAnswer: boolean; readonly bytes: Uint8Array }
  | { readonly type: 'aware'; readonly states: readonly AwareState[] };

const kinds = { sync: 0, aware: 1, askAware: 3 } as const;
const syncKinds = { ask: 0, answer: 1, update: 2 } as const;
/** Of one message. */
const maxStates = 64;
const maxClients = 10_000;

class Malformed extends Error {}

/**
 * Undefined where one byte is not as it should be: what is handed to y-websocket after this throws nothing.
 * Format: y-protocols 1.0, sync and awareness, in the encoding of lib0.
 */
export function decodeTextMessage(bytes: Uint8Array): TextMessage | undefined {
  try {
    const reader = new Reader(bytes);
    const message = readMessage(reader);
    if (reader.left > 0) throw new Malformed();
    return message;
  } catch (thrown) {
    if (thrown instanceof Malformed || thrown instanceof TypeError || thrown instanceof SyntaxError)
      return undefined;
    throw thrown;
  }
}

export function encodeUpdate(update: Uint8Array): Uint8Array {
  return new Writer().number(kinds.sync).number(syncKinds.update).bytes(update).finish();
}

export function encodeAware(states: readonly AwareState[]): Uint8Array {
  const body = new Writer().number(states.length);
  for (const { client, clock, state } of states) {
    body
      .number(client)
      .number(clock)
      .bytes(new TextEncoder().encode(JSON.stringify(state)));
  }
  return new Writer().number(kinds.aware).bytes(body.finish()).finish();
}

/** Makes y-websocket say who is there. */
export const askAware: Uint8Array = Uint8Array.of(kinds.askAware);

function readMessage(reader: Reader): TextMessage {
  const kind = reader.number();
  if (kind === kinds.aware) return { type: 'aware', states: readStates(new Reader(reader.bytes())) };
  if (kind !== kinds.sync) throw new Malformed();
  const sync = reader.number();
  const bytes = reader.bytes();
  if (sync === syncKinds.ask) {
    checkVector(new Reader(bytes));
    return { type: 'ask' };
  }
  if (sync !== syncKinds.answer && sync !== syncKinds.update) throw new Malformed();
  return { type: 'update', isAnswer: sync === syncKinds.answer, bytes };
}

function checkVector(reader: Reader): void {
  const count = reader.number();
  if (count > maxClients) throw new Malformed();
  for (let i = 0; i < 2 * count; i++) reader.number();
  if (reader.left > 0) throw new Malformed();
}

function readStates(reader: Reader): AwareState[] {
  const count = reader.number();
  if (count > maxStates) throw new Malformed();
  const states = Array.from({ length: count }, () => {
    const [client, clock] = [reader.number(), reader.number()];
    const json: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(reader.bytes()));
    return { client, clock, state: json === null ? null : { cursor: readCursor(partOf(json, 'cursor')) } };
  });
  if (reader.left > 0) throw new Malformed();
  return states;
}

function readCursor(json: unknown): CaretPlaces | null {
  if (json === null || json === undefined) return null;
  return { anchor: readPlace(partOf(json, 'anchor')), head: readPlace(partOf(json, 'head')) };
}

function readPlace(json: unknown): Place {
  const assoc = partOf(json, 'assoc') ?? 0;
  const item = partOf(json, 'item') ?? null;
  if (!Number.isSafeInteger(assoc)) throw new Malformed();
  if (item === null) return { item, assoc: assoc as number };
  const [client, clock] = [partOf(item, 'client'), partOf(item, 'clock')];
  if (!isCount(client) || !isCount(clock)) throw new Malformed();
  return { item: { client, clock }, assoc: assoc as number };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function partOf(json: unknown, part: string): unknown {
  if (typeof json !== 'object' || json === null) throw new Malformed();
  return Object.hasOwn(json, part) ? (json as Record<string, unknown>)[part] : undefined;
}

class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  /** Seven bits a byte, the lowest first. */
  number(): number {
    let value = 0;
    for (let unit = 1; ; unit *= 128) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw new Malformed();
      value += (byte & 127) * unit;
      if (value > Number.MAX_SAFE_INTEGER) throw new Malformed();
      if (byte < 128) return value;
    }
  }

  bytes(): Uint8Array {
    const length = this.number();
    if (length > this.left) throw new Malformed();
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }
}

class Writer {
  readonly #bytes: number[] = [];

  number(value: number): this {
    let rest = value;
    for (; rest > 127; rest = Math.floor(rest / 128)) this.#bytes.push(128 + (rest % 128));
    this.#bytes.push(rest);
    return this;
  }

  bytes(bytes: Uint8Array): this {
    this.number(bytes.length);
    for (const byte of bytes) this.#bytes.push(byte);
    return this;
  }

  finish(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }
}
