import { importTexts } from '../../i18n/import.ts';
import { currentLanguage } from '../../i18n/language.svelte.ts';
import { saveFile } from '../list/saveFile.ts';
import type { ImportFlow } from './importFlow.svelte.ts';

/** Hands over the rows that stay out as a file named after the one that was imported. */
export async function downloadFailed(flow: ImportFlow, fileName: string): Promise<void> {
  const file = await flow.failedRows();
  if (file === undefined) return;
  const name = fileName.replace(/\.gz$/i, '').replace(/\.(?:csv|tsv|tab|txt)$/i, '');
  saveFile(file, importTexts[currentLanguage()].failedFile.name(name));
}
