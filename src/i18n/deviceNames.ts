import type { SameTexts } from './dictionary.ts';
import { t } from './language.svelte.ts';

const zh = {
  phone: (system: string) => `${system} 手机`,
  tablet: (system: string) => `${system} 平板`,
  computer: (browser: string, system: string) => `${system} 上的 ${browser}`,
  plain: '我的设备',
};

const en = {
  phone: (system: string) => `${system} phone`,
  tablet: (system: string) => `${system} tablet`,
  computer: (browser: string, system: string) => `${browser} on ${system}`,
  plain: 'My device',
} satisfies SameTexts<typeof zh>;

const nameTexts = { zh, en };

export type DeviceShape = 'phone' | 'tablet' | 'computer';

const shapes: readonly (readonly [DeviceShape, RegExp])[] = [
  ['tablet', /tablet|ipad|平板/i],
  ['phone', /phone|mobile|android|pixel|galaxy|手机|电话/i],
];

/** What a device probably is, by the name that somebody gave it. */
export function shapeOfDevice(name: string): DeviceShape {
  return shapes.find(([, pattern]) => pattern.test(name))?.[0] ?? 'computer';
}

const systems: readonly (readonly [string, RegExp])[] = [
  ['iPhone', /iPhone/],
  ['iPad', /iPad/],
  ['Android', /Android/],
  ['Windows', /Windows/],
  ['macOS', /Mac OS X/],
  ['ChromeOS', /CrOS/],
  ['Linux', /Linux/],
];
const browsers: readonly (readonly [string, RegExp])[] = [
  ['Edge', /Edg\//],
  ['Firefox', /Firefox\//],
  ['Chrome', /Chrom(e|ium)\//],
  ['Safari', /Safari\//],
];

/** A first name for a device from its browser's description of itself, for the person to correct. */
export function suggestedDeviceName(userAgent: string): string {
  const words = t(nameTexts);
  const system = systems.find(([, pattern]) => pattern.test(userAgent))?.[0];
  if (system === undefined) return words.plain;
  if (system === 'iPhone' || system === 'iPad') return system;
  if (system === 'Android') return /Mobile/.test(userAgent) ? words.phone(system) : words.tablet(system);
  const browser = browsers.find(([, pattern]) => pattern.test(userAgent))?.[0];
  return browser === undefined ? system : words.computer(browser, system);
}
