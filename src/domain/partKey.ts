import type { RecordId } from './ids.ts';
import type { Json } from './json.ts';

/** Keys of all parts of a table, of one generation of it, and of one part: each the beginning of the next. */
export function partKey(table: RecordId, generation?: number, index?: number): string {
  const parts = [table, ...(generation === undefined ? [] : [counted(generation, 10)])];
  if (index !== undefined) parts.push(counted(index, 5));
  return index === undefined ? `${parts.join('/')}/` : parts.join('/');
}

/** The key by which a part is found; undefined for one that does not say where it belongs. */
export function partKeyOf(values: Readonly<Record<string, Json>>): string | undefined {
  const { table, generation, index } = values;
  return typeof table === 'string' && isCount(generation) && isCount(index)
    ? partKey(table, generation, index)
    : undefined;
}

/** The generation that a part's key names. */
export function generationOfKey(key: string): number {
  return Number.parseInt(key.split('/')[1] ?? '', 36);
}

/** A number in base 36 that sorts as it counts. */
function counted(value: number, digits: number): string {
  return value.toString(36).padStart(digits, '0');
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
