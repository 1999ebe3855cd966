import { err, ok, type Result } from '../../domain/result.ts';
import { madeRow } from '../reading/madeRows.ts';
import { openSource, sourceErrorOf, type SourceError, type TextSource } from '../reading/source.ts';
import { meetingColumns, readCalendar, taskColumns } from './readCalendar.ts';

/** A calendar file, in bytes: it is in memory as a whole. */
const maxCalendarBytes = 50_000_000;

/** Opens a calendar file as a text source with two sheets, `tasks` and `meetings`; without `sheet` the first that has rows. Errors: every `SourceError`. */
export async function openCalendar(
  file: Blob,
  name: string,
  sheet?: number,
  now = Date.now(),
): Promise<Result<TextSource, SourceError>> {
  if (file.size > maxCalendarBytes)
    return err({ type: 'file-too-large', bytes: file.size, maxBytes: maxCalendarBytes });
  const opened = await openSource(file, name, maxCalendarBytes);
  if (!opened.ok) return opened;
  try {
    const decoder = new TextDecoder(opened.value.encoding);
    let text = '';
    for await (const chunk of opened.value.chunks()) text += decoder.decode(chunk, { stream: true });
    const { tasks, meetings, remarks } = readCalendar(text + decoder.decode(), now);
    if (tasks.length + meetings.length === 0) return err({ type: 'calendar-none' });
    const chosen = sheet ?? (tasks.length > 0 ? 0 : 1);
    const [columns, rows] = chosen === 0 ? [taskColumns, tasks] : [meetingColumns, meetings];
    const bytes = new TextEncoder().encode([columns, ...rows].map(madeRow).join(''));
    return ok({
      ...{
        name,
        bytes: file.size,
        compressed: true,
        encoding: 'utf-8',
        encodingWhy: opened.value.encodingWhy,
      },
      ...{ form: 'calendar', sheets: ['tasks', 'meetings'], sheet: chosen },
      calendar: { rows: [tasks.length, meetings.length], remarks },
      chunks: async function* () {
        yield await Promise.resolve(bytes);
      },
    });
  } catch (failure) {
    return err(sourceErrorOf(failure));
  }
}
