import { t } from '../../i18n/language.svelte.ts';
import { listTexts } from '../../i18n/list.ts';
import { operatorsOf, type ListedKind } from '../../read/listQuery.ts';
import { relationsOf, type Relation } from '../../read/relations.ts';
import { definitions } from '../fields/definitions.svelte.ts';
import type { FewRecords } from '../fields/names.svelte.ts';

const words = t(listTexts);

/** What a condition can be about, as a person picks it: every column, and for customers their segments under `segment`. */
export function filterFields(
  kind: ListedKind,
  few: FewRecords,
): readonly { readonly key: string; readonly label: string }[] {
  const columns = definitions()
    .columns(kind)
    .filter((column) => operatorsOf(column).length > 0)
    .map(({ key, label }) => ({ key, label }));
  const hasSegments = kind === 'account' && few.segments.length > 0;
  return [...columns, ...(hasSegments ? [{ key: 'segment', label: words.segmentField }] : [])];
}

/** How records of a kind are related to others, through custom fields too. */
export function relationsShown(kind: ListedKind): readonly Relation[] {
  return relationsOf(kind, (of) =>
    definitions()
      .custom(of)
      .map(({ field }) => field),
  );
}
