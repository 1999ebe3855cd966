import { jaroWinkler } from '../../domain/jaroWinkler.ts';
import {
  levels,
  valuesOfText,
  wordsInOrder,
  type Comparison,
  type DuplicateField,
  type Level,
} from './duplicateRecords.ts';
import { editDistance } from './editDistance.ts';

/** From these likenesses on by Jaro and Winkler two texts are near and alike. */
const nearFrom = 0.92;
const alikeFrom = 0.84;

/** Compares one field of two records; `missing` where either has no value. The order of the two does not matter. */
export function compareField(field: DuplicateField, a: number, b: number): Level {
  const [x, y] = [field.texts[a] ?? '', field.texts[b] ?? ''];
  if (x === '' || y === '') return levels.missing;
  if (x === y) return levels.same;
  const { comparison } = field;
  if (comparison === 'phone' || comparison === 'email') return bestOfValues(comparison, x, y);
  if (comparison === 'name') return compareNames(x, y, field.sounds?.[a] ?? '', field.sounds?.[b] ?? '');
  return compareTexts(comparison, x, y);
}

/** The likest pair of values of two sets. */
function bestOfValues(comparison: 'phone' | 'email', x: string, y: string): Level {
  let best: Level = levels.differs;
  for (const left of valuesOfText(x)) {
    for (const right of valuesOfText(y)) {
      const level = comparison === 'phone' ? comparePhones(left, right) : compareEmails(left, right);
      if (level > best) best = level;
    }
  }
  return best;
}

function compareTexts(comparison: Comparison, x: string, y: string): Level {
  switch (comparison) {
    case 'code':
      return compareCodes(x, y);
    case 'date':
      return compareDates(x, y);
    case 'address':
      return compareAddresses(x, y);
    default:
      return compareWords(x, y);
  }
}

const hanPattern = /[\u3400-\u9fff\uf900-\ufaff]/;

/**
 * Names of people and companies: the same words in any order are the same, the same sound in other letters is near, and so is a
 * name that holds all of the other, as `Shenzhen Lanan` does. A Chinese name of up to three characters is another name when one
 * of them differs.
 */
function compareNames(x: string, y: string, soundX: string, soundY: string): Level {
  const [a, b] = [wordsInOrder(x), wordsInOrder(y)];
  if (a === b) return levels.same;
  if (soundX.length > 3 && soundX === soundY)
    return soundX.length >= closeLength ? levels.close : levels.near;
  const shorter = Math.min(x.length, y.length);
  if (hanPattern.test(x) && hanPattern.test(y)) {
    if (shorter <= 3) return shorter > 1 && (x.includes(y) || y.includes(x)) ? levels.alike : levels.differs;
    if (shorter >= closeHanLength && editDistance(x, y, 1) <= 1) return levels.close;
    if (x.includes(y) || y.includes(x)) return shorter >= closeHanLength ? levels.close : levels.near;
    return levelOf(jaroWinkler(x, y));
  }
  return compareWords(x, y);
}

/** Letters, and Chinese characters, from which a text with a slip or two is close. */
const closeLength = 12;
const closeHanLength = 6;

/** Word by word where both have as many, or a word in common would make strangers the same. */
function compareWords(x: string, y: string): Level {
  const [left, right] = [x.split(' '), y.split(' ')];
  const [a, b] = [x.replaceAll(' ', ''), y.replaceAll(' ', '')];
  if (Math.min(a.length, b.length) >= closeLength && editDistance(a, b, 2) <= 2) return levels.close;
  const whole = levelOf(jaroWinkler(a, b));
  if (left.length === 1 || left.length !== right.length)
    return Math.max(whole, abbreviated(left, right)) as Level;
  const inPlace = leastOf(left, right);
  const sorted = leastOf([...left].sort(), [...right].sort());
  const least = Math.max(inPlace, sorted);
  if (least >= alikeFrom) return levelOf(least);
  return Math.max(abbreviated(left, right), whole === levels.near ? levels.alike : levels.differs) as Level;
}

function leastOf(left: readonly string[], right: readonly string[]): number {
  return Math.min(...left.map((word, i) => jaroWinkler(word, right[i] ?? '')));
}

/** `j smith` and `john smith`: the last word in common, and the first letters of the others. */
function abbreviated(left: readonly string[], right: readonly string[]): Level {
  if (left.length < 2 || right.length < 2) return levels.differs;
  const isInitial = left[0]?.length === 1 || right[0]?.length === 1;
  return isInitial && left[0]?.[0] === right[0]?.[0] && left.at(-1) === right.at(-1)
    ? levels.alike
    : levels.differs;
}

function levelOf(likeness: number): Level {
  return likeness >= nearFrom ? levels.near : likeness >= alikeFrom ? levels.alike : levels.differs;
}

/** Numbers, keys and postcodes: one slip of the finger is near, two in a longer one are alike. */
function compareCodes(x: string, y: string): Level {
  if (Math.min(x.length, y.length) < 3) return levels.differs;
  const edits = editDistance(x, y, 2);
  if (edits <= 1) return levels.near;
  return edits === 2 && Math.min(x.length, y.length) >= 5 ? levels.alike : levels.differs;
}

/** Dates as eight digits: near where one slip or a change of day and month leads from one to the other. */
function compareDates(x: string, y: string): Level {
  const edits = editDistance(x, y, 2);
  if (edits <= 1) return levels.near;
  const isTurned =
    x.length === 8 &&
    y.length === 8 &&
    x.slice(0, 4) === y.slice(0, 4) &&
    x.slice(4, 6) === y.slice(6) &&
    x.slice(6) === y.slice(4, 6);
  return isTurned ? levels.near : edits === 2 ? levels.alike : levels.differs;
}

/** The end of a number that country and area codes do not change. */
export const comparedDigits = 8;

function comparePhones(x: string, y: string): Level {
  const isEnd = x.endsWith(y) || y.endsWith(x);
  if (isEnd && Math.min(x.length, y.length) >= comparedDigits - 1) return levels.same;
  if (x.length >= 7 && y.length >= 7 && x.slice(-comparedDigits) === y.slice(-comparedDigits))
    return levels.same;
  const edits = x.length >= 7 && y.length >= 7 ? editDistance(x, y, 1) : 2;
  return edits <= 1 ? levels.near : levels.differs;
}

/** One slip, or the same name at another provider, is near. */
function compareEmails(x: string, y: string): Level {
  if (x === y) return levels.same;
  const [nameX = '', domainX = ''] = x.split('@');
  const [nameY = '', domainY = ''] = y.split('@');
  if (nameX === nameY && nameX.length >= 6) return levels.near;
  if (domainX === domainY && jaroWinkler(nameX, nameY) >= nearFrom) return levels.near;
  return nameX.length >= 5 && editDistance(x, y, 1) <= 1 ? levels.near : levels.differs;
}

/**
 * Addresses by their pairs of letters (Dice), which an order of parts or a missing district hardly changes, and by the numbers in
 * them: other numbers are another door.
 */
function compareAddresses(x: string, y: string): Level {
  const [a, b] = [x.replaceAll(' ', ''), y.replaceAll(' ', '')];
  if (a === b) return levels.same;
  const likeness = diceOfPairs(a, b);
  const [m, n] = [numbersOf(x), numbersOf(y)];
  const hasOtherNumber = m !== '' && n !== '' && m !== n;
  if (likeness >= 0.75) return hasOtherNumber ? levels.alike : levels.near;
  return likeness >= 0.55 && !hasOtherNumber ? levels.alike : levels.differs;
}

function numbersOf(text: string): string {
  return (text.match(/\d+/g) ?? []).sort().join(' ');
}

/** Twice the pairs of letters in common, over all of both. */
function diceOfPairs(a: string, b: string): number {
  if (a.length < 2 || b.length < 2) return 0;
  const counts = new Map<string, number>();
  for (let i = 0; i < a.length - 1; i++) {
    const pair = a.slice(i, i + 2);
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  let common = 0;
  for (let i = 0; i < b.length - 1; i++) {
    const pair = b.slice(i, i + 2);
    const count = counts.get(pair) ?? 0;
    if (count === 0) continue;
    counts.set(pair, count - 1);
    common++;
  }
  return (2 * common) / (a.length + b.length - 2);
}
