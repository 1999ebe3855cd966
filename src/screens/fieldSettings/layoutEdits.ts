import type { FieldPlace } from '../../domain/fieldLayout.ts';

/** The keys of an object's fields in their places, in order. */
export type PlacedKeys = Readonly<Record<FieldPlace, readonly string[]>>;

/** Moves a field within its place; nothing changes at an end. */
export function movedBy(placed: PlacedKeys, key: string, step: -1 | 1): PlacedKeys {
  const place = placeOf(placed, key);
  return place === undefined ? placed : { ...placed, [place]: swapped(placed[place], key, step) };
}

/** Puts a field at the end of a place. */
export function movedTo(placed: PlacedKeys, key: string, place: FieldPlace): PlacedKeys {
  const without = (keys: readonly string[]): readonly string[] => keys.filter((each) => each !== key);
  const rest = { main: without(placed.main), more: without(placed.more), hidden: without(placed.hidden) };
  return { ...rest, [place]: [...rest[place], key] };
}

/** A list with one of its members a step further. */
export function swapped(keys: readonly string[], key: string, step: -1 | 1): readonly string[] {
  const from = keys.indexOf(key);
  const to = from + step;
  if (from < 0 || to < 0 || to >= keys.length) return keys;
  const next = [...keys];
  next.splice(from, 1);
  next.splice(to, 0, key);
  return next;
}

function placeOf(placed: PlacedKeys, key: string): FieldPlace | undefined {
  return (['main', 'more', 'hidden'] as const).find((place) => placed[place].includes(key));
}
