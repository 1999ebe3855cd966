import type { Attachment } from 'svelte/attachments';
import { on } from 'svelte/events';

/** Calls `close` for an Escape that nothing inside the element has used; a dialog that was opened from within closes by itself. */
export function onEscape(close: () => void): Attachment<HTMLElement> {
  return (element) =>
    on(element, 'keydown', (event) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      const dialog = event.target instanceof Element ? event.target.closest('dialog') : null;
      if (dialog !== null && element.contains(dialog)) return;
      event.preventDefault();
      event.stopPropagation();
      close();
    });
}
