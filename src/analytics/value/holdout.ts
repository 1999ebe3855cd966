/** Customers with the same number of repeats, and what they did after the observed time beside what was expected. */
export interface HoldoutGroup {
  /** Repeats in the observed time; the last group holds this many or more. */
  readonly repeats: number;
  readonly customers: number;
  /** Mean purchases after the observed time. */
  readonly actual: number;
  readonly expected: number;
}

export interface HoldoutCheck {
  /** By rising repeats; groups without customers are left out. */
  readonly groups: readonly HoldoutGroup[];
  readonly actualTotal: number;
  readonly expectedTotal: number;
  /** Mean absolute difference of a customer. 0 on empty input. */
  readonly meanError: number;
}

/** How a forecast compares with what happened, by repeats up to `last` and above in one group.
 *  Source: Fader, Hardie and Lee 2005, figure 3. */
export function holdoutCheck(
  repeats: ArrayLike<number>,
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  last = 7,
): HoldoutCheck {
  const sums = Array.from({ length: last + 1 }, () => ({ customers: 0, actual: 0, expected: 0 }));
  let [actualTotal, expectedTotal, error] = [0, 0, 0];
  for (let i = 0; i < repeats.length; i++) {
    const group = sums[Math.min(last, repeats[i]!)]!;
    group.customers++;
    group.actual += actual[i]!;
    group.expected += expected[i]!;
    actualTotal += actual[i]!;
    expectedTotal += expected[i]!;
    error += Math.abs(actual[i]! - expected[i]!);
  }
  const groups = sums.flatMap(({ customers, ...sum }, x) =>
    customers === 0
      ? []
      : [{ repeats: x, customers, actual: sum.actual / customers, expected: sum.expected / customers }],
  );
  return { groups, actualTotal, expectedTotal, meanError: error / Math.max(1, repeats.length) };
}
