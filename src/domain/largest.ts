/**
 * Places of the greatest values among those that count, the greatest first and of equal ones the first. For few of many: linear
 * where the order of the values is none. NaN is never among them.
 */
export function largestOf(
  values: ArrayLike<number>,
  count: number,
  isCounted: (place: number) => boolean = () => true,
): readonly number[] {
  const found: number[] = [];
  if (count <= 0) return found;
  for (let place = 0; place < values.length; place++) {
    const value = values[place]!;
    const isFull = found.length === count;
    if (Number.isNaN(value) || (isFull && value <= values[found[count - 1]!]!) || !isCounted(place)) continue;
    let at = isFull ? count - 1 : found.length;
    while (at > 0 && values[found[at - 1]!]! < value) at--;
    found.splice(at, 0, place);
    if (isFull) found.pop();
  }
  return found;
}
