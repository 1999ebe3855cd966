import { comparedDigits } from './compareFields.ts';
import { valuesOfText, wordsInOrder, type DuplicateField } from './duplicateRecords.ts';
import { wordSound } from './wordSound.ts';

/**
 * The keys by which a record meets others. A strong part of a field stands alone: a phone's last digits, an e-mail address, a whole
 * name or its sound. Weak parts, such as the sound of a first name or the half of a number, make a key with one of another field.
 */
export function blockingKeys(
  fields: readonly DuplicateField[],
  record: number,
  add: (hash: number) => void,
): void {
  const weak = fields.map((field) => weakParts(field, record));
  const isOnlyName = fields.filter(({ comparison }) => comparison === 'name').length === 1;
  fields.forEach((field, f) => {
    for (const part of strongParts(field, record)) add(hashOf(f, -1, part, ''));
    if (field.comparison !== 'name') return;
    if (isOnlyName) for (const [first, second] of soundPairs(weak[f] ?? [])) add(hashOf(f, f, first, second));
    fields.forEach((other, g) => {
      // Two fields of names meet once.
      if (g === f || (other.comparison === 'name' && g < f)) return;
      for (const part of weak[f] ?? []) for (const second of weak[g] ?? []) add(hashOf(f, g, part, second));
    });
  });
}

function strongParts(field: DuplicateField, record: number): readonly string[] {
  const text = field.texts[record] ?? '';
  if (text === '') return [];
  switch (field.comparison) {
    case 'name': {
      const sound = field.sounds?.[record] ?? '';
      const name = wordsInOrder(text);
      return [name, ...(sound.length > 3 ? [`~${sound}`] : []), ...endsOfName(text)];
    }
    case 'phone':
      return valuesOfText(text)
        .filter((digits) => digits.length >= 7)
        .map((digits) => digits.slice(-comparedDigits + 1));
    case 'email':
      return valuesOfText(text).flatMap((email) => {
        const name = email.split('@')[0] ?? '';
        return name.length >= 6 ? [email, `~${name}`] : [email];
      });
    case 'code':
      return text.length >= 5 ? [text] : [];
    case 'address':
      return [text.replaceAll(' ', '')];
    case 'text':
      return [wordsInOrder(text)];
    case 'date':
      return [text];
  }
}

/** The first and the last four characters of a longer Chinese name: a place or a branch before or after them is no other company. */
function endsOfName(text: string): readonly string[] {
  return text.length >= 4 && hanPattern.test(text) ? [text.slice(0, 4), text.slice(-4)] : [];
}

/** Two words of a name by their sounds, in either order; of a name of one word its sound alone. */
function soundPairs(sounds: readonly string[]): readonly (readonly [string, string])[] {
  const sorted = [...sounds].sort();
  if (sorted.length === 1) return [[sorted[0] ?? '', '']];
  return sorted.flatMap((first, i) => sorted.slice(i + 1).map((second) => [first, second] as const));
}

const hanPattern = /[\u3400-\u9fff\uf900-\ufaff]/;

function weakParts(field: DuplicateField, record: number): readonly string[] {
  const text = field.texts[record] ?? '';
  if (text === '') return [];
  switch (field.comparison) {
    case 'name':
      if (hanPattern.test(text))
        return text.length <= 3 ? [text.slice(0, 1)] : [text.slice(0, 2), text.slice(-2)];
      return text
        .split(' ')
        .filter((word) => word.length > 1)
        .slice(0, 3)
        .map(wordSound);
    case 'text':
      return hanPattern.test(text) ? [text.slice(0, 2)] : [wordSound(text.replaceAll(' ', ''))];
    case 'address':
      return addressParts(text);
    case 'code':
      return text.length < 5 ? [text] : [text.slice(0, text.length >> 1), `~${text.slice(text.length >> 1)}`];
    case 'date':
      return [text.slice(0, 6), `~${text.slice(4)}`];
    case 'phone':
      return valuesOfText(text).map((digits) => digits.slice(-4));
    case 'email':
      return valuesOfText(text).map((email) => email.slice(0, 4));
  }
}

/** The longest number, and the sound of the longest word or the last characters before a number. */
function addressParts(text: string): readonly string[] {
  const number = (text.match(/\d+/g) ?? []).sort((a, b) => b.length - a.length || (a < b ? -1 : 1))[0];
  const han = /[\u3400-\u9fff\uf900-\ufaff]{3}(?=\d)/.exec(text)?.[0];
  const word = han ?? longestWord(text);
  return [...(number === undefined ? [] : [number]), ...(word === '' ? [] : [han ?? wordSound(word)])];
}

function longestWord(text: string): string {
  const words = text.split(/[\s\d]+/);
  return words.reduce((longest, word) => (word.length > longest.length ? word : longest), '');
}

/** 32 bits of a key (FNV-1a): two keys that share them meet without need, and are told apart by the comparison. */
function hashOf(first: number, second: number, a: string, b: string): number {
  let hash = 0x811c9dc5;
  const mix = (code: number): void => {
    hash = Math.imul(hash ^ code, 0x01000193);
  };
  mix(first + 1);
  mix(second + 2);
  for (let i = 0; i < a.length; i++) mix(a.charCodeAt(i));
  mix(0x1f);
  for (let i = 0; i < b.length; i++) mix(b.charCodeAt(i));
  // The last letters would otherwise touch the low bits only.
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  return hash >>> 0;
}
