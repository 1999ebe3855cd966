import { valuesOf, type RecordRow } from '../../domain/record.ts';
import { t } from '../../i18n/language.svelte.ts';
import { taskTexts } from '../../i18n/tasks.ts';
import type { MenuItem } from '../../ui/menuItem.ts';
import type { ScreenBook } from '../book.ts';
import { nameOfRow } from '../fields/names.svelte.ts';
import { saveFile } from '../list/saveFile.ts';
import type { TaskWork } from './taskWork.svelte.ts';

/** What the menu of a task's record offers beside what every record has. */
export function taskMenu(row: RecordRow, work: TaskWork, book: ScreenBook): readonly MenuItem[] {
  const words = t(taskTexts);
  const title = nameOfRow(row);
  const { status, due } = valuesOf(row);
  const isOpen = status !== 'done' && status !== 'cancelled';
  const mayWrite = !book.isReadOnly && row.deletedAt === undefined;
  const ask = (how: 'next' | 'snooze') => (): void =>
    void (work.question = { ask: how, task: row.id, title });
  const openItems: readonly MenuItem[] = [
    { id: 'finish', label: words.finishIt, icon: 'check', onselect: () => void work.finish(row.id) },
    { id: 'next', label: words.finishAndSchedule, icon: 'arrow', onselect: ask('next') },
    { id: 'snooze', label: words.snooze, icon: 'calendar', onselect: ask('snooze') },
  ];
  const closedItems: readonly MenuItem[] = [
    { id: 'reopen', label: words.reopen, icon: 'undo', onselect: () => void work.setStatus(row.id, 'open') },
  ];
  const save = async (): Promise<void> => saveFile(await book.exportCalendar([row.id]), `${title}.ics`);
  return [
    ...(mayWrite ? (isOpen ? openItems : closedItems) : []),
    ...(isOpen && typeof due === 'string'
      ? [
          {
            id: 'calendar-file',
            label: words.calendarFile,
            icon: 'download',
            onselect: () => void save(),
          } as const,
        ]
      : []),
  ];
}
