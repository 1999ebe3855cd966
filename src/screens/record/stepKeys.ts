/**
 * Which way a key press steps through the records of a list: J or Alt+↓ to the next, K or Alt+↑ to the one before, 0 for
 * any other. Letters belong to the text while a person types.
 */
export function stepOfKey(event: KeyboardEvent): -1 | 0 | 1 {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return 0;
  if (document.querySelector('dialog[open]') !== null) return 0;
  if (event.altKey) return event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (event.isComposing || isTyping(event.target)) return 0;
  const key = event.key.toLowerCase();
  return key === 'j' ? 1 : key === 'k' ? -1 : 0;
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches('input, textarea, select');
}
