import { entryOf } from './bookSettings.ts';
import type { Json } from './json.ts';

/** The name of the setting that holds them. */
export const companySetting = 'companyDetails';

/** Who sends documents; `nameEn` and `addressEn` stand on English ones where they are filled in. */
export const companyFields = [
  'name',
  'nameEn',
  'address',
  'addressEn',
  'phone',
  'email',
  'taxNumber',
  'bank',
  'bankAccount',
] as const;
export type CompanyField = (typeof companyFields)[number];
export type CompanyDetails = Readonly<Record<CompanyField, string>>;

/** Texts of the setting; empty where it says nothing. */
export function companyDetailsOf(value: Json | undefined): CompanyDetails {
  const entries = companyFields.map((field) => {
    const text = entryOf(value, field);
    return [field, typeof text === 'string' ? text : ''] as const;
  });
  return Object.fromEntries(entries) as CompanyDetails;
}
