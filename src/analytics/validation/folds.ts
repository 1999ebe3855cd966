import { seededRandom, type Random } from '../../domain/random.ts';
import { shuffle } from '../random.ts';

/**
 * The fold of each row, 0 to `folds` − 1: blocks of neighbouring rows, the first ones a row longer where the rows do not
 * part evenly. With a seed the rows are shuffled first. Fewer rows than folds leave the last folds empty.
 */
export function kFold(rows: number, folds: number, seed: number | null = null): Int32Array {
  const foldOf = new Int32Array(rows);
  const order = Int32Array.from({ length: rows }, (_, i) => i);
  if (seed !== null) shuffle(order, seededRandom(seed));
  let place = 0;
  for (let fold = 0; fold < folds; fold++) {
    const size = Math.floor(rows / folds) + (fold < rows % folds ? 1 : 0);
    for (let i = 0; i < size; i++) foldOf[order[place++]!] = fold;
  }
  return foldOf;
}

/**
 * Folds with the same share of each class, give or take a row: the rows of a class are dealt in their order, or with a seed
 * in a shuffled one. How many of a class a fold gets is counted off the sorted labels with a stride, as scikit-learn's
 * StratifiedKFold does. Empty in, empty out.
 */
export function stratifiedFolds(
  labels: ArrayLike<number>,
  folds: number,
  seed: number | null = null,
): Int32Array {
  const random = seed === null ? null : seededRandom(seed);
  const classes = new Map<number, number>();
  const counts: number[] = [];
  const classOf = Int32Array.from(labels, (label) => {
    const known = classes.get(label) ?? classes.size;
    classes.set(label, known);
    counts[known] = (counts[known] ?? 0) + 1;
    return known;
  });
  const foldOf = new Int32Array(labels.length);
  let before = 0;
  counts.forEach((count, each) => {
    const dealt = dealtFolds(before, count, folds, random);
    let place = 0;
    for (let i = 0; i < classOf.length; i++) if (classOf[i] === each) foldOf[i] = dealt[place++]!;
    before += count;
  });
  return foldOf;
}

/** Positions of the rows outside of a fold, rising: what is learnt from. */
export function rowsOutside(foldOf: Int32Array, fold: number): Int32Array {
  return positionsWhere(foldOf, (each) => each !== fold);
}

/** Positions of the rows of a fold, rising: what is tested on. */
export function rowsInside(foldOf: Int32Array, fold: number): Int32Array {
  return positionsWhere(foldOf, (each) => each === fold);
}

/** The folds of the members of one class, whose labels take the places `before` … `before + count − 1` of the sorted labels. */
function dealtFolds(before: number, count: number, folds: number, random: Random | null): Int32Array {
  const sizes = new Int32Array(folds);
  for (let i = before; i < before + count; i++) sizes[i % folds]! += 1;
  const dealt = new Int32Array(count);
  let place = 0;
  sizes.forEach((size, fold) => {
    dealt.fill(fold, place, place + size);
    place += size;
  });
  if (random !== null) shuffle(dealt, random);
  return dealt;
}

function positionsWhere(foldOf: Int32Array, isWanted: (fold: number) => boolean): Int32Array {
  return Int32Array.from({ length: foldOf.length }, (_, i) => i).filter((i) => isWanted(foldOf[i]!));
}
