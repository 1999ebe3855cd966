import type { Write } from './bulkEdit.ts';
import { newElementId } from './ids.ts';
import type { Json } from './json.ts';
import { lineFields, lineRegister, linesOf, type OrderLine } from './order.ts';
import type { RecordState } from './record.ts';
import { versionsSeen } from './register.ts';

/** What makes the lines of a record those that are wanted; lines with an empty id are new. */
export function lineWrites(shown: RecordState, lines: readonly OrderLine[]): Write[] {
  const before = linesOf(shown);
  const wanted = new Set(lines.map((line) => line.id));
  const write = (id: string, field: Parameters<typeof lineRegister>[1], value: Json): Write => {
    const register = lineRegister(id, field);
    return { register, value, seen: versionsSeen(shown.registers[register]) };
  };
  const removed = before
    .filter((line) => !wanted.has(line.id))
    .map((line) => write(line.id, 'removed', true));
  const written = lines.flatMap((line) => {
    const old = before.find((each) => each.id === line.id);
    const id = line.id === '' ? newElementId() : line.id;
    return lineFields
      .filter((field) => (old === undefined ? line[field] !== null : old[field] !== line[field]))
      .map((field) => write(id, field, line[field]));
  });
  return [...removed, ...written];
}

/**
 * Lines of elsewhere with the ids of those that they stand for: first of equal ones, then of those of the same product and text. The
 * rest are new. So what a file says again changes nothing, in whatever order, and a new price changes one register.
 */
export function matchedLines(
  before: readonly OrderLine[],
  lines: readonly Omit<OrderLine, 'id'>[],
): OrderLine[] {
  const free = new Set(before);
  const ids = lines.map(() => '');
  const match = (keyOf: (line: Omit<OrderLine, 'id'>) => string): void => {
    const byKey = new Map<string, OrderLine[]>();
    for (const line of free) {
      const same = byKey.get(keyOf(line));
      if (same === undefined) byKey.set(keyOf(line), [line]);
      else same.push(line);
    }
    lines.forEach((line, i) => {
      const found = ids[i] === '' ? byKey.get(keyOf(line))?.shift() : undefined;
      if (found === undefined) return;
      ids[i] = found.id;
      free.delete(found);
    });
  };
  match((line) => JSON.stringify(lineFields.map((field) => line[field])));
  match((line) => JSON.stringify([line.product, line.text]));
  return lines.map((line, i) => ({ ...line, id: ids[i] ?? '' }));
}
