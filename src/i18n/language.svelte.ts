import type { Dictionary, Language, SameTexts } from './dictionary.ts';
import { loadTexts } from './textFiles.ts';

const storageKey = 'rapport.language';

let language = $state<Language>(firstLanguage());

/** The language on screen now. Reading it in a component or a `$derived` follows every switch. */
export function currentLanguage(): Language {
  return language;
}

/** Switches the interface, at once where its texts are at hand, remembers the choice on this device and tells other tabs. */
export function setLanguage(next: Language): void {
  show(next);
  try {
    localStorage.setItem(storageKey, next);
  } catch {
    // A browser that refuses storage keeps the choice until the page closes.
    return;
  }
}

/** The BCP 47 tag for `lang` attributes and Intl. */
export function languageTag(of: Language = language): 'zh-CN' | 'en' {
  return of === 'zh' ? 'zh-CN' : 'en';
}

/** Sets `<html lang>`, follows switches made in other tabs, and gets the texts of the language. Called once when the page starts. */
export async function startLanguage(): Promise<void> {
  writeLangAttribute();
  addEventListener('storage', ({ key, newValue }) => {
    if (key === storageKey && isLanguage(newValue)) show(newValue);
  });
  await loadTexts(language);
}

/** A feature's texts in the language on screen: each property is read from the current language at the moment of use. */
export function t<T extends object>(dictionary: Dictionary<T>): SameTexts<T> {
  return new Proxy({} as SameTexts<T>, {
    get: (_target, key) => Reflect.get(dictionary[language], key) as unknown,
    has: (_target, key) => Reflect.has(dictionary[language], key),
  });
}

const han = /\p{Script=Han}/u;

/** The `lang` a run of a person's own text needs when it is not in the language on screen; undefined when it needs none. */
export function langOf(text: string): 'zh-CN' | 'en' | undefined {
  if (han.test(text)) return language === 'zh' ? undefined : 'zh-CN';
  return language === 'en' ? undefined : /[A-Za-z]/.test(text) ? 'en' : undefined;
}

function show(next: Language): void {
  const loading = loadTexts(next);
  if (loading === undefined) {
    language = next;
    writeLangAttribute();
  } else void loading.then(() => show(next));
}

function firstLanguage(): Language {
  const stored = readStored();
  if (stored !== undefined) return stored;
  const wanted = typeof navigator === 'undefined' ? [] : navigator.languages;
  for (const tag of wanted) {
    if (tag.toLowerCase().startsWith('zh')) return 'zh';
    if (tag.toLowerCase().startsWith('en')) return 'en';
  }
  return 'en';
}

function readStored(): Language | undefined {
  try {
    const stored = localStorage.getItem(storageKey);
    return isLanguage(stored) ? stored : undefined;
  } catch {
    return undefined;
  }
}

function isLanguage(value: unknown): value is Language {
  return value === 'zh' || value === 'en';
}

function writeLangAttribute(): void {
  document.documentElement.lang = languageTag(language);
}
