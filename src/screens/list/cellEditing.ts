import { kindOfId } from '../../domain/ids.ts';
import { conflictsOf } from '../../domain/record.ts';
import type { RecordRow } from '../../domain/record.ts';
import { definitions } from '../fields/definitions.svelte.ts';

/** Values that need more room than a cell. */
const tooLong: ReadonlySet<string> = new Set(['longText', 'document', 'json', 'formula']);

/** True for a stored value that can be changed in its cell. A field with two values is settled on the record, where both are shown. */
export function canEditCell(row: RecordRow, key: string): boolean {
  const field = definitions().field(kindOfId(row.id), key);
  if (field === undefined || tooLong.has(field.type)) return false;
  return !conflictsOf(row).some((register) => register === key || register.startsWith(`${key}/`));
}
