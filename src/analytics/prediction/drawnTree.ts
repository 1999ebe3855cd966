import { fitTree } from '../learning/cart.ts';
import type { Examples, RunOptions, Task } from '../learning/learner.ts';
import type { ColumnEncoding, Encoding, FeatureName } from '../preparation/encoding.ts';
import { usual } from './methods.ts';

/** A node of a small tree as it is drawn: each comes after its parent. */
export interface DrawnNode {
  /** Place of the parent in the list; −1 of the root. */
  readonly parent: number;
  /** Splits from the root. */
  readonly depth: number;
  /** Whether the parent's question is answered with yes here; of the root true. */
  readonly isYes: boolean;
  /** Records that come here, and their share of "yes" or mean amount. */
  readonly rows: number;
  readonly value: number;
  /** What is asked here; undefined of a leaf. */
  readonly question?: TreeQuestion;
}

/** Of a number: whether it is at most `most`, in the unit of the column; of a label, or a missing value, whether it is there. */
export interface TreeQuestion extends FeatureName {
  readonly most?: number;
}

/** Levels that fit on a screen. */
const depth = 3;

/** A tree of three levels on all of the examples; null where there is nothing to part. */
export function drawnTree(
  examples: Examples,
  encoding: Encoding,
  task: Task,
  options: RunOptions,
): readonly DrawnNode[] | null {
  const fit = fitTree(examples, { ...options, task, maxDepth: depth, minLeafRows: usual.minTreeRows });
  if (!fit.ok) return null;
  const { feature, threshold, left, right, value, cover } = fit.value.tree;
  const nodes: DrawnNode[] = [];
  const add = (node: number, parent: number, level: number, isYes: boolean): void => {
    const column = feature[node]!;
    const at = { parent, depth: level, isYes, rows: cover[node]!, value: value[node]! };
    if (column < 0) {
      nodes.push(at);
      return;
    }
    const question = questionOf(encoding, column, threshold[node]!);
    const place = nodes.push({ ...at, question }) - 1;
    // A label is there where its feature is above the threshold, and a number is at most so much where it is not.
    const isNumber = question.most !== undefined;
    add(isNumber ? left[node]! : right[node]!, place, level + 1, true);
    add(isNumber ? right[node]! : left[node]!, place, level + 1, false);
  };
  add(0, -1, 0, true);
  return nodes.length > 1 ? nodes : null;
}

function questionOf({ columns, names }: Encoding, feature: number, threshold: number): TreeQuestion {
  const name = names[feature]!;
  const column = columns.find(({ key }) => key === name.key);
  if (column?.type !== 'number' || name.part !== undefined) return name;
  return { ...name, most: valueOf(column, threshold) };
}

function valueOf(
  { mean, deviation, isLogged }: Extract<ColumnEncoding, { type: 'number' }>,
  feature: number,
): number {
  const value = feature * deviation + mean;
  return isLogged ? Math.sign(value) * Math.expm1(Math.abs(value)) : value;
}
