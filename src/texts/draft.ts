import { IndexeddbPersistence } from 'y-indexeddb';
import type { Doc } from 'yjs';

/** How long a draft may take to open before its editor goes on without it, ms. */
const openingMs = 5_000;

/** Keeps every keystroke of one tab's document in a database of its own, which no other tab writes. */
export class Draft {
  readonly #provider: IndexeddbPersistence;

  private constructor(provider: IndexeddbPersistence) {
    this.#provider = provider;
  }

  /**
   * Undefined where the browser opens no database. An edit before this resolves would not be kept, so nobody may write
   * until then. What the database holds already goes into the document.
   */
  static async open(name: string, doc: Doc): Promise<Draft | undefined> {
    const provider = new IndexeddbPersistence(name, doc);
    const opened = provider.whenSynced.then(() => true);
    const late = new Promise<false>((resolve) => setTimeout(() => resolve(false), openingMs));
    // It never says so itself when the database fails.
    const failed = provider._db.then(
      () => late,
      () => false,
    );
    if (await Promise.race([opened, failed])) return new Draft(provider);
    provider.destroy().catch(() => undefined);
    return undefined;
  }

  /** Resolves when what was written so far is in the database. */
  async written(): Promise<void> {
    const db = await this.#provider._db;
    await new Promise<void>((resolve, reject) => {
      const after = db.transaction('updates', 'readonly');
      after.oncomplete = () => resolve();
      after.onabort = () => reject(after.error ?? new Error('the draft cannot be read'));
      after.objectStore('updates').count();
    });
  }

  /** Ends it; what it wrote stays in its database, and what is on its way there arrives. */
  async close(): Promise<void> {
    await this.#provider.destroy();
  }
}
