import type { Chart, Plugin } from 'chart.js';
import type { PointChart } from './drawChart.svelte.ts';
import { tokenValue } from './themeColors.ts';

/** Words that stand in a chart beside what they name, at a place in the units of its axes. */
export interface DirectLabel {
  readonly lines: readonly string[];
  readonly x: number;
  readonly y: number;
  readonly align: 'left' | 'center' | 'right';
  /** Pixels from the place, to the right and down. */
  readonly shift?: readonly [right: number, down: number];
  readonly isQuiet?: boolean;
}

const lineHeight = 16;

/** Draws labels over the data with a halo in the surface's colour, moved apart where they would overlap and kept inside. */
export function directLabels<T extends PointChart>(labels: () => readonly DirectLabel[]): Plugin<T> {
  return {
    id: 'directLabels',
    afterDatasetsDraw(chart) {
      const { ctx } = chart;
      ctx.save();
      ctx.textBaseline = 'middle';
      ctx.lineJoin = 'round';
      const boxes: Box[] = [];
      for (const label of labels()) {
        ctx.font = `${label.isQuiet === true ? 400 : 500} 12px ${tokenValue('--font')}`;
        const width = Math.max(...label.lines.map((line) => ctx.measureText(line).width));
        const box = placeFor(chart, label, width, boxes);
        boxes.push(box);
        ctx.textAlign = 'left';
        label.lines.forEach((line, i) => {
          const inset = label.align === 'right' ? width - ctx.measureText(line).width : 0;
          const y = box.top + lineHeight * (i + 0.5);
          ctx.strokeStyle = tokenValue('--surface');
          ctx.lineWidth = 4;
          ctx.strokeText(line, box.left + inset, y);
          ctx.fillStyle = tokenValue(label.isQuiet === true ? '--muted' : '--ink');
          ctx.fillText(line, box.left + inset, y);
        });
      }
      ctx.restore();
    },
  };
}

interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

function placeFor(
  { chartArea, scales }: Pick<Chart, 'chartArea' | 'scales'>,
  label: DirectLabel,
  width: number,
  taken: readonly Box[],
): Box {
  const [right, down] = label.shift ?? [0, 0];
  const x = (scales['x']?.getPixelForValue(label.x) ?? 0) + right;
  const height = label.lines.length * lineHeight;
  const before = { left: 0, center: width / 2, right: width }[label.align];
  const box = {
    left: Math.min(Math.max(x - before, chartArea.left + 2), chartArea.right - width),
    top: (scales['y']?.getPixelForValue(label.y) ?? 0) + down - height / 2,
    width,
    height,
  };
  const highest = chartArea.top;
  const lowest = chartArea.bottom - height;
  const wanted = box.top;
  for (let step = 0; step <= 2 * taken.length; step++) {
    const offset = Math.ceil(step / 2) * lineHeight * (step % 2 === 0 ? 1 : -1);
    box.top = Math.min(Math.max(wanted + offset, highest), lowest);
    if (!taken.some((other) => isOverlapping(box, other))) return box;
  }
  return box;
}

function isOverlapping(a: Box, b: Box): boolean {
  return (
    a.left < b.left + b.width &&
    b.left < a.left + a.width &&
    a.top < b.top + b.height &&
    b.top < a.top + a.height
  );
}
