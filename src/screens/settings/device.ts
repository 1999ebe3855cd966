import { createContext } from 'svelte';
import type { storageTexts } from '../../i18n/storage.ts';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** What the browser says about stored data. */
export interface StorageState {
  readonly usedBytes: number | null;
  readonly quotaBytes: number | null;
  readonly persistence: keyof typeof storageTexts.zh.persistence;
  readonly browser: keyof typeof storageTexts.zh.browser;
}

/** What the settings read and change of this device and its browser; made by the application. */
export interface Device {
  readonly version: string;
  readonly theme: () => Theme;
  readonly setTheme: (theme: Theme) => void;
  readonly readStorage: () => Promise<StorageState>;
  readonly askForPersistence: () => Promise<StorageState['persistence']>;
  /** True while the browser lets us ask to install the application. */
  readonly canInstall: () => boolean;
  readonly install: () => Promise<boolean>;
  /** Makes all rows anew; the number of shards read, or undefined when it failed. */
  readonly rebuild: () => Promise<number | undefined>;
  readonly notifications: {
    readonly state: () => 'granted' | 'denied' | 'default' | 'unsupported';
    /** Opens the browser's question; only ever after a person's act. */
    readonly ask: () => Promise<'granted' | 'denied' | 'default' | 'unsupported'>;
  };
  /** Absent where there is no generator of sample data. */
  readonly sample?: SampleData | undefined;
}

export interface SampleData {
  readonly isLoaded: () => boolean;
  /** Tells how far it is, 0 to 1. False when it failed; nothing is then visible. */
  readonly load: (onProgress: (share: number) => void) => Promise<boolean>;
  readonly remove: () => Promise<boolean>;
}

export const [useDevice, provideDevice] = createContext<Device>();
