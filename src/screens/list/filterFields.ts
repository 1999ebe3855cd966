import { t } from '../../i18n/language.svelte.ts';
import { listTexts } from '../../i18n/list.ts';
import { columnsOf, operatorsOf, type ListedKind } from '../../read/listQuery.ts';
import { fieldLabel } from '../fields/labels.ts';
import type { FewRecords } from '../fields/names.svelte.ts';

const words = t(listTexts);

/** What a condition can be about, as a person picks it: every column, and for customers their segments under `segment`. */
export function filterFields(
  kind: ListedKind,
  few: FewRecords,
): readonly { readonly key: string; readonly label: string }[] {
  const columns = columnsOf(kind)
    .filter((column) => operatorsOf(column).length > 0)
    .map(({ key }) => ({ key, label: fieldLabel(kind, key) }));
  const hasSegments = kind === 'account' && few.segments.length > 0;
  return [...columns, ...(hasSegments ? [{ key: 'segment', label: words.segmentField }] : [])];
}
