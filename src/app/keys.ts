/** What the keyboard asks of the shell from anywhere. */
export type ShellKey = 'palette' | 'create' | 'keys' | 'undo' | 'redo';

/** The command of a key press, or undefined. Single letters and undo belong to the text while a person types in a field. */
export function shellKeyOf(event: KeyboardEvent): ShellKey | undefined {
  const isCommand = event.metaKey || event.ctrlKey;
  const key = event.key.toLowerCase();
  if (isCommand && !event.altKey && key === 'k') return 'palette';
  if (isTyping(event.target)) return undefined;
  if (isCommand && !event.altKey && key === 'z') return event.shiftKey ? 'redo' : 'undo';
  if (event.ctrlKey && !event.metaKey && key === 'y') return 'redo';
  if (isCommand || event.altKey) return undefined;
  if (document.querySelector('dialog[open]') !== null) return undefined;
  if (key === 'c') return 'create';
  return event.key === '?' ? 'keys' : undefined;
}

/** The modifier as this machine's keyboards label it. */
export const commandKeyLabel = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl ';

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches('textarea, select')) return true;
  return target.matches('input:not([type="checkbox"], [type="radio"], [type="button"])');
}
