export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Equality by content; the order of an object's keys does not matter. */
export function isEqualJson(a: Json | undefined, b: Json | undefined): boolean {
  return a === b || canonicalJson(a) === canonicalJson(b);
}

/** One text for equal values: object keys sorted. `undefined` gives the empty text. */
export function canonicalJson(value: Json | undefined): string {
  if (value === undefined) return '';
  return JSON.stringify(value, (_key, part: Json) => {
    if (part === null || typeof part !== 'object' || Array.isArray(part)) return part;
    const entries = Object.entries(part as Record<string, Json>);
    return Object.fromEntries(entries.sort(([x], [y]) => (x < y ? -1 : 1)));
  });
}
