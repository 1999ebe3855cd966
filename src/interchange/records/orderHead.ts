import type { RecordId } from '../../domain/ids.ts';
import { orderKinds, type OrderKind } from '../../domain/objects.ts';
import { textOf, type FieldValues } from './rowReader.ts';

/** What an order takes from its first row. */
interface HeadValues {
  date: string;
  time: string | undefined;
  currency: string;
  status: string;
  /** As the file says; undefined where signs and number decide. */
  kind: OrderKind | undefined;
  notes: string | undefined;
  /** The number of the order that this one takes back. */
  returns: string | undefined;
  /** Tags, owner, custom fields and the like. */
  others: FieldValues;
}

export interface OrderHead extends HeadValues {
  number: string;
  firstRow: number;
  /** Position among the accounts of the file; −1 for nobody. */
  account: number;
  /** The id of the order of the book that has this number, unless another is to be made. */
  existing: RecordId | undefined;
  /** The first row that keeps this order out, or 0. */
  badRow: number;
  /** The order that it names as taken back is neither in the book nor comes in. */
  hasLostReturn: boolean;
  lineCount: number;
  hasNegativePrice: boolean;
  hasPositiveQuantity: boolean;
  hasPaidNegative: boolean;
}

export function headValues(order: FieldValues, currency: string): HeadValues {
  const [date = '', time] = (textOf(order['date']) ?? '').split('T');
  return {
    date,
    time: time ?? textOf(order['time']),
    currency: textOf(order['currency']) ?? currency,
    status: textOf(order['status']) ?? 'done',
    kind: orderKinds.find((kind) => kind === order['kind']),
    notes: textOf(order['notes']),
    returns: textOf(order['returns']),
    others: Object.fromEntries(Object.entries(order).filter(([field]) => !ownFields.has(field))),
  };
}

export function isWritten(head: OrderHead): boolean {
  return head.badRow === 0 && head.existing === undefined;
}

export function kindOf(head: OrderHead): OrderKind {
  if (head.kind !== undefined) return head.kind;
  if (head.lineCount === 0) return 'order';
  if (head.hasNegativePrice) return 'adjustment';
  const isCancellation = /^C\d+$/i.test(head.number) && head.hasPaidNegative;
  if (isCancellation || (!head.hasPositiveQuantity && head.hasPaidNegative)) return 'return';
  return head.hasPositiveQuantity ? 'order' : 'adjustment';
}

/** Keeps out orders that take back one which is not there and does not come in, those that take back such a one too. */
export function dropLostReturns(
  heads: readonly OrderHead[],
  find: (number: string) => RecordId | undefined,
): void {
  if (!heads.some(({ returns }) => returns !== undefined)) return;
  const byNumber = new Map(heads.map((head) => [head.number, head]));
  const isLost = (head: OrderHead): boolean => {
    if (head.returns === undefined || !isWritten(head) || find(head.returns) !== undefined) return false;
    const other = byNumber.get(head.returns);
    return other === undefined || (other.badRow > 0 && other.existing === undefined);
  };
  for (let hasLost = true; hasLost;) {
    hasLost = false;
    for (const head of heads) {
      if (!isLost(head)) continue;
      head.badRow = head.firstRow;
      head.hasLostReturn = true;
      hasLost = true;
    }
  }
}

const ownFields: ReadonlySet<string> = new Set([
  ...['number', 'date', 'time', 'currency', 'status', 'kind', 'notes', 'returns'],
]);
