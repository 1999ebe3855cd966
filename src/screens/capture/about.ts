import type { RecordId } from '../../domain/ids.ts';
import { kindOfId } from '../../domain/ids.ts';
import type { Json } from '../../domain/json.ts';
import { fieldsOf, type FieldDef, type ObjectKind } from '../../domain/objects.ts';
import { valuesOf, type RecordRow, type Values } from '../../domain/record.ts';

/** The records that a new one is about, at most one of each kind. */
export type About = Readonly<Partial<Record<ObjectKind, RecordId>>>;

const referred = new Set<ObjectKind>([
  ...(['account', 'contact', 'lead', 'deal', 'quote', 'order', 'need', 'product'] as const),
]);

/** A record, and what it names itself: its customer, contact, deal and the like. */
export function aboutOf(row: RecordRow): About {
  const kind = kindOfId(row.id);
  const values = valuesOf(row);
  const about: Partial<Record<ObjectKind, RecordId>> = {};
  for (const field of linkFields(kind)) {
    const id = firstId(values[field.key]);
    if (field.to !== undefined && id !== undefined) about[field.to] ??= id;
  }
  if (referred.has(kind)) about[kind] = row.id;
  return about;
}

/** The fields of a new record of a kind that say what it is about. */
export function aboutValues(kind: ObjectKind, about: About): Values {
  const entries = linkFields(kind).flatMap((field): [string, Json][] => {
    const id = field.to === undefined ? undefined : about[field.to];
    if (id === undefined) return [];
    return [[field.key, field.type === 'set' ? [id] : id]];
  });
  return Object.fromEntries(entries);
}

/** An order that another returns is no link that a new order should inherit. */
function linkFields(kind: ObjectKind): readonly FieldDef[] {
  return fieldsOf(kind).filter(
    (field) =>
      field.to !== undefined &&
      referred.has(field.to) &&
      field.key !== 'returns' &&
      field.key !== 'replaces' &&
      field.internal !== true,
  );
}

function firstId(value: Json | undefined): RecordId | undefined {
  const first = Array.isArray(value) ? (value as readonly Json[])[0] : value;
  return typeof first === 'string' && first !== '' ? first : undefined;
}
