import { dateToDay } from '../../src/domain/dates.ts';
import { readSharedText } from './sharedData.ts';

/** Lines of Online Retail with a customer, a quantity and price above 0 and no return, one entry each. */
export interface RetailLines {
  readonly invoices: readonly string[];
  readonly products: readonly string[];
  readonly customers: readonly string[];
  /** Positions in the lists above, which are in rising order. */
  readonly invoice: Int32Array;
  readonly product: Int32Array;
  readonly customer: Int32Array;
  /** Days since 1970-01-01. */
  readonly day: Int32Array;
  readonly quantity: Float64Array;
  readonly price: Float64Array;
}

export function retailLines(): RetailLines {
  const kept: [
    invoice: string,
    product: string,
    day: number,
    quantity: number,
    price: number,
    customer: string,
  ][] = [];
  for (const row of readSharedText('data/online_retail/online_retail.csv.gz').split('\n').slice(1)) {
    if (row === '') continue;
    const cells = row.includes('"') ? quotedCells(row) : row.trimEnd().split(',');
    const [invoice = '', product = '', , quantity, at = '', price, customer = ''] = cells;
    if (invoice.startsWith('C') || customer === '' || !(Number(quantity) > 0) || !(Number(price) > 0))
      continue;
    kept.push([invoice, product, dateToDay(at.slice(0, 10)), Number(quantity), Number(price), customer]);
  }
  const invoices = numbered(kept.map(([invoice]) => invoice));
  const products = numbered(kept.map(([, product]) => product));
  const customers = numbered(kept.map((line) => line[5]));
  return {
    invoices: invoices.names,
    products: products.names,
    customers: customers.names,
    invoice: invoices.positions,
    product: products.positions,
    customer: customers.positions,
    day: Int32Array.from(kept, (line) => line[2]),
    quantity: Float64Array.from(kept, (line) => line[3]),
    price: Float64Array.from(kept, (line) => line[4]),
  };
}

function numbered(values: readonly string[]): { names: string[]; positions: Int32Array } {
  const names = [...new Set(values)].sort();
  const position = new Map(names.map((name, i) => [name, i]));
  return { names, positions: Int32Array.from(values, (value) => position.get(value)!) };
}

/** Cells of a row without line breaks inside its quotes. */
function quotedCells(row: string): string[] {
  return Array.from(row.trimEnd().matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g), ([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
  );
}
