import { instantOf, isWallTime } from '../../domain/dates.ts';
import { isRepeatRule } from '../../domain/repeatRule.ts';
import { fieldOf, type FieldDef } from '../../domain/objects.ts';
import { unitsPerMajor, currencyDigits } from '../../domain/money.ts';
import type { Json } from '../../domain/json.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { isLink, maxElements, maxLongTextLength, maxTextLength } from '../../domain/validate.ts';
import type { ColumnMapping, ImportWords } from '../mapping/guess.ts';
import type { Target } from '../mapping/targets.ts';
import { choiceKey, choiceOfWord, parseBoolean, splitList } from '../values/choice.ts';
import { parseEmail, parsePhone, type EmailProblem, type PhoneProblem } from '../values/contactWays.ts';
import { parseDate, type DateProblem } from '../values/date.ts';
import { decimalToInteger, isCurrency, parseMoney } from '../values/money.ts';
import { parseNumber, type NumberProblem } from '../values/number.ts';
import { formulaSafe } from '../writing/csvWriter.ts';
import { cleanKey, cleanText, hasDamagedText } from '../values/text.ts';

export type CellProblem =
  | NumberProblem
  | DateProblem
  | EmailProblem
  | PhoneProblem
  | { type: 'number-not-whole' }
  | { type: 'number-out-of-range'; min: number | null; max: number | null }
  | { type: 'choice-unknown' }
  | { type: 'boolean-unknown' }
  | { type: 'currency-unknown' }
  | { type: 'link-invalid' }
  | { type: 'time-invalid' }
  | { type: 'repeat-invalid' }
  | { type: 'reference-unknown' }
  | { type: 'text-too-long'; maxLength: number }
  | { type: 'list-too-long'; maxElements: number }
  | { type: 'text-damaged' };

/** What cells are converted with. */
export interface CellContext {
  words: ImportWords;
  /** ISO 4217 code of amounts that name none. */
  currency: string;
}

export type CellConverter = (cell: string) => Result<Json | undefined, CellProblem>;

/** Makes the function that turns cells of one column into values of its field; `undefined` is an empty cell. A date of an order with a time
 *  gives `2026-03-04T13:05`; a moment without a zone is read where the person is. A set gives a list of its elements' values. Results of the same cell are remembered, 20,000 of them. */
export function cellConverter(target: Target, mapping: ColumnMapping, context: CellContext): CellConverter {
  const known = new Map<string, ReturnType<CellConverter>>();
  const convert = uncached(target, mapping, context);
  return (cell) => {
    if (cell === '') return empty;
    const found = known.get(cell);
    if (found !== undefined) return found;
    const result = hasDamagedText(cell) ? damaged : convert(withoutGuard(cell));
    if (known.size < 20_000) known.set(cell, result);
    return result;
  };
}

/** Spreadsheets, and our own files, put an apostrophe before what would be taken for a formula. */
function withoutGuard(cell: string): string {
  return cell.startsWith("'") && formulaSafe(cell.slice(1)) === cell ? cell.slice(1) : cell;
}

const empty = ok(undefined);
const damaged = err({ type: 'text-damaged' } as const);

function uncached(target: Target, mapping: ColumnMapping, context: CellContext): CellConverter {
  const field = target.record === 'line' ? undefined : fieldOf(target.record, target.field);
  switch (target.type) {
    case 'number':
    case 'integer':
      return (cell) => numberValue(cell, target, mapping, field);
    case 'money':
    case 'unitPrice':
      return (cell) => amountValue(cell, target, mapping, context);
    case 'date':
      return (cell) => {
        const text = cleanKey(cell);
        if (text === '') return empty;
        const date = parseDate(text, mapping.dateOrder);
        if (!date.ok) return date;
        const { date: day, time } = date.value;
        // An order keeps its time beside its date; other dates are days.
        return ok(time === undefined || target.key !== 'order.date' ? day : `${day}T${time}`);
      };
    case 'choice':
      return (cell) => choiceValue(cell, target, mapping, context);
    case 'boolean':
      return (cell) => {
        if (cleanKey(cell) === '') return empty;
        const value = parseBoolean(cell, context.words.booleans);
        return value === undefined ? err({ type: 'boolean-unknown' }) : ok(value);
      };
    case 'set':
      if (target.choices !== undefined) return (cell) => choicesValue(cell, target, mapping, context);
      return (cell) => setValue(cell, target);
    case 'instant':
      return (cell) => {
        const text = cleanKey(cell);
        if (text === '') return empty;
        const date = parseDate(text, mapping.dateOrder);
        if (!date.ok) return date;
        const { date: day, time = '00:00', second = '00', zone = '' } = date.value;
        return ok(instantOf(`${day}T${time}:${second}${zone}`) ?? undefined);
      };
    case 'reference':
      if (target.choices !== undefined) return (cell) => choiceValue(cell, target, mapping, context);
      return (cell) => textValue(cell, target, field);
    case 'text':
    case 'longText':
    case 'document':
    case 'formula':
    case 'json':
      return (cell) => textValue(cell, target, field);
  }
}

function choiceValue(
  cell: string,
  target: Target,
  mapping: ColumnMapping,
  context: CellContext,
): Result<string | undefined, CellProblem> {
  const key = choiceKey(cell);
  if (key === '') return empty;
  if (Object.hasOwn(mapping.choices, key)) return ok(mapping.choices[key] ?? undefined);
  const choice = choiceOfWord(key, target, context.words.choices.get(target.key));
  return choice === undefined ? err({ type: 'choice-unknown' }) : ok(choice);
}

/** Several choices in one cell; a word that the whole cell is comes before its parts. */
function choicesValue(
  cell: string,
  target: Target,
  mapping: ColumnMapping,
  context: CellContext,
): Result<Json | undefined, CellProblem> {
  const whole = choiceValue(cell, target, mapping, context);
  if (whole.ok) return whole.value === undefined ? empty : ok([whole.value]);
  const found: string[] = [];
  for (const part of splitList(cleanText(cell), false)) {
    const choice = choiceValue(part, target, mapping, context);
    if (!choice.ok) return choice;
    if (choice.value !== undefined) found.push(choice.value);
  }
  return ok([...new Set(found)]);
}

function textValue(
  cell: string,
  target: Target,
  field: FieldDef | undefined,
): Result<Json | undefined, CellProblem> {
  const isCode = field?.format === 'code' || field?.format === 'currency';
  const text = isCode
    ? cleanKey(cell)
    : isLongText(target)
      ? cleanText(cell)
      : cleanText(cell).replace(/\s*\n\s*/g, ' ');
  if (text === '') return empty;
  const maxLength = isLongText(target) ? maxLongTextLength : maxTextLength;
  if (text.length > maxLength) return err({ type: 'text-too-long', maxLength });
  if (field?.format === 'phone') return parsePhone(text);
  if (field?.format === 'email') return parseEmail(text);
  if (field?.format === 'time') return isWallTime(text) ? ok(text) : err({ type: 'time-invalid' });
  if (field?.format === 'repeat') return isRepeatRule(text) ? ok(text) : err({ type: 'repeat-invalid' });
  if (field?.format === 'url' && !isLink(text)) return err({ type: 'link-invalid' });
  if (field?.format === 'currency') {
    const code = text.toUpperCase();
    return isCurrency(code) ? ok(code) : err({ type: 'currency-unknown' });
  }
  return ok(text);
}

function isLongText({ type }: Target): boolean {
  return type === 'longText' || type === 'document';
}

function numberValue(
  cell: string,
  target: Target,
  mapping: ColumnMapping,
  field: FieldDef | undefined,
): Result<Json | undefined, CellProblem> {
  const text = cleanKey(cell);
  if (text === '') return empty;
  const number = parseNumber(text, mapping.numberFormat);
  if (!number.ok) return number;
  const isShare = target.key === 'line.discount' || target.key === 'line.tax';
  const value = isShare && number.value > 1 ? number.value / 100 : number.value;
  if (target.type === 'integer' && !Number.isSafeInteger(value)) return err({ type: 'number-not-whole' });
  const min = isShare ? 0 : field?.min;
  const max = isShare ? 1 : field?.max;
  if (value < (min ?? -Infinity) || value > (max ?? Infinity))
    return err({ type: 'number-out-of-range', min: min ?? null, max: max ?? null });
  return ok(value);
}

function amountValue(
  cell: string,
  target: Target,
  mapping: ColumnMapping,
  context: CellContext,
): Result<Json | undefined, CellProblem> {
  const text = cleanKey(cell);
  if (text === '') return empty;
  const amount = parseMoney(text, mapping.numberFormat, context.words.currencies, context.currency);
  if (!amount.ok) return amount;
  const currency = amount.value.currency ?? context.currency;
  const digits = target.type === 'money' ? currencyDigits(currency) : Math.round(Math.log10(unitsPerMajor));
  const value = decimalToInteger(amount.value.decimal, digits);
  if (value === undefined) return err({ type: 'number-too-large' });
  return ok(target.type === 'money' ? { minor: value, currency } : value);
}

/** A list as files of JSON write it where its elements hold what parts others: `["a; b"]`. */
function listOfJson(text: string): readonly string[] | undefined {
  if (!text.startsWith('["') || !text.endsWith(']')) return undefined;
  try {
    const list: unknown = JSON.parse(text);
    const texts = Array.isArray(list) ? list.filter((each) => typeof each === 'string') : [];
    return Array.isArray(list) && texts.length === list.length
      ? texts.map(cleanText).filter((each) => each !== '')
      : undefined;
  } catch {
    return undefined;
  }
}

function setValue(cell: string, target: Target): Result<Json | undefined, CellProblem> {
  const isAddress = target.element === 'email' || target.element === 'phone';
  const elements: string[] = [];
  const whole = cleanText(cell);
  if (whole === '') return empty;
  const listed = listOfJson(whole);
  const alone = target.element === 'email' ? parseEmail(whole) : undefined;
  if (alone?.ok === true) return ok([alone.value]);
  const parts = listed ?? splitList(whole, isAddress && !/@[^,@]*,[^,@]*$/.test(whole));
  for (const part of parts) {
    if (target.element === 'email') {
      const email = parseEmail(part);
      if (!email.ok) return email;
      elements.push(email.value);
    } else if (target.element === 'phone') {
      const phone = parsePhone(part);
      if (!phone.ok) return phone;
      elements.push(phone.value);
    } else {
      if (part.length > maxTextLength) return err({ type: 'text-too-long', maxLength: maxTextLength });
      elements.push(part);
    }
  }
  if (elements.length > maxElements) return err({ type: 'list-too-long', maxElements });
  return ok([...new Set(elements)]);
}
