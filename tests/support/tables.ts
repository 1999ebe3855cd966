import type { Table, TableColumn } from '../../src/domain/table.ts';

/** A table from columns of numbers (NaN or null is empty) and of labels ('' is empty). */
export function tableOf(
  columns: Readonly<Record<string, readonly (number | null)[] | readonly string[]>>,
): Table {
  const rows = Object.values(columns)[0]?.length ?? 0;
  return {
    rows,
    ids: Array.from({ length: rows }, (_, i) => String(i + 1)),
    columns: Object.entries(columns).map(([key, values]): TableColumn => {
      if (typeof values[0] !== 'string')
        return {
          key,
          type: 'number',
          values: Float64Array.from(values as readonly (number | null)[], (value) => value ?? NaN),
        };
      const labels = [...new Set(values as readonly string[])].filter((label) => label !== '');
      return {
        key,
        type: 'category',
        labels,
        codes: Int32Array.from(values as readonly string[], (value) => labels.indexOf(value)),
      };
    }),
  };
}
