import { importTexts } from '../../i18n/import.ts';
import { currentLanguage } from '../../i18n/language.svelte.ts';
import type { ImportFlow } from './importFlow.svelte.ts';

/** Hands over the rows that stay out as a file named after the one that was imported. */
export async function downloadFailed(flow: ImportFlow, fileName: string): Promise<void> {
  const file = await flow.failedRows();
  if (file === undefined) return;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = importTexts[currentLanguage()].failedFile.name(
    fileName.replace(/\.(?:gz|csv|tsv|txt)$/gi, '').replace(/\.csv$/i, ''),
  );
  link.click();
  URL.revokeObjectURL(link.href);
}
