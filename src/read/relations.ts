import type { FieldDef } from '../domain/objects.ts';
import { fieldsOf } from '../domain/objects.ts';
import {
  columnOf,
  listedKinds,
  type ColumnKey,
  type ListedKind,
  type RelatedCondition,
} from './listQuery.ts';

/** How records of two kinds belong together: through a column of references that one of them has. */
export interface Relation {
  readonly kind: ListedKind;
  readonly by: ColumnKey;
  /** The column is that of the record that is asked about, and points to `kind`. */
  readonly own?: true;
}

/**
 * Every way in which records of a kind are related to others: first the kinds that refer to it, in the order of
 * `listedKinds`, then those that it refers to. `customFields` are the custom fields of each kind that are references.
 */
export function relationsOf(
  kind: ListedKind,
  customFields: (of: ListedKind) => readonly FieldDef[] = () => [],
): readonly Relation[] {
  const columns = (of: ListedKind): readonly FieldDef[] => [...fieldsOf(of), ...customFields(of)];
  const inward = listedKinds.flatMap((other) =>
    columns(other)
      .filter(({ to }) => to === kind)
      .map(({ key }): Relation => ({ kind: other, by: key })),
  );
  const outward = columns(kind).flatMap(({ key, to }): Relation[] => {
    const other = listedKinds.find((each) => each === to);
    return other === undefined ? [] : [{ kind: other, by: key, own: true }];
  });
  return [...inward, ...outward];
}

/** Which record holds the reference of a related condition: undefined where there is no such column. */
export function holderOf(
  kind: ListedKind,
  { kind: other, by, own }: Pick<RelatedCondition, 'kind' | 'by' | 'own'>,
): 'this' | 'other' | undefined {
  if (own !== true && columnOf(other, by)?.to === kind) return 'other';
  return columnOf(kind, by)?.to === other ? 'this' : undefined;
}
