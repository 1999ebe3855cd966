import { maxFileBytes, maxFilesOfRecord, type FileError } from '../../commands/files.ts';
import type { RecordId } from '../../domain/ids.ts';
import { fileTexts } from '../../i18n/files.ts';
import { formatBytes } from '../../i18n/formats.ts';
import { t } from '../../i18n/language.svelte.ts';
import type { Toasts } from '../../ui/toasts.svelte.ts';
import type { ScreenBook } from '../book.ts';
import { shrinkPhoto } from './shrinkPhoto.ts';

/** Keeps files with a record, photos made smaller, and says of each that was not kept why. */
export async function keepFiles(
  book: ScreenBook,
  toasts: Toasts,
  record: RecordId,
  files: readonly File[],
): Promise<void> {
  for (const file of files) {
    const answer = await book.addFile(record, await shrinkPhoto(file));
    if (!answer.ok) toasts.show(fileProblem(answer.error, file.name));
  }
}

export function fileProblem(error: FileError, name: string): string {
  const { problems } = t(fileTexts);
  switch (error.type) {
    case 'too-large':
      return problems['too-large'](name, formatBytes(maxFileBytes));
    case 'too-many-files':
      return problems['too-many-files'](maxFilesOfRecord);
    case 'empty-file':
      return problems['empty-file'](name);
    case 'quota-exceeded':
      return problems['quota-exceeded'];
    default:
      return problems.other(name);
  }
}
