import { getContext } from 'svelte';

/** Context key under which an open dialog names itself, so that menus opened inside it are drawn above it. */
export const overlayHostKey = Symbol('overlay host');

/** The element that menus and popovers are attached to: the surrounding dialog, else the body. */
export function overlayHost(): () => HTMLElement | undefined {
  return getContext<(() => HTMLElement | undefined) | undefined>(overlayHostKey) ?? (() => undefined);
}
