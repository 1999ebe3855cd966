import { entryOf, textsOf } from '../../domain/bookSettings.ts';
import type { Json } from '../../domain/json.ts';
import type { Encoding } from '../../workers/analysisTasks.ts';
import { settingsJson, type FoundGroups } from './groupsModel.svelte.ts';

/** What a note of an analysis keeps of groups whose names a field says: enough to give them to customers of another day. */
export interface KeptGroups {
  readonly names: readonly string[];
  /** Of groups with centres: where those are, and how columns become their space. */
  readonly nearest?: { readonly encoding: Encoding; readonly centers: readonly (readonly number[])[] };
}

/** The settings of groups as they are noted where their names are written. */
export function settingsWithGroups(
  { settings, columns, answer }: FoundGroups,
  names: readonly string[],
): Json {
  const { centers, features } = answer;
  const rowOf = (group: number) =>
    Array.from(centers?.values.subarray(group * centers.columns, (group + 1) * centers.columns) ?? []);
  const nearest =
    centers === null
      ? {}
      : {
          nearest: {
            encoding: features.encoding,
            centers: Array.from({ length: centers.rows }, (_, group) => rowOf(group)),
          },
        };
  const kept = { names, ...nearest } satisfies KeptGroups;
  return JSON.parse(JSON.stringify({ ...(settingsJson(settings, columns) as object), kept })) as Json;
}

/** The groups that such settings keep; undefined where they keep none. */
export function groupsIn(settings: Json): KeptGroups | undefined {
  const kept = entryOf(settings, 'kept');
  const names = textsOf(entryOf(kept, 'names'));
  if (names.length === 0) return undefined;
  const nearest = entryOf(kept, 'nearest');
  const [encoding, centers] = [entryOf(nearest, 'encoding'), entryOf(nearest, 'centers')];
  const isWhole =
    Array.isArray(entryOf(encoding, 'columns')) &&
    Array.isArray(entryOf(encoding, 'names')) &&
    isRows(centers);
  return isWhole ? { names, nearest: { encoding: encoding as unknown as Encoding, centers } } : { names };
}

function isRows(value: Json | undefined): value is readonly (readonly number[])[] {
  return (
    Array.isArray(value) &&
    (value as readonly Json[]).every(
      (row) => Array.isArray(row) && (row as readonly Json[]).every((each) => typeof each === 'number'),
    )
  );
}
