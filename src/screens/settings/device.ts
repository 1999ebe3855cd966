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
  /** The lock of the application, loaded when somebody looks at it. */
  readonly lock: () => Promise<AppLockControl>;
  /** Absent where there is no generator of sample data. */
  readonly sample?: SampleData | undefined;
}

export type PinAnswer =
  | { readonly type: 'right' }
  /** The next PIN is looked at after so many ms. */
  | { readonly type: 'wrong' | 'wait'; readonly waitMs: number };

/** Minutes after which the application can lock itself: 0 as soon as it is left, null never by itself. */
export const lockChoices = [0, 1, 5, 15, 60, null] as const;

/** What the settings read and change of the lock. */
export interface AppLockControl {
  readonly isOn: boolean;
  readonly afterMinutes: number | null;
  readonly hasPasskey: boolean;
  /** Whether this browser, at this address, can recognise a person by the device. */
  readonly canPasskey: () => Promise<boolean>;
  /** Sets the PIN, or another one; false where the browser keeps nothing. */
  readonly turnOn: (pin: string) => Promise<boolean>;
  readonly turnOff: () => void;
  readonly setAfter: (minutes: number | null) => void;
  readonly addPasskey: () => Promise<'added' | 'cancelled' | 'unavailable'>;
  readonly removePasskey: () => void;
  readonly checkPin: (pin: string) => Promise<PinAnswer>;
  readonly lockNow: () => void;
}

export interface SampleData {
  readonly isLoaded: () => boolean;
  /** Tells how far it is, 0 to 1. False when it failed; nothing is then visible. */
  readonly load: (onProgress: (share: number) => void) => Promise<boolean>;
  readonly remove: () => Promise<boolean>;
}

export const [useDevice, provideDevice] = createContext<Device>();
