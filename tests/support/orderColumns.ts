import { dateToDay } from '../../src/domain/dates.ts';
import type { OrderColumns } from '../../src/domain/orderColumns.ts';
import { readSharedText } from './sharedData.ts';

export interface OrderSketch {
  /** Account id, or null for an anonymous order. */
  readonly account: string | null;
  /** ISO date. */
  readonly date: string;
  readonly kind?: 'order' | 'return' | 'adjustment';
  readonly status?: 'draft' | 'open' | 'done' | 'cancelled';
  readonly currency?: string;
  /** Pieces, price in major units, discount. */
  readonly lines: readonly (readonly [quantity: number, price: number, discount?: number])[];
}

const kinds = ['order', 'return', 'adjustment'];
const statuses = ['draft', 'open', 'done', 'cancelled'];

/** Columns of a few orders, spelled out. Accounts and currencies stand in order of appearance. */
export function columnsOf(orders: readonly OrderSketch[]): OrderColumns {
  const accounts = new Map<string, number>();
  const currencies = new Map<string, number>();
  const lines = orders.flatMap((order) => order.lines);
  let start = 0;
  return {
    orderAccount: Int32Array.from(orders, ({ account }) =>
      account === null ? -1 : positionIn(accounts, account),
    ),
    orderDay: Int32Array.from(orders, ({ date }) => dateToDay(date)),
    orderKind: Uint8Array.from(orders, ({ kind = 'order' }) => kinds.indexOf(kind)),
    orderStatus: Uint8Array.from(orders, ({ status = 'done' }) => statuses.indexOf(status)),
    orderCurrency: Uint8Array.from(orders, ({ currency = 'CNY' }) => positionIn(currencies, currency)),
    lineStart: Int32Array.from([0, ...orders.map((order) => (start += order.lines.length))]),
    lineQuantity: Float64Array.from(lines, ([quantity]) => quantity),
    linePrice: Float64Array.from(lines, ([, price]) => Math.round(price * 10_000)),
    lineDiscount: Float64Array.from(lines, ([, , discount = 0]) => discount),
    lineProduct: new Int32Array(lines.length).fill(-1),
    products: [],
    accounts: [...accounts.keys()],
    currencies: [...currencies.keys()],
  };
}

/** The Online Retail data set as columns: invoices as orders, those whose number starts with C as returns. */
export function onlineRetailColumns(): OrderColumns {
  const rows = readSharedText('data/online_retail/online_retail.csv.gz').split('\n');
  const sketches = new Map<string, OrderSketch & { lines: [number, number][] }>();
  for (const row of rows.slice(1)) {
    if (row === '') continue;
    const [invoice = '', , , quantity, at = '', price, customer = ''] = cellsOf(row);
    let order = sketches.get(invoice);
    if (order === undefined) {
      order = {
        account: customer === '' ? null : customer,
        date: at.slice(0, 10),
        kind: invoice.startsWith('C') ? 'return' : 'order',
        currency: 'GBP',
        lines: [],
      };
      sketches.set(invoice, order);
    }
    order.lines.push([Number(quantity), Number(price)]);
  }
  return columnsOf([...sketches.values()]);
}

/** Cells of a row without line breaks inside its quotes. */
function cellsOf(row: string): string[] {
  if (!row.includes('"')) return row.trimEnd().split(',');
  const cells: string[] = [];
  for (const match of row.trimEnd().matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)) {
    cells.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
  }
  return cells;
}

function positionIn(positions: Map<string, number>, key: string): number {
  const known = positions.get(key);
  if (known !== undefined) return known;
  positions.set(key, positions.size);
  return positions.size - 1;
}
