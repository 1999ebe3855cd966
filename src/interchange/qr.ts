import { encode } from 'uqr';

/** A QR code as modules on a side and one SVG path over all dark ones, without a border. */
export interface QrPicture {
  readonly size: number;
  readonly path: string;
}

/** Error correction L, 7 %: screens are clean, and fewer and larger modules are read from further away. */
export function drawQr(text: string): QrPicture {
  const { data, size } = encode(text, { ecc: 'L', border: 0 });
  const runs = data.flatMap((row, y) =>
    runsOf(row).map(([x, length]) => `M${x} ${y}h${length}v1h-${length}z`),
  );
  return { size, path: runs.join('') };
}

/** Runs of dark modules in a row: where each begins, and how long it is. */
function runsOf(row: readonly boolean[]): readonly (readonly [start: number, length: number])[] {
  const runs: [number, number][] = [];
  row.forEach((isDark, x) => {
    const last = runs.at(-1);
    if (!isDark) return;
    if (last !== undefined && last[0] + last[1] === x) last[1]++;
    else runs.push([x, 1]);
  });
  return runs;
}
