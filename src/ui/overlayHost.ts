import { getContext } from 'svelte';

/** Context key under which an open dialog names itself, so that menus opened inside it are drawn above it. */
export const overlayHostKey = Symbol('overlay host');

/** The element that menus and popovers are attached to: the surrounding dialog, else the page's main part, so that what floats
 *  stands within a landmark. */
export function overlayHost(): () => HTMLElement | undefined {
  const dialog = getContext<(() => HTMLElement | undefined) | undefined>(overlayHostKey);
  return () => dialog?.() ?? document.querySelector('main') ?? undefined;
}
