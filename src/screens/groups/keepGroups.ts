import type { CommandError, Committed } from '../../commands/commit.ts';
import type { Act } from '../../commands/records.ts';
import { customKeyOf } from '../../domain/customFields.ts';
import type { Json } from '../../domain/json.ts';
import { valuesOf, type RecordRow } from '../../domain/record.ts';
import { ok, type Result } from '../../domain/result.ts';
import type { Filter } from '../../read/listQuery.ts';
import type { ScreenBook } from '../book.ts';
import { definitions } from '../fields/definitions.svelte.ts';
import { isLive, ruleJson, ruleOf } from '../segments/segmentRule.ts';
import type { Follow } from './following.ts';
import { settingsJson, type FoundGroups } from './groupsModel.svelte.ts';
import { helpText, writeNames } from './writeNames.ts';

/** How groups are kept. */
export interface KeepRequest {
  readonly names: readonly string[];
  readonly follow: Follow;
  /** Of the field that says the group; for fixed members there is none. */
  readonly fieldName: string;
  readonly formula: string | undefined;
  readonly hasSegments: boolean;
  readonly seed: number;
}

type Kept = Result<Committed, CommandError>;

/** Keeps groups of customers: as a field that says the group, as segments that follow it, or as segments of the members of now. */
export async function keepGroups(
  book: ScreenBook,
  found: FoundGroups,
  segments: readonly RecordRow[],
  request: KeepRequest,
): Promise<Kept> {
  const { follow, names, hasSegments } = request;
  if (follow === 'fixed')
    return createSegments(
      book,
      names.map((name, group) => fixedSegment(found, request, name, group)),
    );
  const field =
    follow === 'formula' ? await saveFormula(book, request) : await writeGroups(book, found, request);
  if (!field.ok || !hasSegments) return field;
  const known = new Set(segments.filter(isLive).map((row) => contentOf(nameIn(row), ruleOf(row))));
  const acts = names.flatMap((name): Act[] => {
    const rule = ruleFor(found, field.value.key, name);
    if (known.has(contentOf(name, rule))) return [];
    const recipe = recipeOf(found, request, name, field.value.key);
    return [
      {
        create: 'segment',
        values: { name, method: 'rule', rule: ruleJson(rule), recipe, owner: book.member },
      },
    ];
  });
  return acts.length === 0 ? field : createSegments(book, acts);
}

/** The key of the field of that name which this can be kept in again. */
export function fieldNamed(name: string, follow: Follow): string | undefined {
  const type = follow === 'formula' ? 'formula' : 'text';
  return definitions()
    .custom('account')
    .find((each) => each.name === name && each.type === type && each.isComputed === true)?.field.key;
}

function createSegments(book: ScreenBook, acts: readonly Act[]): Promise<Kept> {
  return book.applyTogether(acts);
}

async function saveFormula(
  book: ScreenBook,
  { fieldName, formula, follow }: KeepRequest,
): Promise<Result<Committed & { readonly key: string }, CommandError>> {
  const values = { formula: formula ?? '', help: helpText('kmeans') };
  const key = fieldNamed(fieldName, follow);
  const id = definitions()
    .custom('account')
    .find(({ field }) => field.key === key)?.id;
  const [row] = id === undefined ? [] : await book.rows([id]);
  const made = await book.applyTogether([
    row === undefined
      ? {
          create: 'field',
          values: { ...values, name: fieldName, object: 'account', type: 'formula', computed: true },
        }
      : { update: row, values },
  ]);
  return made.ok ? ok({ ...made.value, key: key ?? customKeyOf(made.value.ids[0] ?? '', 'formula') }) : made;
}

async function writeGroups(
  book: ScreenBook,
  { data, answer }: FoundGroups,
  { names, fieldName }: KeepRequest,
): Promise<Result<Committed & { readonly key: string }, CommandError>> {
  const { labels, method } = answer;
  const written = await writeNames(book, { ids: data.table.ids, labels, names, method }, fieldName);
  return written.ok ? ok({ ...written.value, key: written.value.keys[0] ?? '' }) : written;
}

/** Those of whom the field says so; where a segment was grouped, of that segment alone. */
function ruleFor({ data: { source } }: FoundGroups, key: string, name: string): Filter {
  const within = source.type === 'records' ? source.segment : undefined;
  return {
    match: 'all',
    conditions: [
      { field: key, op: 'anyOf', values: [name] },
      ...(within === undefined ? [] : [{ op: 'inSegments', segments: [within] } as const]),
    ],
  };
}

function fixedSegment(found: FoundGroups, request: KeepRequest, name: string, group: number): Act {
  const { data, answer } = found;
  const members = data.table.ids.filter((_, row) => answer.labels[row] === group);
  return {
    create: 'segment',
    values: { name, method: 'cluster', members, recipe: recipeOf(found, request, name, null) },
  };
}

/** How the group was found, with centres and scales, enough to find it again. */
function recipeOf(found: FoundGroups, { seed }: KeepRequest, name: string, field: string | null): Json {
  const { answer, settings, columns, data } = found;
  const { centers, features } = answer;
  const recipe = {
    ...{ analysis: 'groups', group: name, seed, field, source: data.source, steps: data.steps },
    settings: settingsJson(settings, columns),
    encoding: features.encoding.columns,
    centers:
      centers === null
        ? null
        : Array.from({ length: centers.rows }, (_, group) =>
            Array.from(centers.values.subarray(group * centers.columns, (group + 1) * centers.columns)),
          ),
  };
  return JSON.parse(JSON.stringify(recipe)) as Json;
}

function nameIn(row: RecordRow): string {
  const { name } = valuesOf(row);
  return typeof name === 'string' ? name : '';
}

function contentOf(name: string, rule: Filter | undefined): string {
  return JSON.stringify([name, rule]);
}
