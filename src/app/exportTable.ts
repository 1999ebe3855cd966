import { csvBlob } from '../interchange/writing/csvWriter.ts';
import { writeWorkbook } from '../interchange/writing/xlsx/writeWorkbook.ts';
import type { TableFile } from '../screens/book.ts';

/** A table that a screen shows as a file: texts in it are never formulas. */
export async function exportTable(format: 'csv' | 'xlsx', { name, header, rows }: TableFile): Promise<Blob> {
  if (format === 'csv')
    return csvBlob(
      header,
      rows.map((row) => row.map(plainCell)),
    );
  return (await writeWorkbook([{ name, header, rows }])).file;
}

function plainCell(cell: TableFile['rows'][number][number]): string | number | null {
  return typeof cell === 'object' && cell !== null ? cell.amount : cell;
}
