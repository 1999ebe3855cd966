/** Places in an answer where a page would show no number. */
export function holesIn(value: unknown, path = ''): readonly string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [`${path}=${value}`];
  if (value === undefined) return [`${path}=undefined`];
  if (typeof value !== 'object' || value === null) return [];
  if (ArrayBuffer.isView(value)) {
    const hole = Array.from(value as Float64Array).find((each) => !Number.isFinite(each));
    return hole === undefined ? [] : [`${path}=${hole}`];
  }
  return Object.entries(value).flatMap(([key, entry]) => holesIn(entry, `${path}.${key}`));
}
