import { MediaQuery } from 'svelte/reactivity';

/** The three layouts of DESIGN: phone under 640 px, tablet under 1024, desktop from there. */
export const isPhone = new MediaQuery('max-width: 639px', false);
export const isDesktop = new MediaQuery('min-width: 1024px', true);
/** A finger rather than a mouse is the main pointer. */
export const isCoarse = new MediaQuery('pointer: coarse', false);
