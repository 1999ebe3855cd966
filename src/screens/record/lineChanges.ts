import type { RegisterChange } from '../../domain/history.ts';
import type { Json } from '../../domain/json.ts';
import { lineRegister, storedLinesOf, type LineField } from '../../domain/order.ts';
import type { RecordRow } from '../../domain/record.ts';
import { resolveRegister } from '../../domain/register.ts';
import { fieldTexts } from '../../i18n/fields.ts';
import { formatNumber, formatPercent, formatUnitPrice } from '../../i18n/formats.ts';
import { t } from '../../i18n/language.svelte.ts';
import { recordTexts } from '../../i18n/record.ts';
import type { NamesById } from '../fields/format.ts';
import { asText } from '../fields/text.ts';
import { bookCurrency } from '../settings/currency.svelte.ts';

const words = t(recordTexts);
const fields = t(fieldTexts);

/** What a command did to the lines of an order: a sentence for each added or removed line and for each changed field. */
export function lineTexts(
  changes: readonly RegisterChange[],
  row: RecordRow,
  names: NamesById,
  who: string,
): readonly string[] {
  const ids = new Set(changes.map((change) => lineOf(change.register).id));
  return [...ids].flatMap((id) =>
    textsOfLine(
      id,
      changes.filter((change) => lineOf(change.register).id === id),
      row,
      names,
      who,
    ),
  );
}

/** A value of a line as a person reads it; the empty text for none. */
export function lineValueText(
  field: LineField,
  value: Json | undefined,
  row: RecordRow,
  names: NamesById,
): string {
  if (value === undefined || value === null || value === '') return '';
  if (field === 'product') return names.get(asText(value)) ?? '…';
  if (typeof value !== 'number') return asText(value);
  if (field === 'discount') return formatPercent(value);
  if (field === 'price') return formatUnitPrice(value, asText(row.base[0]['currency']) || bookCurrency());
  return formatNumber(value, 4);
}

/** What a line is called: its product as it is now, else its own text. */
export function lineName(id: string, row: RecordRow, names: NamesById): string {
  const product = lineValueText('product', valueNow(id, 'product', row), row, names);
  return product || asText(valueNow(id, 'text', row)) || fields.order.lines;
}

function textsOfLine(
  id: string,
  changes: readonly RegisterChange[],
  row: RecordRow,
  names: NamesById,
  who: string,
): string[] {
  const name = lineName(id, row, names);
  const removal = changes.find((change) => lineOf(change.register).field === 'removed');
  if (removal !== undefined) {
    const isRemoved = removal.after.some(([, [value]]) => value === true);
    return [isRemoved ? words.change.lineRemoved(who, name) : words.change.lineBack(who, name)];
  }
  const isInBase = baseLine(id, row) !== undefined;
  if (!isInBase && changes.every((change) => change.after.length === 0)) {
    return [words.change.lineRemoved(who, name)];
  }
  const isNew = changes.some(
    ({ register, before }) => lineOf(register).field === 'product' && before.length === 0,
  );
  if (!isInBase && isNew) return [words.change.lineAdded(who, name)];
  return changes.map(({ register, before, after }) => {
    const field = lineOf(register).field as LineField;
    const base = baseValue(id, field, row);
    const say = (value: Json | undefined): string =>
      lineValueText(field, value, row, names) || words.conflict.empty;
    const from = say(before.at(-1)?.[1][0] ?? base);
    const to = say(after.length === 0 ? base : after.at(-1)?.[1][0]);
    return words.change.line(who, fields.line[field], name, from, to);
  });
}

function lineOf(register: string): { id: string; field: string } {
  const [, id = '', field = ''] = register.split('/');
  return { id, field };
}

function valueNow(id: string, field: LineField, row: RecordRow): Json | undefined {
  return resolveRegister(row.registers[lineRegister(id, field)])?.shown.value ?? baseValue(id, field, row);
}

function baseLine(id: string, row: RecordRow): readonly Json[] | undefined {
  return storedLinesOf(row).find((_, index) => index.toString(36) === id) as readonly Json[] | undefined;
}

function baseValue(id: string, field: LineField, row: RecordRow): Json | undefined {
  const positions = { product: 0, quantity: 1, price: 2, discount: 3, text: 4, tax: 5 } as const;
  return baseLine(id, row)?.[positions[field]];
}
