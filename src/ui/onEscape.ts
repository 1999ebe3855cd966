import type { Attachment } from 'svelte/attachments';
import { on } from 'svelte/events';

/** Calls `close` for an Escape that nothing inside the element has used. */
export function onEscape(close: () => void): Attachment<HTMLElement> {
  return (element) =>
    on(element, 'keydown', (event) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      event.preventDefault();
      event.stopPropagation();
      close();
    });
}
