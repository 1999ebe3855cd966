import { cleanKey } from '../values/text.ts';

/** A column of the file: its position and a name that no other column has. */
export interface ColumnName {
  index: number;
  /** Empty for a column without a name: the interface shows its number. */
  name: string;
  /** What stood in the file, cleaned, where the name had to be made distinct. */
  repeated: boolean;
}

/** Names of columns from a header record: invisible characters and white space cut, a second `Email` named `Email (2)`.
 *  Names are only ever values, never keys of an object, so that `__proto__` is a name like any other. `width` columns are
 *  returned at least. */
export function columnNames(header: readonly string[] | undefined, width: number): ColumnName[] {
  const taken = new Set<string>();
  const names: ColumnName[] = [];
  const count = Math.max(header?.length ?? 0, width);
  for (let index = 0; index < count; index += 1) {
    const own = cleanKey(header?.[index] ?? '').slice(0, 200);
    let name = own;
    for (let n = 2; name !== '' && taken.has(name.toLowerCase()); n += 1) name = `${own} (${n})`;
    taken.add(name.toLowerCase());
    names.push({ index, name, repeated: name !== own });
  }
  return names;
}

/** Equal for files with the same columns in the same order, however they are spaced or capitalised. */
export function headerSignature(columns: readonly ColumnName[]): string {
  return JSON.stringify(columns.map(({ name }) => name.toLowerCase()));
}
