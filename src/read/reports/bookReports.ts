import type { BookDatabase } from '../../database/schema.ts';
import { listedKinds, type ListedKind } from '../listQuery.ts';
import { kindsOfOrder } from '../queryKinds.ts';
import type { MemoryIndex } from '../memoryIndex.ts';
import { answerReport, type ReportAnswer, type ReportRequest } from './answerReport.ts';
import { filteredKind, type ReportDefinition } from './definition.ts';
import { OrderLines } from './orderLines.ts';
import { reportFieldOf } from './reportFields.ts';

/** Lines are held so long after the last report that needs them: a million take 28 MB. */
const keptMs = 60_000;

/** Reports of one book, from what its index holds and from the lines of its orders. */
export class BookReports {
  readonly #index: MemoryIndex;
  readonly #lines: OrderLines;
  #forgetting: ReturnType<typeof setTimeout> | undefined;

  /** `db` gives the connection of now. */
  constructor(index: MemoryIndex, db: () => BookDatabase) {
    this.#index = index;
    this.#lines = new OrderLines(db, index.kinds.order);
  }

  /** The kinds that have to be in memory before a report can be answered. */
  kindsOf({ object, measure, group, split, filter }: ReportDefinition): readonly ListedKind[] {
    const kind = filteredKind(object);
    const found = new Set<ListedKind>(object === 'orderLine' ? ['order', 'product'] : []);
    const filters = [filter, measure.part, measure.whole].filter((each) => each !== undefined);
    for (const each of filters)
      for (const needed of this.#index.kindsOf({ kind, filter: each })) found.add(needed);
    for (const needed of this.#index.kindsOf({ kind })) found.add(needed);
    for (const key of [measure.field, group?.field, split?.field]) {
      const field = key === undefined ? undefined : reportFieldOf(object, key);
      if (field === undefined || field.kind === 'line') continue;
      found.add(field.kind);
      for (const needed of kindsOfOrder(field.kind, field.column.key)) found.add(needed);
    }
    return listedKinds.filter((each) => found.has(each));
  }

  /** Once those kinds are in memory. */
  async answer(request: ReportRequest): Promise<ReportAnswer> {
    if (request.definition.object !== 'orderLine') return answerReport(this.#index, request);
    clearTimeout(this.#forgetting);
    await this.#lines.refresh();
    this.#forgetting = setTimeout(() => this.#lines.forget(), keptMs);
    return answerReport(this.#index, request, this.#lines);
  }
}
