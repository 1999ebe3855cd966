import type { Json } from '../../domain/json.ts';

/** A value that should be a text, as one: the empty text for anything else. */
export function asText(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
