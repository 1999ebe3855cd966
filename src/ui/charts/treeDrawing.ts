import { fitted } from './intervals.ts';
import { tokenValue } from './themeColors.ts';

/** A node of a tree that is drawn; each comes after its parent. */
export interface TreeBox {
  /** Place of the parent in the list; −1 of the root. */
  readonly parent: number;
  readonly depth: number;
  /** Words beside the line from the parent. */
  readonly edge: string;
  /** The first is what is asked, or what a leaf says. */
  readonly lines: readonly string[];
  readonly isLeaf: boolean;
  /** 0 to 1: how dark it is. */
  readonly shade: number;
}

const box = { width: 140, height: 48, gap: 12, level: 92 };

export function sizeOfTree(boxes: readonly TreeBox[]): readonly [number, number] {
  const leaves = boxes.filter(({ isLeaf }) => isLeaf).length;
  const levels = 1 + boxes.reduce((most, { depth }) => Math.max(most, depth), 0);
  return [leaves * (box.width + box.gap), (levels - 1) * box.level + box.height + 4];
}

/** Leaves side by side, every other node over the middle of its children. */
export function drawTree(context: CanvasRenderingContext2D, boxes: readonly TreeBox[]): void {
  const x = placesOf(boxes);
  const top = (depth: number): number => depth * box.level + 2;
  context.textBaseline = 'middle';
  context.textAlign = 'center';
  context.lineWidth = 1.5;
  boxes.forEach(({ parent, depth, edge }, i) => {
    if (parent < 0) return;
    context.strokeStyle = tokenValue('--control-line');
    const [fromX, fromY] = [x[parent]!, top(depth - 1) + box.height];
    context.beginPath();
    context.moveTo(fromX, fromY);
    context.lineTo(x[i]!, top(depth));
    context.stroke();
    context.font = `400 12px ${tokenValue('--font')}`;
    const [middleX, middleY] = [(fromX + x[i]!) / 2, (fromY + top(depth)) / 2];
    context.strokeStyle = tokenValue('--surface');
    context.lineWidth = 5;
    context.strokeText(edge, middleX, middleY);
    context.lineWidth = 1.5;
    context.fillStyle = tokenValue('--muted');
    context.fillText(edge, middleX, middleY);
  });
  boxes.forEach(({ depth, lines, isLeaf, shade }, i) => {
    const left = x[i]! - box.width / 2;
    context.fillStyle = tokenValue('--surface');
    context.strokeStyle = tokenValue('--control-line');
    context.beginPath();
    context.roundRect(left, top(depth), box.width, box.height, 6);
    context.fill();
    if (isLeaf) {
      context.globalAlpha = 0.1 + 0.35 * Math.min(1, Math.max(0, shade));
      context.fillStyle = tokenValue('--chart-1');
      context.fill();
      context.globalAlpha = 1;
    }
    context.stroke();
    lines.forEach((text, row) => {
      context.font = `${row === 0 ? 500 : 400} 12px ${tokenValue('--font')}`;
      context.fillStyle = tokenValue(row === 0 ? '--ink' : '--muted');
      context.fillText(fitted(context, text, box.width - 12), x[i]!, top(depth) + 15 + row * 18);
    });
  });
}

/** The middle of each box. */
function placesOf(boxes: readonly TreeBox[]): readonly number[] {
  const x: number[] = boxes.map(() => 0);
  let leaves = 0;
  boxes.forEach(({ isLeaf }, i) => {
    if (isLeaf) x[i] = (leaves++ + 0.5) * (box.width + box.gap);
  });
  for (let i = boxes.length - 1; i >= 0; i--) {
    if (boxes[i]!.isLeaf) continue;
    const children = boxes.flatMap(({ parent }, at) => (parent === i ? [x[at]!] : []));
    x[i] = children.reduce((sum, place) => sum + place, 0) / Math.max(1, children.length);
  }
  return x;
}
