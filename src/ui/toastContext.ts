import { createContext } from 'svelte';
import type { Toasts } from './toasts.svelte.ts';

/** The toasts of the page, for anything that needs to say something in passing. */
export const [useToasts, provideToasts] = createContext<Toasts>();
