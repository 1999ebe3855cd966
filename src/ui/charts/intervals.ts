import { tokenValue } from './themeColors.ts';

export interface NamedInterval {
  readonly name: string;
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

const rowHeight = 26;
const width = 520;
const nameWidth = 220;
const axisHeight = 24;

/** Width and height of so many intervals under each other. */
export function sizeOfIntervals(rows: number): readonly [number, number] {
  return [width, rows * rowHeight + axisHeight];
}

/** Estimates as dots with their intervals as lines, their names at the left, and a line at 0. */
export function drawIntervals(
  context: CanvasRenderingContext2D,
  rows: readonly NamedInterval[],
  format: (value: number) => string,
): void {
  const least = Math.min(0, ...rows.map(({ low }) => low));
  const most = Math.max(0, ...rows.map(({ high }) => high));
  const reach = most - least || 1;
  const room = width - nameWidth - 20;
  const at = (value: number): number => nameWidth + 10 + ((value - least) / reach) * room;
  const bottom = rows.length * rowHeight;
  context.font = `400 12px ${tokenValue('--font')}`;
  context.textBaseline = 'middle';
  context.strokeStyle = tokenValue('--chart-grey');
  context.setLineDash([4, 4]);
  line(context, at(0), 0, at(0), bottom);
  context.setLineDash([]);
  rows.forEach(({ name, estimate, low, high }, i) => {
    const y = i * rowHeight + rowHeight / 2;
    context.fillStyle = tokenValue('--ink');
    context.textAlign = 'left';
    context.fillText(fitted(context, name, nameWidth), 0, y);
    context.strokeStyle = tokenValue('--chart-1');
    context.fillStyle = tokenValue('--chart-1');
    context.lineWidth = 2;
    line(context, at(low), y, at(high), y);
    context.beginPath();
    context.arc(at(estimate), y, 4, 0, 2 * Math.PI);
    context.fill();
  });
  context.fillStyle = tokenValue('--muted');
  context.textAlign = 'center';
  const ends = [least, 0, most].filter((value, i, all) => i === 1 || Math.abs(at(value) - at(all[1]!)) > 40);
  for (const value of ends) {
    context.fillText(format(value), Math.min(width - 24, Math.max(nameWidth + 16, at(value))), bottom + 14);
  }
}

/** The text, or as much of its beginning as there is room for. */
export function fitted(context: CanvasRenderingContext2D, text: string, room: number): string {
  if (context.measureText(text).width <= room) return text;
  let end = text.length;
  while (end > 1 && context.measureText(`${text.slice(0, end)}…`).width > room) end--;
  return `${text.slice(0, end)}…`;
}

function line(
  context: CanvasRenderingContext2D,
  fromX: number,
  fromY: number,
  toX: number,
  toY: number,
): void {
  context.beginPath();
  context.moveTo(fromX, fromY);
  context.lineTo(toX, toY);
  context.stroke();
}
