import type { FieldDef } from '../../domain/objects.ts';
import { formatYearMonth, formatNumber } from '../../i18n/formats.ts';
import { langOf, t } from '../../i18n/language.svelte.ts';
import { viewTexts } from '../../i18n/views.ts';
import type { ColumnKey, ListedKind } from '../../read/listQuery.ts';
import { definitions, type ShownField } from '../fields/definitions.svelte.ts';
import type { NamesById } from '../fields/format.ts';
import { yesNo } from '../fields/labels.ts';
import { valueText } from './conditionText.ts';

/** Columns whose values many records share. */
export function groupableColumns(kind: ListedKind): readonly ShownField[] {
  return definitions().columns(kind).filter(isGroupable);
}

function isGroupable(column: FieldDef): boolean {
  switch (column.type) {
    case 'choice':
    case 'boolean':
    case 'reference':
    case 'date':
    case 'instant':
      return true;
    case 'text':
      return column.bulk === true;
    case 'integer':
      return column.max !== undefined && column.max <= 10;
    case 'set':
      return column.element === 'tag' || column.element === 'choice' || column.element === 'reference';
    default:
      return false;
  }
}

/** What the header of a group says. Months of dates are `YYYY-MM`; null is the group without a value. */
export function groupName(
  kind: ListedKind,
  key: ColumnKey,
  value: string | null,
  names: NamesById,
): { readonly label: string; readonly lang: 'zh-CN' | 'en' | undefined } {
  const own = { lang: undefined };
  if (value === null) return { label: t(viewTexts).noValue, ...own };
  const column = definitions().column(kind, key);
  switch (column?.type) {
    case 'date':
    case 'instant':
      return { label: formatYearMonth(value), ...own };
    case 'boolean':
      return { label: yesNo(value === 'true'), ...own };
    case 'number':
    case 'integer':
    case 'money':
    case 'unitPrice':
    case 'formula':
      return { label: formatNumber(Number(value), 4), ...own };
    default: {
      const label = valueText(column, value, names);
      return { label, lang: langOf(label) };
    }
  }
}
