import { normalQuantile, tTwoSidedQuantile } from './distributions.ts';
import { sampleOf, varianceOf } from './sample.ts';
import { shareOf, type Share } from './shares.ts';

/** Answers to one question, missing ones (NaN) left out. */
export interface AnswerCounts {
  readonly n: number;
  /** How many gave each whole answer from `low` to `high`. */
  readonly counts: Int32Array;
  readonly mean: number;
  /** Share that gave one of the two highest answers. */
  readonly topTwo: Share;
}

/** The answers to a question from `low` to `high`; what is not a whole answer between them is left out. Mean 0 of none. */
export function answerCounts(answers: ArrayLike<number>, low: number, high: number): AnswerCounts {
  const counts = new Int32Array(high - low + 1);
  for (let i = 0; i < answers.length; i++) {
    const at = answers[i]! - low;
    if (Number.isInteger(at) && at >= 0 && at < counts.length) counts[at]! += 1;
  }
  const n = counts.reduce((sum, count) => sum + count, 0);
  const mean = n === 0 ? 0 : counts.reduce((sum, count, at) => sum + count * (low + at), 0) / n;
  const top = (counts.at(-1) ?? 0) + (counts.at(-2) ?? 0);
  return { n, counts, mean, topTwo: shareOf(top, n) };
}

/** Satisfaction (CSAT): the share of 4 and 5 of 5, or of the two highest of another scale, in `topTwo`. */
export function satisfaction(answers: ArrayLike<number>, highest = 5): AnswerCounts {
  return answerCounts(answers, 1, highest);
}

export interface NetPromoter {
  readonly n: number;
  /** 9 and 10. */
  readonly promoters: Share;
  readonly passives: Share;
  /** 0 to 6. */
  readonly detractors: Share;
  /** −100 to 100: percentage of promoters less that of detractors. */
  readonly score: number;
  readonly error: number;
  readonly low: number;
  readonly high: number;
}

/** Net promoter score of answers from 0 to 10, with the error of a difference of two shares of one sample. All 0 of none.
 *  Source: Reichheld, The One Number You Need to Grow, 2003. */
export function netPromoter(answers: ArrayLike<number>, level = 0.95): NetPromoter {
  const { counts, n } = answerCounts(answers, 0, 10);
  const between = (from: number, to: number) => counts.slice(from, to).reduce((sum, count) => sum + count, 0);
  const [detractors, passives, promoters] = [between(0, 7), between(7, 9), between(9, 11)];
  const net = n === 0 ? 0 : (promoters - detractors) / n;
  const variance = n === 0 ? 0 : ((promoters + detractors) / n - net * net) / n;
  const error = 100 * Math.sqrt(Math.max(0, variance));
  const width = normalQuantile(0.5 + level / 2) * error;
  return {
    n,
    promoters: shareOf(promoters, n, level),
    passives: shareOf(passives, n, level),
    detractors: shareOf(detractors, n, level),
    score: 100 * net,
    error,
    low: Math.max(-100, 100 * net - width),
    high: Math.min(100, 100 * net + width),
  };
}

export interface CustomerEffort {
  readonly n: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** Share that agreed at least somewhat that it was easy: 5, 6 and 7. */
  readonly easy: Share;
}

/** Customer effort score: mean of answers from 1 (hard) to 7 (easy) with Student's interval, from 1 to 7 where fewer than two
 *  answered. Source: Dixon, Freeman and Toman, Stop Trying to Delight Your Customers, 2010, in the seven-point form of 2013. */
export function customerEffort(answers: ArrayLike<number>, level = 0.95): CustomerEffort {
  const given = Array.from(answers).filter(
    (answer) => Number.isInteger(answer) && answer >= 1 && answer <= 7,
  );
  const sample = sampleOf(given);
  const easy = shareOf(given.filter((answer) => answer >= 5).length, given.length, level);
  if (sample.n < 2) return { n: sample.n, mean: sample.mean, low: 1, high: 7, easy };
  const width = tTwoSidedQuantile(1 - level, sample.n - 1) * Math.sqrt(varianceOf(sample) / sample.n);
  return {
    n: sample.n,
    mean: sample.mean,
    low: Math.max(1, sample.mean - width),
    high: Math.min(7, sample.mean + width),
    easy,
  };
}
