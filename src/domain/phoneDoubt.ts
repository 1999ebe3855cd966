/** Why a phone number, which holds enough digits to be kept, would hardly reach anybody. */
export type PhoneDoubt =
  /** Fewer digits than a number of its form has. */
  | 'too-short'
  | 'too-long'
  /** Seven or eight digits: a local number, which only neighbours can dial. */
  | 'no-area-code';

/**
 * Looks at the length of a number only, by the plans of E.164 (at most 15 digits) and of China (mobile numbers 1[3-9] with
 * 11 digits, area codes that begin with 0). Short numbers of services (3 to 6 digits, such as 95588) are left alone.
 */
export function phoneDoubt(text: string): PhoneDoubt | undefined {
  if (usualMobile.test(text)) return undefined;
  const beforeExtension = text.split(/[x#]/i, 1)[0] ?? '';
  const digits = beforeExtension.replace(/\D/g, '');
  const isInternational = /^\s*(\+|00)/.test(beforeExtension);
  const significant = isInternational && digits.startsWith('00') ? digits.slice(2) : digits;
  if (significant.length > 15) return 'too-long';
  if (isInternational && significant.startsWith('86')) return chineseDoubt(significant.slice(2));
  if (isInternational) return significant.length < 8 ? 'too-short' : undefined;
  if (/^1[3-9]/.test(digits)) return lengthDoubt(digits.length, 11, 11);
  if (digits.startsWith('0')) return lengthDoubt(digits.length, 9, 12);
  return digits.length === 7 || digits.length === 8 ? 'no-area-code' : undefined;
}

/** What nearly all numbers of a Chinese book look like; there may be a hundred thousand of them. */
const usualMobile = /^(\+86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}$/;

function chineseDoubt(national: string): PhoneDoubt | undefined {
  if (/^1[3-9]/.test(national)) return lengthDoubt(national.length, 11, 11);
  if (national.length === 7 || national.length === 8) return 'no-area-code';
  return lengthDoubt(national.length, 9, 12);
}

function lengthDoubt(length: number, least: number, most: number): PhoneDoubt | undefined {
  if (length < least) return 'too-short';
  return length > most ? 'too-long' : undefined;
}
