/** Runs of a randomised suite: a seeded slice in `npm test`, the full count in `npm run test:long`. */
export function runs(slice: number, full: number): number {
  return process.env['RAPPORT_LONG'] === '1' ? full : slice;
}
