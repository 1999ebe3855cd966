import { formatBytes, formatCount } from '../../i18n/formats.ts';
import { failureTexts } from '../../i18n/failures.ts';
import { importTexts } from '../../i18n/import.ts';
import { currentLanguage } from '../../i18n/language.svelte.ts';
import type { ImportError } from '../../workers/import.ts';

/** What happened, in a sentence or two; never a bare code. */
export function failureText(error: ImportError): string {
  const texts = importTexts[currentLanguage()];
  switch (error.type) {
    case 'file-binary':
      return `${texts.errors['file-binary']} ${texts.binaryKinds[error.looksLike]}`;
    case 'file-too-large':
      return texts.errors['file-too-large'](formatBytes(error.bytes), formatBytes(error.maxBytes));
    case 'file-expands-too-far':
      return texts.errors['file-expands-too-far'](formatBytes(error.maxBytes));
    case 'json-invalid':
      return texts.errors['json-invalid'](formatCount(error.line), formatCount(error.column));
    case 'json-no-records':
    case 'json-record-too-long':
      return texts.errors[error.type](formatCount(error.line));
    case 'file-empty':
    case 'calendar-none':
    case 'file-gzip-damaged':
    case 'file-workbook-damaged':
    case 'file-unreadable':
    case 'file-too-many-columns':
    case 'read-cancelled':
    case 'no-file':
    case 'plan-differs':
    case 'nothing-readable':
    case 'quota-exceeded':
    case 'connection-lost':
    case 'batch-undone':
      return texts.errors[error.type];
    case 'viewer':
    case 'not-a-member':
      return failureTexts[currentLanguage()][error.type];
    default:
      return `${texts.errors['engine-failed']} (${error.type})`;
  }
}
