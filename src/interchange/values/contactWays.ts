import { err, ok, type Result } from '../../domain/result.ts';
import { cleanKey } from './text.ts';

export type EmailProblem =
  | { type: 'email-no-at' }
  | { type: 'email-no-domain' }
  | { type: 'email-comma'; suggestion: string }
  | { type: 'email-space'; suggestion: string }
  | { type: 'email-invalid' };

/** The form a mail program accepts without quoting (HTML Living Standard, "valid e-mail address"), with a dot in the domain
 *  and other scripts allowed on both sides. */
const email =
  /^[^\s@<>()[\],;:"\\]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+\p{L}[\p{L}\p{N}-]{0,61}[\p{L}\p{N}]$/u;

/** An address, its domain in lower case; `mailto:` and `Name <address>` are understood. Errors carry a likely `suggestion`. */
export function parseEmail(cell: string): Result<string, EmailProblem> {
  const text = cleanKey(cell).replace(/^mailto:/i, '');
  const inner = /<([^<>]+)>$/.exec(text)?.[1] ?? text;
  if (email.test(inner) && !inner.includes('..') && inner.length <= 254) {
    const at = inner.lastIndexOf('@');
    return ok(inner.slice(0, at) + inner.slice(at).toLowerCase());
  }
  const at = inner.indexOf('@');
  if (at < 0) return err({ type: 'email-no-at' });
  if (inner.slice(at + 1).trim() === '') return err({ type: 'email-no-domain' });
  if (inner.includes(',') && email.test(inner.replaceAll(',', '.')))
    return err({ type: 'email-comma', suggestion: inner.replaceAll(',', '.') });
  if (/\s/.test(inner) && email.test(inner.replace(/\s/g, '')))
    return err({ type: 'email-space', suggestion: inner.replace(/\s/g, '') });
  if (!inner.slice(at + 1).includes('.')) return err({ type: 'email-no-domain' });
  return err({ type: 'email-invalid' });
}

export type PhoneProblem =
  | { type: 'phone-no-number' }
  | { type: 'phone-rounded' }
  | { type: 'phone-length'; digits: number; needed: number }
  | { type: 'phone-too-short'; digits: number }
  | { type: 'phone-too-long'; digits: number };

/** A telephone number in one writing: Chinese mobile numbers as 11 digits, numbers with `+` or `00` as `+` and digits, others as
 *  digits with the hyphens they had; an extension follows as `x123`. E.164 allows 15 digits. Errors: `phone-length` for what
 *  starts as a Chinese mobile number and has not 11 digits; `phone-rounded` for a number that a spreadsheet has rounded
 *  (`1.38E+10`). */
export function parsePhone(cell: string): Result<string, PhoneProblem> {
  const text = cleanKey(cell)
    .replace(/^tel:/i, '')
    .replace(/(\d)\.0$/, '$1');
  if (/^\d(?:[.,]\d+)?E\+?\d+$/i.test(text)) return err({ type: 'phone-rounded' });
  const whole =
    /^([+(]?[\d\s().\-/\u2010-\u2015\u00b7]*\d[\d\s().\-/\u2010-\u2015\u00b7]*?)(?:\s*(?:ext\.?|x|#|\u8f6c)\s*(\d{1,6}))?$/i.exec(
      text,
    );
  if (whole === null) return err({ type: 'phone-no-number' });
  const extension = whole[2] === undefined ? '' : `x${whole[2]}`;
  const main = (whole[1] ?? '')
    .replace(/\(0\)/g, '')
    .replace(/[\s().\u00b7]/g, '')
    .replace(/[/\u2010-\u2015]/g, '-');
  const international = main.startsWith('+') || /^00[1-9]/.test(main);
  const digits = main.replace(/\D/g, '').replace(/^00(?=[1-9])/, '');

  const chinese = international
    ? /^86(.*)$/.exec(digits)?.[1]
    : (/^86(1[3-9]\d{9})$/.exec(digits)?.[1] ?? digits);
  if (chinese !== undefined && /^1[3-9]/.test(chinese)) {
    if (chinese.length === 11) return ok(chinese + extension);
    return err({ type: 'phone-length', digits: chinese.length, needed: 11 });
  }
  if (digits.length > 15) return err({ type: 'phone-too-long', digits: digits.length });
  if (digits.length < (international ? 7 : 5)) return err({ type: 'phone-too-short', digits: digits.length });
  return ok((international ? `+${digits}` : main.replace(/-+/g, '-').replace(/^-|-$/g, '')) + extension);
}
