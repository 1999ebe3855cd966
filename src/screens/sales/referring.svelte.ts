import type { RecordId } from '../../domain/ids.ts';
import type { RecordRow } from '../../domain/record.ts';
import type { ListedKind } from '../../read/listQuery.ts';
import type { ScreenBook } from '../book.ts';

/** Records that name another in a field: the orders of a quote, the payments of an order. */
interface Reference {
  readonly kind: ListedKind;
  readonly field: string;
  readonly id: RecordId;
}

/** More than anybody has of one order, and few enough to be read at once. */
const limit = 300;

/** Visible records that refer to one, in the order of a column. */
export async function referringTo(
  book: ScreenBook,
  { kind, field, id }: Reference,
  by = 'createdAt',
): Promise<readonly RecordRow[]> {
  const filter = { match: 'all', conditions: [{ field, op: 'anyOf', values: [id] }] } as const;
  const found = await book.index.query({ kind, filter, sort: { by } }, { offset: 0, limit });
  const rows = found.ok ? await book.rows(found.value.ids) : [];
  return rows.flatMap((row) => (row === undefined || row.deletedAt !== undefined ? [] : row));
}

/** The same while the component lives; undefined until they are first read. */
export function followReferring(
  book: ScreenBook,
  reference: () => Reference | undefined,
  by?: string,
): { readonly current: readonly RecordRow[] | undefined } {
  let found = $state.raw<{ readonly id: RecordId; readonly rows: readonly RecordRow[] }>();
  const asked = $derived(reference());
  $effect(() => {
    const wanted = asked;
    if (wanted === undefined) return;
    let isCurrent = true;
    const read = async () => {
      const rows = await referringTo(book, wanted, by);
      if (isCurrent) found = { id: wanted.id, rows };
    };
    void read();
    const stop = book.index.onChange((kinds) => {
      if (kinds.has(wanted.kind)) void read();
    });
    return () => {
      isCurrent = false;
      stop();
    };
  });
  return {
    get current() {
      return found?.id === asked?.id ? found?.rows : undefined;
    },
  };
}
