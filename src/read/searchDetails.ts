import { parseCustomKey } from '../domain/customFields.ts';
import type { Json } from '../domain/json.ts';
import type { Values } from '../domain/record.ts';
import { digitsOf, fold } from './fold.ts';
import { detailSeparator } from './searchTexts.ts';

/** What a record is found by beside its name: telephone numbers as digits, addresses, codes and companies folded; parted by `detailSeparator`. */
export function searchDetails(values: Values): string {
  const details: string[] = [];
  for (const [key, value] of Object.entries(values)) {
    const read = readers[key] ?? readers[customReader(key)];
    if (read !== undefined) details.push(...listOf(value).map(read));
  }
  return details.filter((detail) => detail !== '').join(detailSeparator);
}

const readers: Readonly<Record<string, (text: string) => string>> = {
  phones: digitsOf,
  emails: fold,
  wechat: fold,
  externalId: fold,
  company: fold,
  code: fold,
};

/** The standard field that a custom one is read like. */
function customReader(key: string): string {
  if (!key.includes(':')) return '';
  const type = parseCustomKey(key)?.type;
  return type === 'phone' ? 'phones' : type === 'email' ? 'emails' : '';
}

function listOf(value: Json): string[] {
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' ? [value] : [];
}
