import type { Json } from './json.ts';
import type { RecordId } from './ids.ts';
import { unitsToMinor } from './money.ts';
import type { RecordState } from './record.ts';
import { resolveRegister } from './register.ts';

/** A line as an order's base holds it. `price` in units of 10⁻⁴, `discount` a fraction 0 to 1, `text` only where it differs from the product's name. */
export type StoredLine = readonly [
  product: RecordId | null,
  quantity: number,
  price: number,
  discount?: number,
  text?: string | null,
];

export interface OrderLine {
  /** Index in the base in base 36, or a random id for a line that was added later. */
  readonly id: string;
  readonly product: RecordId | null;
  readonly quantity: number;
  readonly price: number;
  readonly discount: number;
  readonly text: string | null;
}

export const lineFields = ['product', 'quantity', 'price', 'discount', 'text'] as const;
export type LineField = (typeof lineFields)[number];

/** The register of one field of one line, or of its removal. */
export function lineRegister(lineId: string, field: LineField | 'removed'): string {
  return `lines/${lineId}/${field}`;
}

/** An order's lines now: those of its base, then later ones by id, without removed ones. */
export function linesOf(state: RecordState): readonly OrderLine[] {
  const lines = new Map<string, OrderLine>();
  storedLinesOf(state).forEach((line, index) => {
    const id = index.toString(36);
    lines.set(id, fromStored(id, line));
  });
  const edits = Object.keys(state.registers).filter((name) => name.startsWith('lines/'));
  for (const name of edits.sort()) {
    const [, id = '', field = ''] = name.split('/');
    const value = resolveRegister(state.registers[name])?.shown.value;
    if (value === undefined || field === 'removed') continue;
    const line = lines.get(id) ?? { id, product: null, quantity: 0, price: 0, discount: 0, text: null };
    lines.set(id, { ...line, [field]: value });
  }
  return [...lines.values()].filter((line) => !isLineRemoved(state, line.id));
}

/** The exact total in the currency's minor unit: the sum of the lines at 10⁻⁴, rounded once, half away from zero. */
export function orderTotalMinor(lines: readonly OrderLine[], currency: string): number {
  return unitsToMinor(
    lines.reduce((sum, line) => sum + lineUnits(line), 0),
    currency,
  );
}

/** Quantity × price × (1 − discount), in units of 10⁻⁴. */
export function lineUnits(line: Pick<OrderLine, 'quantity' | 'price' | 'discount'>): number {
  return line.quantity * line.price * (1 - line.discount);
}

export function storedLinesOf(state: RecordState): readonly StoredLine[] {
  const lines = state.base[0]['lines'];
  return Array.isArray(lines) ? (lines as readonly StoredLine[]) : [];
}

export function toStoredLine(line: Omit<OrderLine, 'id'>): StoredLine & Json {
  const { product, quantity, price, discount, text } = line;
  if (text !== null) return [product, quantity, price, discount, text];
  return discount === 0 ? [product, quantity, price] : [product, quantity, price, discount];
}

function fromStored(id: string, line: StoredLine): OrderLine {
  const [product, quantity, price, discount = 0, text = null] = line;
  return { id, product, quantity, price, discount, text };
}

function isLineRemoved(state: RecordState, id: string): boolean {
  return resolveRegister(state.registers[lineRegister(id, 'removed')])?.shown.value === true;
}
