import type { ColumnMapping } from '../interchange/mapping/guess.ts';
import { requiredTargets, targetsOf, type ImportKind, type Target } from '../interchange/mapping/targets.ts';
import type { ImportSettings, RowProblem } from '../interchange/records/settings.ts';
import { choiceKey } from '../interchange/values/choice.ts';
import { parseDate, type DateOrder } from '../interchange/values/date.ts';

/* What the import screen needs to know of the rules of an import. */

export { importKinds, recordOf, type ImportKind, type Target } from '../interchange/mapping/targets.ts';
export { dateOrders } from '../interchange/values/date.ts';
export { numberFormats } from '../interchange/values/number.ts';
export { delimiters } from '../interchange/reading/dialect.ts';
export { encodings } from '../interchange/reading/encoding.ts';
export { readsLines } from '../interchange/records/documentRows.ts';
export { takeAsRead } from '../interchange/records/rowReader.ts';
export {
  defaultMatch,
  matchFields,
  type ImportSettings,
  type MatchField,
  type MatchPolicy,
  type RowProblem,
} from '../interchange/records/settings.ts';
export { type ProblemRow, type RecordChange, type RunReport } from '../interchange/records/importRun.ts';
export { wordsOf } from '../interchange/mapping/guess.ts';
export type { ColumnMapping } from '../interchange/mapping/guess.ts';
export type { ColumnSurvey } from '../interchange/mapping/survey.ts';
export type { Reading } from '../interchange/reading/rows.ts';

export function targetOf(
  { kind, ofBook }: Pick<ImportSettings, 'kind' | 'ofBook'>,
  key: string | null,
): Target | undefined {
  return targetsOf(kind, ofBook).find((target) => target.key === key);
}

/** Fields that a column can go to, without those that another column has taken. */
export function freeTargets(
  { kind, ofBook, mapping }: Pick<ImportSettings, 'kind' | 'ofBook' | 'mapping'>,
  column: number,
): readonly Target[] {
  const taken = new Set(mapping.filter((each) => each.column !== column).map(({ target }) => target));
  return targetsOf(kind, ofBook).filter((target) => target.many || !taken.has(target.key));
}

/** The first group of fields of which none is mapped and one has to be; undefined when the mapping is complete. */
export function missingTargets(
  kind: ImportKind,
  mapping: readonly ColumnMapping[],
): readonly string[] | undefined {
  const mapped = new Set(mapping.map(({ target }) => target));
  return requiredTargets(kind).find((group) => !group.some((key) => mapped.has(key)));
}

/** What a date of a column is read as, `2024-02-03`; undefined where it cannot be. */
export function readDate(cell: string, order: DateOrder): string | undefined {
  const date = parseDate(cell, order);
  return date.ok ? date.value.date : undefined;
}

/** A likely right value for a wrong cell, where its problem knows one. */
export function suggestionOf(problem: RowProblem): string | undefined {
  return problem.type === 'cell' && 'suggestion' in problem.problem ? problem.problem.suggestion : undefined;
}

/** The word of a cell as mappings of choices name it. */
export function wordOf(cell: string): string {
  return choiceKey(cell);
}
