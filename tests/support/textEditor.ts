import { Counters } from '../../src/database/counters.ts';
import type { RecordId } from '../../src/domain/ids.ts';
import { firstTextOf, loadText } from '../../src/store/textRows.ts';
import type { TextDocument } from '../../src/store/textDocument.ts';
import { writeText } from '../../src/store/texts.ts';
import { valueOfResult, type Replica } from './replica.ts';

/** Somebody at a device who has opened a text: sees it as it is stored there, and writes only when told to. */
export class TestEditor {
  readonly #replica: Replica;
  readonly #record: RecordId;
  readonly #text: TextDocument;

  private constructor(replica: Replica, record: RecordId, text: TextDocument) {
    this.#replica = replica;
    this.#record = record;
    this.#text = text;
  }

  static async open(replica: Replica, record: RecordId): Promise<TestEditor> {
    const db = replica.book.strict;
    const row = await replica.mustRow(record);
    const text = await loadText(db, record, firstTextOf(record, row.base) ?? '');
    text.doc.clientID = await db.transaction('rw', db.meta, async () => {
      const counters = await Counters.read(db);
      const client = counters.nextClientId();
      await counters.save();
      return client;
    });
    return new TestEditor(replica, record, text);
  }

  get shown(): string {
    return this.#text.text;
  }

  /** Replaces `deleted` letters at a place. */
  type(at: number, letters: string, deleted = 0): void {
    this.#text.doc.transact(() => {
      if (deleted > 0) this.#text.root.delete(at, deleted);
      if (letters !== '') this.#text.root.insert(at, letters);
    });
  }

  get bytes(): Uint8Array {
    return this.#text.encode();
  }

  async keep(): Promise<void> {
    valueOfResult(await writeText(this.#replica.engine, { record: this.#record, bytes: this.bytes }));
  }
}

/** Opens a text, writes to it and has that kept. */
export async function editText(
  replica: Replica,
  record: RecordId,
  at: number,
  letters: string,
  deleted = 0,
): Promise<void> {
  const editor = await TestEditor.open(replica, record);
  editor.type(at, letters, deleted);
  await editor.keep();
}
