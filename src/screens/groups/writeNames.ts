import type { CommandError } from '../../commands/commit.ts';
import { localDate } from '../../domain/dates.ts';
import type { RecordId } from '../../domain/ids.ts';
import type { Json } from '../../domain/json.ts';
import type { Result } from '../../domain/result.ts';
import { formatDate } from '../../i18n/formats.ts';
import { groupsTexts } from '../../i18n/groups.ts';
import { t } from '../../i18n/language.svelte.ts';
import type { ClusterMethod } from '../../workers/analysisTasks.ts';
import type { ScreenBook } from '../book.ts';
import { writeFields, type WrittenFields } from '../fields/writtenFields.ts';

/** Which customers are in which group, and what the groups are called. */
export interface NamedGroups {
  readonly ids: readonly RecordId[];
  /** One for each id; below 0 for none. */
  readonly labels: Int32Array;
  readonly names: readonly string[];
  readonly method: ClusterMethod;
}

/** Writes the name of each customer's group into a text field; nothing for those in none. */
export function writeNames(
  book: ScreenBook,
  { ids, labels, names, method }: NamedGroups,
  fieldName: string,
): Promise<Result<WrittenFields, CommandError>> {
  const values = Object.fromEntries(
    ids.map((id, row): [string, Json] => [id, names[labels[row] ?? -1] ?? null]),
  );
  const fields = [{ name: fieldName, type: 'text', values }] as const;
  return writeFields(book, ids, fields, { title: fieldName, help: helpText(method) });
}

export function helpText(method: ClusterMethod): string {
  const words = t(groupsTexts);
  return words.help(words.methodNames[method], formatDate(localDate(new Date()), 'always'));
}
