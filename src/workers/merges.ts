import { err, ok } from '../domain/result.ts';
import { ImportUndoneError, ReadOnlyBookError } from '../store/imports.ts';
import type { EngineState } from '../store/engineTransaction.ts';
import type { MergeOf } from './mergeBook.ts';
import type { TeamCalls } from './teamCalls.ts';

type Answer = TeamCalls['mergeBook']['result'];

/** Merges of other books into the one of this engine: each runs once at a time, and goes on after the engine was ended. */
export class Merges {
  readonly #state: EngineState;
  readonly #onWritten: () => void;
  readonly #running = new Map<string, Promise<Answer>>();

  constructor(state: EngineState, onWritten: () => void) {
    this.#state = state;
    this.#onWritten = onWritten;
  }

  run(merge: MergeOf): Promise<Answer> {
    const running = this.#running.get(merge.from) ?? this.#merge(merge);
    this.#running.set(merge.from, running);
    return running;
  }

  /** Goes on with what an ended engine has left; takes back what cannot go on. */
  async resume(): Promise<void> {
    if ((await this.#state.book.strict.jobs.count()) === 0) return;
    const { discardMerge, unfinishedMerges } = await import('./mergeBook.ts');
    for (const merge of await unfinishedMerges(this.#state)) {
      const answer = await this.run(merge);
      if (!answer.ok) await discardMerge(this.#state, merge.from);
    }
  }

  async #merge(merge: MergeOf): Promise<Answer> {
    try {
      const { mergeBook } = await import('./mergeBook.ts');
      const merged = await mergeBook(this.#state, merge, this.#onWritten);
      if (merged.ok) return ok(merged.value);
      const { error } = merged;
      return err({ type: 'refused', detail: error.type === 'storage' ? error.detail : error.type });
    } catch (thrown) {
      // Somebody took the batch back while it was being written.
      if (thrown instanceof ImportUndoneError) return err({ type: 'refused', detail: 'undone' });
      if (thrown instanceof ReadOnlyBookError) return err({ type: 'not-allowed' });
      throw thrown;
    } finally {
      this.#running.delete(merge.from);
    }
  }
}
