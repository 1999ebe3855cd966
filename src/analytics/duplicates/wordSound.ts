/**
 * How a Latin word sounds, roughly: its first letter and the groups of the consonants that follow, doubled ones once. The same for
 * `meyer` and `maier`, `stephen` and `steven`. Words in other letters and numbers stand for themselves.
 * Source: Russell, US patent 1,261,167, 1918 (Soundex), with six groups to a code instead of three.
 */
export function wordSound(word: string): string {
  const first = word.charAt(0);
  if (first < 'a' || first > 'z') return word.slice(0, 4);
  let code = first;
  let last = groups[first];
  for (let i = 1; i < word.length && code.length < 6; i++) {
    const letter = word.charAt(i);
    const group = groups[letter];
    if (group !== undefined && group !== last) code += group;
    if (letter !== 'h' && letter !== 'w') last = group;
  }
  return code;
}

const groups: Readonly<Record<string, string>> = {
  ...{ b: '1', f: '1', p: '1', v: '1' },
  ...{ c: '2', g: '2', j: '2', k: '2', q: '2', s: '2', x: '2', z: '2' },
  ...{ d: '3', t: '3', l: '4', m: '5', n: '5', r: '6' },
};
