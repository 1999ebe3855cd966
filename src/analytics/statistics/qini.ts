/** What the action brought if only the first rows by score had got it. */
export interface Qini {
  /** Outcomes gained by the first 1, 2, … n rows: those of the treated less those of the control, brought to the treated's number. */
  readonly gain: Float64Array;
  /** Mean of the gain above that of rows taken by chance; 0 for a score that says nothing. */
  readonly area: number;
}

/** A tenth of the rows by score, the highest first. */
export interface UpliftTenth {
  readonly rows: number;
  /** Mean outcome of the treated less that of the control; null where one of both is missing. */
  readonly actual: number | null;
  readonly predicted: number;
}

/** The curve by which scores of uplift are judged, on rows parted by chance into treated (1) and control (0). Of equal scores the
 *  earlier row comes first. Source: Radcliffe, Using control groups to target on predicted lift, 2007. */
export function qiniOf(
  score: ArrayLike<number>,
  outcome: ArrayLike<number>,
  isTreated: ArrayLike<number>,
): Qini {
  const order = byScore(score);
  const n = order.length;
  const gain = new Float64Array(n);
  let [treated, control, treatedSum, controlSum] = [0, 0, 0, 0];
  order.forEach((row, i) => {
    if (isTreated[row] === 1) {
      treated++;
      treatedSum += outcome[row]!;
    } else {
      control++;
      controlSum += outcome[row]!;
    }
    gain[i] = treatedSum - (control === 0 ? 0 : (controlSum * treated) / control);
  });
  let area = 0;
  for (let i = 0; i < n; i++) area += (gain[i]! - (gain[n - 1]! * (i + 1)) / n) / n;
  return { gain, area };
}

/** Ten groups of rows of as equal a size as can be, the highest scores first. */
export function upliftTenths(
  score: ArrayLike<number>,
  outcome: ArrayLike<number>,
  isTreated: ArrayLike<number>,
): readonly UpliftTenth[] {
  const order = byScore(score);
  return Array.from({ length: 10 }, (_, tenth) => {
    const [counts, sums] = [
      [0, 0],
      [0, 0],
    ];
    let predicted = 0;
    const rows = order.subarray(...tenthOf(order.length, tenth));
    for (const row of rows) {
      const group = isTreated[row] === 1 ? 1 : 0;
      counts[group]! += 1;
      sums[group]! += outcome[row]!;
      predicted += score[row]!;
    }
    const isWhole = counts[0]! > 0 && counts[1]! > 0;
    return {
      rows: rows.length,
      actual: isWhole ? sums[1]! / counts[1]! - sums[0]! / counts[0]! : null,
      predicted: predicted / Math.max(1, rows.length),
    };
  });
}

function tenthOf(n: number, tenth: number): [number, number] {
  const start = (at: number) => at * Math.floor(n / 10) + Math.min(at, n % 10);
  return [start(tenth), start(tenth + 1)];
}

function byScore(score: ArrayLike<number>): Int32Array {
  return Int32Array.from({ length: score.length }, (_, i) => i).sort(
    (a, b) => score[b]! - score[a]! || a - b,
  );
}
