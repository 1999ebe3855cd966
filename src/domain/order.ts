import type { Json } from './json.ts';
import { maxRecordsInShard, type RecordId } from './ids.ts';
import type { ObjectKind } from './kinds.ts';
import { unitsToMinor } from './money.ts';
import type { RecordState } from './record.ts';
import { resolveRegister } from './register.ts';

/** A line as a base holds it. `price` in units of 10⁻⁴, `discount` and `tax` fractions 0 to 1, `text` only where it differs from the product's name. */
export type StoredLine = readonly [
  product: RecordId | null,
  quantity: number,
  price: number,
  discount?: number,
  text?: string | null,
  tax?: number,
];

export interface OrderLine {
  /** Index in the base in base 36, or a random id for a line that was added later. */
  readonly id: string;
  readonly product: RecordId | null;
  readonly quantity: number;
  readonly price: number;
  readonly discount: number;
  readonly text: string | null;
  /** The rate of its tax. */
  readonly tax: number;
}

/** A line that nothing is said in yet. */
export const emptyLine: OrderLine = {
  ...{ id: '', product: null, quantity: 1, price: 0, discount: 0, text: null, tax: 0 },
};

/** The kinds that have lines; those of deals and quotes are what may become an order. */
export const linedKinds = ['deal', 'quote', 'order'] as const satisfies readonly ObjectKind[];

export function hasLines(kind: ObjectKind): kind is (typeof linedKinds)[number] {
  return linedKinds.some((each) => each === kind);
}

/** Records per shard at most when they are entered one by one: their lines have to stay under `maxLinesInShard`. */
export function singlesInShard(kind: ObjectKind): number {
  return hasLines(kind) ? 250 : maxRecordsInShard;
}

export const lineFields = ['product', 'quantity', 'price', 'discount', 'text', 'tax'] as const;
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
    lines.set(id, lineOfStored(id, line));
  });
  const edits = Object.keys(state.registers).filter((name) => name.startsWith('lines/'));
  for (const name of edits.sort()) {
    const [, id = '', field = ''] = name.split('/');
    const value = resolveRegister(state.registers[name])?.shown.value;
    if (value === undefined || field === 'removed') continue;
    const line = lines.get(id) ?? { ...emptyLine, id, quantity: 0 };
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
  const { product, quantity, price, discount, text, tax } = line;
  if (tax !== 0) return [product, quantity, price, discount, text, tax];
  if (text !== null) return [product, quantity, price, discount, text];
  return discount === 0 ? [product, quantity, price] : [product, quantity, price, discount];
}

export function lineOfStored(id: string, line: StoredLine): OrderLine {
  const [product, quantity, price, discount = 0, text = null, tax = 0] = line;
  return { id, product, quantity, price, discount, text, tax };
}

function isLineRemoved(state: RecordState, id: string): boolean {
  return resolveRegister(state.registers[lineRegister(id, 'removed')])?.shown.value === true;
}
