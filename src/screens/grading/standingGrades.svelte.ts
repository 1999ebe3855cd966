import { localDate } from '../../domain/dates.ts';
import { grades, type Grade } from '../../domain/gradingRule.ts';
import type { RecordId } from '../../domain/ids.ts';
import type { Filter } from '../../read/listQuery.ts';
import type { ScreenBook } from '../book.ts';

/** A customer of a high grade that nobody has spoken to for long. */
export interface SilentCustomer {
  readonly id: RecordId;
  readonly name: string;
  /** ms since 1970; null for never. */
  readonly lastActivity: number | null;
}

/** Days without a conversation after which a customer of grade A or B is silent. */
const silentDays = 30;
const shown = 8;

/** Customers of grade A or B without a conversation in the last days. */
export function silentFilter(): Filter {
  return {
    match: 'all',
    conditions: [
      { field: 'level', op: 'anyOf', values: ['A', 'B'] },
      {
        match: 'any',
        conditions: [
          { field: 'lastActivity', op: 'olderThanDays', days: silentDays, today: localDate(Date.now()) },
          { field: 'lastActivity', op: 'empty' },
        ],
      },
    ],
  };
}

/** The levels that customers have now, read anew whenever customers or conversations change. */
export class StandingGrades {
  /** How many customers have each level; undefined until they are counted. */
  counts = $state.raw<ReadonlyMap<Grade, number>>();
  silent = $state.raw<readonly SilentCustomer[]>([]);
  silentCount = $state<number>();

  constructor(book: ScreenBook) {
    let isCurrent = true;
    const read = async () => {
      const [levels, silent] = await Promise.all([
        book.index.facets('account', 'level', { limit: 100 }),
        book.index.query(
          { kind: 'account', filter: silentFilter(), sort: { by: 'lastActivity' } },
          { offset: 0, limit: shown },
        ),
      ]);
      if (!isCurrent) return;
      if (levels.ok)
        this.counts = new Map(
          grades.map((grade) => [grade, levels.value.find(({ value }) => value === grade)?.count ?? 0]),
        );
      if (!silent.ok) return;
      const { ids, matched } = silent.value;
      const [labels, last] = await Promise.all([
        book.index.labels(ids),
        book.index.derivedValues('account', 'lastActivity', ids),
      ]);
      if (!isCurrent || !labels.ok || !last.ok) return;
      this.silentCount = matched;
      this.silent = ids.map((id, i) => ({
        id,
        name: labels.value[i] ?? '',
        lastActivity: last.value[i] ?? null,
      }));
    };
    $effect(() => {
      void read();
      const stop = book.index.onChange((kinds) => {
        if (kinds.has('account') || kinds.has('activity')) void read();
      });
      return () => {
        isCurrent = false;
        stop();
      };
    });
  }
}
