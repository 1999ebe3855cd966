import { fromHex, toHex, utf8 } from './bytes.ts';
import type { Hex } from './operations.ts';
import { parseJson, partsOf } from './parts.ts';
import { openBox, sealBox, subkey } from './seal.ts';

/** What people call things; every part may be absent. */
export interface Names {
  readonly book?: string;
  readonly member?: string;
  readonly device?: string;
  /** Of a phrase on paper: see `recoveryProof`. */
  readonly proof?: string;
}

const aad = utf8('rapport names v1');
const maxNameLength = 200;

export function sealNames(epochKey: Uint8Array, workspace: Uint8Array, names: Names): Hex {
  return toHex(sealBox(subkey(epochKey, workspace, 'names'), aad, utf8(JSON.stringify(names))));
}

/** Nothing where the key is another one or the text is not of the form. Names are cut at 200 characters. */
export function openNames(epochKey: Uint8Array, workspace: Uint8Array, names: Hex): Names {
  const sealed = fromHex(names);
  const text = sealed && openBox(subkey(epochKey, workspace, 'names'), aad, sealed);
  return text === undefined ? {} : readNames(text);
}

/** The names in a JSON text of anybody's. */
export function readNames(text: Uint8Array): Names {
  const parsed = parseJson(new TextDecoder().decode(text));
  const parts = parsed.ok ? partsOf(parsed.value) : undefined;
  if (parts === undefined) return {};
  const names: { -readonly [part in keyof Names]: string } = {};
  for (const part of ['book', 'member', 'device', 'proof'] as const) {
    const name = parts.get(part);
    if (typeof name === 'string') names[part] = name.slice(0, maxNameLength);
  }
  return names;
}
