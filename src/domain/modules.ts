import { entryOf, textsOf } from './bookSettings.ts';
import { customisedKinds, type CustomisedKind } from './customFields.ts';
import type { Json } from './json.ts';

/** The objects that a book can do without: all but its customers. */
export const modules = customisedKinds.filter((kind): kind is Module => kind !== 'account');
export type Module = Exclude<CustomisedKind, 'account'>;

/** The name of the setting that holds which are off. */
export const modulesSetting = 'modules';

/** What a book has switched off, from its setting. Their records stay; navigation and forms leave them out. */
export function modulesOff(value: Json | undefined): ReadonlySet<string> {
  const off = textsOf(entryOf(value, 'off'));
  return new Set(modules.filter((each) => off.includes(each)));
}
