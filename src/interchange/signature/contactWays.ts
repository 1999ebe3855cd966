import { parseEmail, parsePhone } from '../values/contactWays.ts';

export interface ContactWays {
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  readonly websites: readonly string[];
  /** The line without them: each has left a `gap` behind. */
  readonly rest: string;
}

/** Stands where something was taken out of a line: a private character that nobody types. */
export const gap = '\ue000';

const email = /(?:mailto:)?[\p{L}\p{N}._%+'-]+@(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}/giu;
const link =
  /(?:https?:\/\/|www\.)[^\s\ue000<>"\uff0c\u3002]+|(?<![\p{L}\p{N}@.])(?:[a-z\d-]+\.)+(?:com|cn|net|org|io|de|eu|co|uk|fr|it|es|nl|se|dk|no|ch|at|jp|kr|hk|tw|sg|au|biz|info|shop|example)(?:\.[a-z]{2})?(?:\/[^\s\ue000]*)?(?![\p{L}\p{N}@.])/giu;
/** Of China, with or without its code and spaces: two that follow each other are two. */
const mobile = /(?<![\d+])(?:\+?86[\s-]?)?1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)/g;
const phone =
  /(?<![\p{L}\p{N}@.#])(?:tel:)?(?:\+|00)?\(?\d[\d\s().\-/\u00b7\u2010-\u2015]{4,24}\d(?:\s*(?:ext\.?|x|#|\u8f6c|-\u8f6c)\s*\d{1,6})?(?![\p{L}\p{N}])/giu;
const dateOrSum = /^(?:\d+[.,]\d{1,2}$|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})(?!\d)/;

/** Takes e-mail addresses, links and phone numbers out of a line, each in one writing and once. */
export function takeContactWays(line: string): ContactWays {
  const emails: string[] = [];
  const phones: string[] = [];
  const websites: string[] = [];
  const keep = (list: string[], value: string): string => {
    if (!list.includes(value)) list.push(value);
    return gap;
  };
  const takePhone = (found: string): string => {
    const numbers = numbersOf(found);
    for (const number of numbers) keep(phones, number);
    return numbers.length === 0 ? found : gap;
  };
  const rest = line
    .normalize('NFKC')
    .replace(email, (found) => {
      const parsed = parseEmail(found);
      return parsed.ok ? keep(emails, parsed.value) : found;
    })
    .replace(link, (found) => keep(websites, found.replace(/[.,;)]+$/, '')))
    .replace(mobile, takePhone)
    .replace(phone, takePhone);
  return { emails, phones, websites, rest };
}

/** The numbers in what looks like one: `010-1234567/7654321` are two, `089/123456` is one. Empty for dates and sums. */
function numbersOf(text: string): readonly string[] {
  const trimmed = text.replace(/^tel:/i, '').trim();
  if (dateOrSum.test(trimmed)) return [];
  const parts = trimmed.split('/').map((part) => part.trim());
  const areMany = parts.length > 1 && parts.every((part) => part.replace(/\D/g, '').length >= 7);
  return (areMany ? parts : [trimmed]).flatMap((part) => {
    const parsed = parsePhone(part);
    const digits = part.replace(/\D/g, '').length;
    return parsed.ok && digits >= 7 && digits <= 20 ? [parsed.value] : [];
  });
}
