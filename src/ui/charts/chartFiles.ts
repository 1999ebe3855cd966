import type { HeatRow } from './heat.ts';
import { tokenValue } from './themeColors.ts';

export type CsvCell = string | number;

/** Comma-separated text with a byte order mark, so that spreadsheets read it as UTF-8. A text that a spreadsheet would take for a formula gets an apostrophe in front. */
export function csvText(rows: readonly (readonly CsvCell[])[]): string {
  return `\uFEFF${rows.map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

/** Offers a file to the person. */
export function saveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A name that file systems take: letters, digits and dashes of the title. */
export function fileNameOf(title: string, extension: string): string {
  const stem = title.replace(/[^\p{Letter}\p{Number}]+/gu, '-').replace(/^-|-$/g, '');
  return `${stem.slice(0, 60)}.${extension}`;
}

/** A picture of a chart under its title, on the surface's colour, at twice the size on screen. */
export function pictureOfChart(chart: HTMLCanvasElement | undefined, title: string): Promise<Blob> {
  if (chart === undefined) return Promise.reject(new Error('The chart is not on the page.'));
  const width = chart.clientWidth;
  return drawPicture(width, chart.clientHeight, title, (context, top) => {
    context.drawImage(chart, padding, top, width, chart.clientHeight);
  });
}

/** A picture of a heat map under its title. */
export function pictureOfHeat(
  rows: readonly HeatRow[],
  columns: readonly string[],
  title: string,
  columnTitle: string,
): Promise<Blob> {
  const cell = { width: 62, height: 35 };
  const left = padding + 28;
  return drawPicture(
    28 + columns.length * (cell.width + 2),
    44 + rows.length * (cell.height + 2),
    title,
    (context, top) => {
      const body = top + 44;
      context.textBaseline = 'middle';
      context.font = `400 12px ${tokenValue('--font')}`;
      const centerOf = (column: number) => left + column * (cell.width + 2) + cell.width / 2;
      context.fillStyle = tokenValue('--muted');
      context.fillText(columnTitle, left, top + 10);
      context.textAlign = 'center';
      columns.forEach((column, j) => context.fillText(column, centerOf(j), top + 30));
      rows.forEach((row, i) => {
        const y = body + i * (cell.height + 2);
        context.fillStyle = tokenValue('--muted');
        context.fillText(row.label, padding + 12, y + cell.height / 2);
        row.cells.forEach(({ level, text, isPicked }, j) => {
          const x = left + j * (cell.width + 2);
          if (level > 0) {
            context.fillStyle = tokenValue(`--heat-${level}`);
            context.fillRect(x, y, cell.width, cell.height);
          }
          if (isPicked) {
            context.strokeStyle = tokenValue('--ink');
            context.lineWidth = 2;
            context.strokeRect(x + 1, y + 1, cell.width - 2, cell.height - 2);
          }
          context.fillStyle = tokenValue(level >= 4 ? '--on-heat-high' : '--on-heat-low');
          context.fillText(text, centerOf(j), y + cell.height / 2);
        });
      });
    },
  );
}

/** A picture of bars one below the other, each with its name before it and its value behind it, under a title. */
export function pictureOfBars(
  bars: readonly {
    readonly label: string;
    readonly share: number;
    readonly text: string;
    readonly color: `--${string}`;
  }[],
  title: string,
): Promise<Blob> {
  const width = { label: 140, bar: 260, text: 90 };
  const row = 26;
  return drawPicture(width.label + width.bar + width.text, bars.length * row, title, (context, top) => {
    context.textBaseline = 'middle';
    context.font = `400 12px ${tokenValue('--font')}`;
    bars.forEach(({ label, share, text, color }, i) => {
      const y = top + (i + 0.5) * row;
      context.fillStyle = tokenValue('--ink');
      context.fillText(label, padding, y, width.label - 8);
      context.fillStyle = tokenValue(color);
      context.fillRect(padding + width.label, y - 5, Math.max(1, share * width.bar), 10);
      context.fillStyle = tokenValue('--muted');
      context.fillText(text, padding + width.label + width.bar + 8, y, width.text - 8);
    });
  });
}

const padding = 16;
const pixelsPerPoint = 2;

function drawPicture(
  width: number,
  height: number,
  title: string,
  draw: (context: CanvasRenderingContext2D, top: number) => void,
): Promise<Blob> {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('No 2D canvas in this browser.');
  const font = `600 15px ${tokenValue('--font')}`;
  context.font = font;
  const lines = wrapText(context, title, width);
  const top = padding + lines.length * 22 + 8;
  canvas.width = (width + 2 * padding) * pixelsPerPoint;
  canvas.height = (top + height + padding) * pixelsPerPoint;
  context.scale(pixelsPerPoint, pixelsPerPoint);
  context.fillStyle = tokenValue('--surface');
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.font = font;
  context.fillStyle = tokenValue('--ink');
  lines.forEach((line, i) => context.fillText(line, padding, padding + 16 + i * 22));
  draw(context, top);
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob === null ? reject(new Error('The picture is empty.')) : resolve(blob)),
      'image/png',
    );
  });
}

/** Lines no wider than `width`; breaks between words, and between any two Han characters. */
function wrapText(context: CanvasRenderingContext2D, text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.match(/\p{Script=Han}|[^\s\p{Script=Han}]+\s*|\s+/gu) ?? []) {
    const line = `${lines.at(-1) ?? ''}${word}`;
    if (lines.at(-1) !== '' && context.measureText(line.trimEnd()).width > width) lines.push(word);
    else lines[lines.length - 1] = line;
  }
  return lines;
}

function csvCell(cell: CsvCell): string {
  if (typeof cell === 'number') return String(cell);
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
