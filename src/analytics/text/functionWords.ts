/** English words that hold sentences together and say nothing about what a text is about; the most frequent of any text. */
const functionWords = new Set(
  (
    'a an and are as at be been but by can could did do does for from had has have he her his how i if in into is it its ' +
    'me my no not of on or our she should so than that the their them then there they this to too up us was we were what ' +
    'when where which who will with would you your about after also any before just more some very'
  ).split(' '),
);

/** True for such a word in small letters. */
export function isFunctionWord(word: string): boolean {
  return functionWords.has(word);
}

/** A text without English function words. Chinese ones stand inside pairs, and their weight is small by itself. */
export function withoutFunctionWords(text: string): string {
  return text.replace(/[a-z]+/gi, (word) => (functionWords.has(word.toLowerCase()) ? ' ' : word));
}
