import type { Language } from './dictionary.ts';

/**
 * Gets what the first screens say in a language; it is asked before a language is shown. Here all texts are at hand, which
 * undefined says; builds have a file for each language instead, and a promise until it is loaded.
 */
export function loadTexts(_language: Language): Promise<void> | undefined {
  return undefined;
}
