import {
  Chart,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  ScatterController,
  Tooltip,
  type ChartConfiguration,
} from 'chart.js';
import type { Attachment } from 'svelte/attachments';
import { inTurn } from '../inTurn.ts';
import { tokenValue } from './themeColors.ts';

Chart.register(
  Filler,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  ScatterController,
  Tooltip,
);

export interface ChartPoint {
  readonly x: number;
  readonly y: number;
}

export type PointChart = 'scatter' | 'line';

/**
 * Keeps one Chart.js chart on a canvas: created once, updated without animation when what `describe` reads changes (theme
 * included), destroyed with the canvas. What it returns must be plain data, never a `$state` proxy. Plugins are those of
 * the first description.
 */
export function drawChart<T extends PointChart>(
  describe: () => ChartConfiguration<T, ChartPoint[], string>,
): Attachment<HTMLCanvasElement> {
  return (canvas) => {
    let chart: Chart<T, ChartPoint[], string> | undefined;
    $effect(() => {
      const next = describe();
      if (chart === undefined)
        return inTurn(() => {
          chart = new Chart<T, ChartPoint[], string>(canvas, next);
        });
      chart.data = next.data;
      if (next.options !== undefined) chart.options = next.options;
      chart.update('none');
      return undefined;
    });
    return () => chart?.destroy();
  };
}

/** Font, colours and behaviour that all charts share, from the tokens of the present theme. */
export function sharedOptions() {
  return {
    animation: false as const,
    responsive: true,
    maintainAspectRatio: false,
    // At least twice, so that a saved picture is sharp from any screen.
    devicePixelRatio: Math.max(2, devicePixelRatio),
    color: tokenValue('--muted'),
    font: { family: tokenValue('--font'), size: 12 },
  };
}

/** Ticks and grid of an axis from the tokens; a horizontal axis has a line and no grid. */
export function axisLook(direction: 'x' | 'y', title?: string) {
  const color = tokenValue('--muted');
  const font = { family: tokenValue('--font'), size: 12 };
  return {
    border: { display: direction === 'x', color: tokenValue('--control-line') },
    grid: { display: direction === 'y', color: tokenValue('--chart-grid'), drawTicks: false },
    ticks: { color, font, padding: 6, maxRotation: 0 },
    title: {
      display: title !== undefined,
      text: title ?? '',
      color,
      font,
      align: 'end' as const,
      padding: 2,
    },
  };
}

/** The look of the tooltip, in the tone opposite to the page. */
export function tooltipLook() {
  return {
    backgroundColor: tokenValue('--inverse'),
    titleColor: tokenValue('--on-inverse'),
    bodyColor: tokenValue('--on-inverse'),
    titleFont: { family: tokenValue('--font'), size: 12 },
    bodyFont: { family: tokenValue('--font'), size: 12 },
    displayColors: false,
    cornerRadius: 6,
    padding: 8,
    animation: false as const,
  };
}
