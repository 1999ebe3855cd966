import { createContext } from 'svelte';
import type { CommandError, Committed, UndoTarget } from '../commands/commit.ts';
import type { RecordId } from '../domain/ids.ts';
import { failureTexts } from '../i18n/failures.ts';
import { t } from '../i18n/language.svelte.ts';
import { shellTexts } from '../i18n/shell.ts';
import { uiTexts } from '../i18n/ui.ts';
import type { ToastAction, Toasts } from '../ui/toasts.svelte.ts';
import type { Answer, ScreenBook } from './book.ts';
import { goTo } from './routes.ts';

/** A step that can be taken back, and what it is called. */
interface Step {
  readonly command: UndoTarget;
  readonly text: string;
  readonly ids?: readonly RecordId[];
}

/** Runs commands for the screens: says what was done with an Undo beside it, keeps the steps for Ctrl+Z, and says why when it
 *  was not done. */
export class Acts {
  readonly #book: ScreenBook;
  readonly #toasts: Toasts;
  #done: Step[] = [];
  #undone: Step[] = [];

  constructor(book: ScreenBook, toasts: Toasts) {
    this.#book = book;
    this.#toasts = toasts;
  }

  /** Waits for a command. `text` is what the toast says; without one the change speaks for itself. `more` stands beside Undo. */
  async run(
    answer: Answer,
    text?: string,
    ...more: readonly ToastAction[]
  ): Promise<Committed | CommandError> {
    const result = await answer;
    if (!result.ok) {
      if (result.error.type !== 'invalid') this.#toasts.show(failureText(result.error));
      return result.error;
    }
    if (result.value.ids.length > 0) {
      const step = { command: result.value.command, text: text ?? '', ids: result.value.ids };
      this.#done.push(step);
      this.#undone = [];
      if (text !== undefined) {
        this.#toasts.show(text, { label: t(uiTexts).undo, run: () => void this.#undoStep(step) }, ...more);
      }
    }
    return result.value;
  }

  async undo(): Promise<void> {
    const step = this.#done.at(-1);
    if (step === undefined) this.#toasts.show(t(shellTexts).nothingToUndo);
    else await this.#undoStep(step);
  }

  /** Takes back the last step without a word where it changed this record alone, because the next one does it anew and more. */
  async takeBackLast(id: RecordId): Promise<void> {
    const step = this.#done.at(-1);
    if (step?.ids?.length !== 1 || step.ids[0] !== id) return;
    const result = await this.#book.undo(step.command);
    if (result.ok) this.#done = this.#done.filter((each) => each !== step);
  }

  async redo(): Promise<void> {
    const step = this.#undone.pop();
    if (step === undefined) {
      this.#toasts.show(t(shellTexts).nothingToRedo);
      return;
    }
    const result = await this.#book.redo(step.command);
    if (!result.ok) {
      this.#toasts.show(failureText(result.error));
      return;
    }
    this.#done.push({ command: result.value.command, text: step.text });
    this.#toasts.show(t(shellTexts).redone(step.text));
  }

  /** Takes back any step, as the list of imports does: its own words are `text`. */
  undoStep(command: UndoTarget, text: string): Promise<void> {
    return this.#undoStep({ command, text });
  }

  /** Brings back a batch that was undone. */
  async redoBatch(batch: UndoTarget, text: string): Promise<void> {
    const result = await this.#book.redo(batch);
    if (!result.ok) this.#toasts.show(failureText(result.error));
    else {
      const step = { command: batch, text };
      this.#done.push(step);
      this.#toasts.show(t(shellTexts).redone(text), {
        label: t(uiTexts).undo,
        run: () => void this.#undoStep(step),
      });
    }
  }

  async #undoStep(step: Step): Promise<void> {
    this.#done = this.#done.filter((each) => each.command !== step.command);
    const result = await this.#book.undo(step.command);
    if (!result.ok) {
      this.#toasts.show(failureText(result.error));
      return;
    }
    const words = t(shellTexts);
    const undone = { command: result.value.command, text: step.text };
    this.#undone.push(undone);
    const kept = result.value.kept.length;
    const redo = { label: words.palette.redo, run: () => void this.redo() };
    if (kept === 0) this.#toasts.show(words.undone(step.text), redo);
    else {
      const text = `${words.undone(step.text)} · ${words.keptNewer(kept)}`;
      const show = () => goTo({ page: 'imports', target: undone.command });
      this.#toasts.show(text, { label: words.showKept, run: show }, redo);
    }
  }
}

/** True for the answer of a command that was done. */
export function isDone(answer: Committed | CommandError): answer is Committed {
  return 'command' in answer;
}

/** What went wrong, what is safe and what to do, for every error a command can answer with. */
export function failureText(error: { readonly type: keyof typeof failureTexts.zh }): string {
  return t(failureTexts)[error.type];
}

export const [useActs, provideActs] = createContext<Acts>();
