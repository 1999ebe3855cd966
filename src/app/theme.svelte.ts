import { themes } from '../screens/settings/device.ts';
import type { Theme } from '../screens/settings/device.ts';

/** Read before the first paint by `public/theme.js`, which must use the same key. */
const storageKey = 'rapport.theme';
const canvasByTheme = { light: '#f7f7f8', dark: '#131316' } as const;

const deviceIsDark = matchMedia('(prefers-color-scheme: dark)');

let theme = $state<Theme>(readTheme());

export function currentTheme(): Theme {
  return theme;
}

/** Shows and remembers a theme; `system` follows the device. */
export function setTheme(next: Theme): void {
  theme = next;
  showTheme();
  try {
    if (next === 'system') localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, next);
  } catch {
    // A browser that refuses storage keeps the choice until the page closes.
    return;
  }
}

/** Shows the remembered theme, and follows a change made in another tab or, where it follows the device, by the device. */
export function startTheme(): () => void {
  showTheme();
  const onStorage = (event: StorageEvent) => {
    if (event.key !== storageKey) return;
    theme = readTheme();
    showTheme();
  };
  addEventListener('storage', onStorage);
  deviceIsDark.addEventListener('change', showTheme);
  return () => {
    removeEventListener('storage', onStorage);
    deviceIsDark.removeEventListener('change', showTheme);
  };
}

function showTheme(): void {
  document.documentElement.dataset['theme'] =
    theme === 'system' ? (deviceIsDark.matches ? 'dark' : 'light') : theme;
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    const own = meta.media.includes('dark') ? 'dark' : 'light';
    meta.content = canvasByTheme[theme === 'system' ? own : theme];
  }
}

function readTheme(): Theme {
  try {
    const stored = localStorage.getItem(storageKey);
    return themes.find((each) => each === stored) ?? 'system';
  } catch {
    return 'system';
  }
}
