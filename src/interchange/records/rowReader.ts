import type { RecordId } from '../../domain/ids.ts';
import type { Json } from '../../domain/json.ts';
import type { OrderLine } from '../../domain/order.ts';
import { importRecords, targetsOf, type Target } from '../mapping/targets.ts';
import type { RowDamage } from '../reading/csvParser.ts';
import { cellConverter, type CellContext, type CellConverter } from './cell.ts';
import type { ImportSettings, RowProblem } from './settings.ts';

export type FieldValues = Record<string, Json>;

/** What a row says, sorted by the records it speaks of. */
export type RowValues = Record<Target['record'], FieldValues>;

export interface ReadRow {
  row: number;
  values: RowValues;
  problems: RowProblem[];
  /** Of a deal or quote: the lines that its rows say, where they say any. */
  lines?: readonly ReadLine[];
}

/** A line whose product has no id yet where the book does not know it. */
export interface ReadLine {
  /** What tells it from other lines. */
  readonly said: Json;
  settled(make: (values: FieldValues) => RecordId): Omit<OrderLine, 'id'>;
}

/** The column number under which a correction says that a damaged row is to be taken as it was read. */
export const takeAsRead = -1;

interface ColumnPlan {
  column: number;
  target: Target;
  convert: CellConverter;
}

/** Makes the function that turns the cells of a row into values, with corrections applied. A cell that cannot be converted is a
 *  problem of its row, and so is damage that nobody has accepted; all problems of a row are found. */
export function rowReader(settings: ImportSettings, context: CellContext, width: number) {
  const targets = new Map(targetsOf(settings.kind, settings.ofBook).map((target) => [target.key, target]));
  const plans: ColumnPlan[] = settings.mapping.flatMap((mapping) => {
    const target = mapping.target === null ? undefined : targets.get(mapping.target);
    return target === undefined
      ? []
      : [{ column: mapping.column, target, convert: cellConverter(target, mapping, context) }];
  });

  /** Whose names come in two columns. */
  const inParts = importRecords.filter((record) =>
    plans.some(({ target }) => target.record === record && /^(?:given|family)Name$/.test(target.field)),
  );

  return (cells: readonly string[], row: number, damage: RowDamage | undefined): ReadRow => {
    const corrected = settings.corrections[row];
    const problems: RowProblem[] = [];
    if (corrected?.[takeAsRead] === undefined) {
      if (damage !== undefined) problems.push(damage);
      if (cells.length > width && cells.slice(width).some((cell) => cell.trim() !== '')) {
        problems.push({ type: 'extra-cells', cells: cells.length, columns: width });
      }
    }
    const values = Object.fromEntries(importRecords.map((record) => [record, {}])) as RowValues;
    for (const { column, target, convert } of plans) {
      const cell = corrected?.[column] ?? cells[column] ?? '';
      const result = convert(cell);
      if (!result.ok)
        problems.push({ type: 'cell', column, cell: cell.slice(0, 200), problem: result.error });
      else if (result.value !== undefined) put(values[target.record], target, result.value);
    }
    for (const record of inParts) joinName(values[record]);
    return { row, values, problems };
  };
}

function put(values: FieldValues, target: Target, value: Json): void {
  const earlier = values[target.field];
  if (earlier === undefined) values[target.field] = value;
  else if (Array.isArray(earlier) && Array.isArray(value))
    values[target.field] = [...new Set([...(earlier as Json[]), ...(value as Json[])])];
  else if (typeof earlier === 'string' && typeof value === 'string')
    values[target.field] =
      earlier + (target.type === 'longText' || target.type === 'document' ? '\n' : ', ') + value;
}

/** Family name first and without a space in Han script, last elsewhere. */
function joinName(values: FieldValues): void {
  const { givenName, familyName } = values;
  delete values['givenName'];
  delete values['familyName'];
  if (values['name'] !== undefined) return;
  const given = typeof givenName === 'string' ? givenName : '';
  const family = typeof familyName === 'string' ? familyName : '';
  if (given === '' && family === '') return;
  const isHan = /\p{Script=Han}/u.test(given + family);
  values['name'] = isHan ? family + given : `${given} ${family}`.trim();
}

export function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function numberOf(value: Json | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
