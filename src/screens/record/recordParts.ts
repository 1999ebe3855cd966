import type { ObjectKind } from '../../domain/objects.ts';

/** The parts of a record's page; a phone and the panel beside a list show one at a time. */
export type RecordPart = 'timeline' | 'fields' | 'related';

/** Every record has a stream and fields; what others are about, or what has lines, has related records too. */
export function partsOf(kind: ObjectKind): readonly RecordPart[] {
  const hasRelated = ['account', 'contact', 'lead', 'deal', 'quote', 'order', 'need', 'product'].includes(
    kind,
  );
  return hasRelated ? ['timeline', 'fields', 'related'] : ['timeline', 'fields'];
}

/** True for what is sold, ordered and paid: its page offers the next step on that way. */
export function hasSales(kind: ObjectKind): boolean {
  return ['account', 'deal', 'quote', 'order', 'payment'].includes(kind);
}

/** The field of a record that is a text to be read rather than a value among others. */
export function longFieldOf(kind: ObjectKind): string | undefined {
  const longFields: Partial<Record<ObjectKind, string>> = {
    activity: 'body',
    need: 'description',
    task: 'notes',
  };
  return longFields[kind];
}

/** Fields that the page shows elsewhere than in the list of fields. */
export function shownElsewhere(kind: ObjectKind): readonly string[] {
  const long = longFieldOf(kind);
  return ['name', 'interests', 'preferences', ...(long === undefined ? [] : [long])];
}
