import type { BookDatabase } from '../database/schema.ts';
import { t } from '../i18n/language.svelte.ts';
import { shellTexts } from '../i18n/shell.ts';
import type { KindRecords, ScreenBook } from '../screens/book.ts';
import type { ListIndex } from '../workers/listIndex.ts';
import { exportJson } from './exportJson.ts';
import { exportRecords, exportWorkbook, type OnRecords } from './exportRecords.ts';

/** Records as a file in one of the forms that hold every field; of several kinds only a workbook holds all. */
export async function exportFile(
  db: BookDatabase,
  index: ListIndex,
  format: Parameters<ScreenBook['exportFile']>[0],
  records: readonly KindRecords[],
  onRecords?: OnRecords,
): ReturnType<ScreenBook['exportFile']> {
  const [first] = records;
  if (format === 'xlsx' || first === undefined) {
    const { pages } = t(shellTexts);
    const kinds = records.map((each) => ({ ...each, name: pages[each.kind] }));
    const { file, sheets, cutCells } = await exportWorkbook(db, index, kinds, onRecords);
    return { file, sheets: sheets.length - kinds.length + 1, cutCells };
  }
  const { kind, ids } = first;
  const file =
    format === 'csv'
      ? await exportRecords(db, index, first, onRecords)
      : await exportJson(db, index, kind, ids, format, onRecords);
  return { file, sheets: 1, cutCells: 0 };
}
