import type { RecordId } from './ids.ts';
import type { Json } from './json.ts';
import type { ObjectKind } from './kinds.ts';

/** What an analysis looks at: the records of a kind, of customers also those of one segment alone, or a table of the book. */
export type AnalysisSource =
  | { readonly type: 'records'; readonly kind: ObjectKind; readonly segment?: RecordId }
  | { readonly type: 'table'; readonly id: RecordId };

/** Reads a source from what a recipe holds; undefined where it is none. */
export function sourceOfJson(value: Json | undefined): AnalysisSource | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { type, kind, segment, id } = value as Readonly<Record<string, Json>>;
  if (type === 'table' && typeof id === 'string') return { type, id };
  if (type !== 'records' || typeof kind !== 'string') return undefined;
  return { type, kind: kind as ObjectKind, ...(typeof segment === 'string' ? { segment } : {}) };
}
