import { tokenValue } from './themeColors.ts';

/** One line of a chart of rows: parts of a whole on both sides of a middle, or a mean with its interval. */
export interface ChartRow {
  readonly label: string;
  /** Shares from the lowest answer to the highest; they sum to 1, or are all 0. */
  readonly shares?: readonly number[];
  readonly interval?: { readonly at: number; readonly low: number; readonly high: number };
}

export interface RowsAxis {
  readonly min: number;
  readonly max: number;
  readonly format: (value: number) => string;
}

const rowHeight = 30;
const axisHeight = 26;

export function heightOfRows(rows: readonly ChartRow[]): number {
  return rows.length * rowHeight + axisHeight;
}

/** Share of a row that lies left of the middle: the lower half, and half of the middle answer. */
export function leftOf(shares: readonly number[]): number {
  const middle = (shares.length - 1) / 2;
  return shares.reduce((sum, share, i) => sum + (i < middle ? share : i === middle ? share / 2 : 0), 0);
}

/** Draws rows from the tokens of the present theme; `width` in pixels. Shares stand around 0, intervals along the axis. */
export function drawRows(
  context: CanvasRenderingContext2D,
  width: number,
  rows: readonly ChartRow[],
  axis: RowsAxis | undefined,
): void {
  const font = tokenValue('--font');
  context.font = `400 12px ${font}`;
  context.textBaseline = 'middle';
  const labelWidth = Math.min(
    width * 0.36,
    Math.max(...rows.map(({ label }) => context.measureText(label).width)) + 10,
  );
  const left = labelWidth + 6;
  const right = width - 26;
  const bottom = rows.length * rowHeight;
  const ends = axis ?? shareEnds(rows);
  const placeOf = (value: number) =>
    left + ((value - ends.min) / (ends.max - ends.min || 1)) * (right - left);
  drawAxis(context, ends, placeOf, bottom);
  rows.forEach((row, i) => {
    const y = i * rowHeight + rowHeight / 2;
    context.fillStyle = tokenValue('--ink');
    context.textAlign = 'left';
    context.fillText(fitted(context, row.label, labelWidth), 0, y);
    if (row.shares !== undefined) drawShares(context, row.shares, placeOf, y);
    if (row.interval !== undefined) drawInterval(context, row.interval, placeOf, y);
  });
}

function shareEnds(rows: readonly ChartRow[]): RowsAxis {
  const lefts = rows.map(({ shares = [] }) => leftOf(shares));
  const rights = rows.map(
    ({ shares = [] }, i) => shares.reduce((sum, share) => sum + share, 0) - (lefts[i] ?? 0),
  );
  const up = (value: number) => Math.min(1, Math.ceil(value * 4) / 4) || 0.25;
  return {
    min: -up(Math.max(...lefts)),
    max: up(Math.max(...rights)),
    format: (value) => `${String(Math.round(Math.abs(value) * 100))}%`,
  };
}

function drawAxis(
  context: CanvasRenderingContext2D,
  { min, max, format }: RowsAxis,
  placeOf: (value: number) => number,
  bottom: number,
): void {
  const marks = min < 0 && max > 0 ? [min, 0, max] : [min, (min + max) / 2, max];
  context.textAlign = 'center';
  for (const mark of marks) {
    const x = Math.round(placeOf(mark)) + 0.5;
    context.strokeStyle = tokenValue(mark === 0 ? '--control-line' : '--chart-grid');
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(x, 0);
    context.lineTo(x, bottom);
    context.stroke();
    context.fillStyle = tokenValue('--muted');
    context.fillText(format(mark), x, bottom + 14);
  }
}

function drawShares(
  context: CanvasRenderingContext2D,
  shares: readonly number[],
  placeOf: (value: number) => number,
  y: number,
): void {
  const middle = (shares.length - 1) / 2;
  let at = -leftOf(shares);
  shares.forEach((share, i) => {
    const [from, to] = [placeOf(at), placeOf(at + share)];
    at += share;
    const strength = middle === 0 ? 1 : Math.abs(i - middle) / middle;
    context.globalAlpha = i === middle ? 0.5 : 0.35 + 0.65 * strength;
    context.fillStyle = tokenValue(i === middle ? '--chart-grey' : i < middle ? '--chart-2' : '--chart-1');
    context.fillRect(from, y - 9, Math.max(0, to - from - 1), 18);
    context.globalAlpha = 1;
  });
}

function drawInterval(
  context: CanvasRenderingContext2D,
  { at, low, high }: NonNullable<ChartRow['interval']>,
  placeOf: (value: number) => number,
  y: number,
): void {
  context.strokeStyle = tokenValue('--chart-1');
  context.fillStyle = tokenValue('--chart-1');
  context.lineWidth = 2;
  context.beginPath();
  context.moveTo(placeOf(low), y);
  context.lineTo(placeOf(high), y);
  context.stroke();
  context.beginPath();
  context.arc(placeOf(at), y, 4.5, 0, 2 * Math.PI);
  context.fill();
}

function fitted(context: CanvasRenderingContext2D, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text;
  let short = text;
  while (short.length > 1 && context.measureText(`${short}…`).width > width) short = short.slice(0, -1);
  return `${short}…`;
}
