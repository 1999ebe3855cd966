import * as Y from 'yjs';

/** The one root of a text's document. */
export const textRoot = 't';

/**
 * What a text begins with is written by this client on every device, from the record's base, so that all have the same
 * structs without being told. No device has the number 0, and nothing of it is ever sent.
 */
export const initialClient = 1;

/** A text in memory: what its record was created with, and what people have written since. */
export class TextDocument {
  readonly doc = new Y.Doc({ gc: true });
  readonly root = this.doc.getText(textRoot);
  readonly #initialLength: number;
  #merged: Uint8Array[] = [];

  constructor(base: string, updates: readonly Uint8Array[]) {
    const ownClient = this.doc.clientID;
    this.doc.clientID = initialClient;
    // An editor knows one kind of line break, and places are counted in it.
    const initial = base.replace(/\r\n?/g, '\n');
    this.root.insert(0, initial);
    this.doc.clientID = ownClient;
    this.#initialLength = initial.length;
    this.doc.transact(() => updates.forEach((update) => Y.applyUpdate(this.doc, update)));
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === this) this.#merged.push(update);
    });
  }

  get text(): string {
    return this.root.toJSON();
  }

  /** Something before what was merged is missing: Yjs holds back all that follows it. */
  get hasGap(): boolean {
    return this.doc.store.pendingStructs !== null || this.doc.store.pendingDs !== null;
  }

  /** The clock that a client's next struct has here; 0 for a client that has written nothing. */
  nextClock(client: number): number {
    return Y.getState(this.doc.store, client);
  }

  /** Applies an update and gives what was new in it; undefined where all of it was here already. */
  merge(update: Uint8Array): Uint8Array | undefined {
    this.#merged = [];
    Y.applyUpdate(this.doc, update, this);
    return this.#merged.length < 2 ? this.#merged[0] : Y.mergeUpdates(this.#merged);
  }

  /** Everything but what the text began with and what a state vector says is known, as one update. */
  encode(known: ReadonlyMap<number, number> = new Map()): Uint8Array {
    const clocks = new Map(known);
    clocks.set(initialClient, this.#initialLength);
    return Y.encodeStateAsUpdate(this.doc, Y.encodeStateVector(clocks));
  }

  /** The clocks of all that is here: a state vector. */
  clocks(): Map<number, number> {
    return Y.decodeStateVector(Y.encodeStateVector(this.doc));
  }

  destroy(): void {
    this.doc.destroy();
  }
}
