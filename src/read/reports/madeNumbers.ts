import type { ListedKind } from '../listQuery.ts';
import type { KindColumns, TextCodes } from './kindColumns.ts';

/** How likely deals of a stage are won, 0 to 1, by `pipeline` and `stage`; of a stage that is not there, that of the first. */
export type Likelihoods = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Numbers that reports make of several columns, by ordinal; NaN for none. */
export function madeNumbers(
  columns: KindColumns,
  kind: ListedKind,
  key: string,
  likelihoods: Likelihoods,
): Float64Array {
  switch (`${kind}.${key}`) {
    case 'order.net':
      return netTotals(columns);
    case 'deal.weighted':
      return weighted(columns, likelihoods);
    case 'deal.daysToClose':
      return daysFrom(columns.numbers(kind, 'openedOn'), columns.numbers(kind, 'closeDate'));
    case 'payment.daysLate':
      return daysFrom(columns.numbers(kind, 'due'), columns.numbers(kind, 'date'));
    default:
      throw new Error(`${key} of ${kind} is not made`);
  }
}

function daysFrom(from: Float64Array, to: Float64Array): Float64Array {
  return to.map((day, ordinal) => day - from[ordinal]!);
}

/** Returns take away, however their total is signed. */
function netTotals(columns: KindColumns): Float64Array {
  const { entries, codes } = columns.texts('order', 'kind');
  const returned = entries.indexOf('return');
  return columns
    .numbers('order', 'total')
    .map((total, ordinal) => (codes[ordinal] === returned && returned >= 0 ? -Math.abs(total) : total));
}

/** What a person has said of an open deal, and otherwise what its stage says. */
function weighted(columns: KindColumns, likelihoods: Likelihoods): Float64Array {
  const [stages, pipelines] = [columns.texts('deal', 'stage'), columns.texts('deal', 'pipeline')];
  const said = columns.numbers('deal', 'probability');
  const first = Object.values(likelihoods)[0] ?? {};
  return columns.numbers('deal', 'amount').map((amount, ordinal) => {
    const pipeline = likelihoods[textAt(pipelines, ordinal)] ?? first;
    const stage = textAt(stages, ordinal);
    const ofStage = pipeline[stage] ?? Object.values(pipeline)[0] ?? 0;
    const isEnded = stage === 'won' || stage === 'lost';
    const share = said[ordinal]! / 100;
    return amount * (isEnded || Number.isNaN(share) ? ofStage : share);
  });
}

function textAt({ entries, codes }: TextCodes, ordinal: number): string {
  const code = codes[ordinal]!;
  return code < 0 ? '' : (entries[code] ?? '');
}
