import { pageOfLetter } from './navigation.ts';
import type { Destination } from './navigation.ts';

/** What the keyboard asks of the shell from anywhere. */
export type ShellKey =
  | { readonly type: 'palette' | 'create' | 'keys' | 'undo' | 'redo' | 'search' | 'log' | 'plan' | 'wait' }
  | { readonly type: 'go'; readonly to: Destination };

/** The letter after G must come within this time, in ms. */
const secondLetterMs = 1_500;

/** Reads the shell's keys, of which some are two letters one after the other. Single letters belong to the text while a person types. */
export class ShellKeys {
  #wentAt = Number.NEGATIVE_INFINITY;

  /**
   * The command of a key press, or undefined. `wait` is the first letter of two. While something is opening over the screen,
   * letters are meant for it.
   */
  read(event: KeyboardEvent, isReadOnly: boolean, isOpening: boolean): ShellKey | undefined {
    const isSecond = event.timeStamp - this.#wentAt < secondLetterMs;
    if (event.key !== 'Shift') this.#wentAt = Number.NEGATIVE_INFINITY;
    const isCommand = event.metaKey || event.ctrlKey;
    const key = event.key.toLowerCase();
    if (isCommand && !event.altKey && key === 'k') return { type: 'palette' };
    if (event.isComposing || isTyping(event.target)) return undefined;
    if (isCommand && !event.altKey && key === 'z') return { type: event.shiftKey ? 'redo' : 'undo' };
    if (event.ctrlKey && !event.metaKey && key === 'y') return { type: 'redo' };
    if (isCommand || event.altKey || isOpening || document.querySelector('dialog[open]') !== null)
      return undefined;
    if (isSecond) {
      const to = pageOfLetter(key, isReadOnly);
      return to === undefined ? undefined : { type: 'go', to };
    }
    if (event.key === '?') return { type: 'keys' };
    if (event.shiftKey) return undefined;
    if (key === 'g') {
      this.#wentAt = event.timeStamp;
      return { type: 'wait' };
    }
    const type = singleKeys[key];
    return type === undefined ? undefined : { type };
  }
}

const singleKeys: Readonly<Record<string, 'create' | 'search' | 'log' | 'plan'>> = {
  c: 'create',
  '/': 'search',
  n: 'log',
  t: 'plan',
};

/** The modifier as this machine's keyboards label it. */
export const commandKeyLabel = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl ';

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches('textarea, select')) return true;
  return target.matches('input:not([type="checkbox"], [type="radio"], [type="button"])');
}
