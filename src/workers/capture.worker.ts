import type { FoundPerson } from '../domain/foundPerson.ts';
import { captureWords, quickWords } from '../i18n/captureWords.ts';
import { readQuickLine } from '../interchange/quick/quickLine.ts';
import { readPeople } from '../interchange/signature/readPeople.ts';
import { createRecogniser } from '../interchange/signature/words.ts';
import { readCards } from '../interchange/vcard/readCards.ts';
import { writeCards } from '../interchange/vcard/writeCards.ts';
import { csvLine } from '../interchange/writing/csvWriter.ts';
import type { CaptureAnswer, CaptureCall, CaptureCalls, CaptureRequest } from './captureMessages.ts';

const recogniser = createRecogniser(captureWords);

const calls: { readonly [C in CaptureCall]: CaptureCalls[C] } = {
  readLine: (line, today) => readQuickLine(line, today, quickWords, recogniser),
  readPeople: (text) => readPeople(text, recogniser),
  readCards,
  writeCards,
  writeTable: (people) =>
    [csvLine(header, false), ...people.map((person) => csvLine(cellsOf(person), false))].join(''),
};

self.onmessage = ({ data: { id, call, args } }: MessageEvent<CaptureRequest>) => {
  const value = (calls[call] as (...all: readonly unknown[]) => unknown)(...args);
  self.postMessage({ id, value } satisfies CaptureAnswer);
};

/** Names of columns that the import knows as those of contacts. */
const header = ['Name', 'Company', 'Job title', 'Phone', 'Email', 'WeChat', 'Address', 'Birthday', 'Notes'];

function cellsOf({
  name,
  company,
  title,
  phones,
  emails,
  wechat,
  address,
  birthday,
  notes,
}: FoundPerson): string[] {
  const day =
    birthday?.year === undefined
      ? ''
      : [String(birthday.year).padStart(4, '0'), birthday.month, birthday.day]
          .map((part) => String(part).padStart(2, '0'))
          .join('-');
  return [name, company, title, phones.join('; '), emails.join('; '), wechat, address, day, notes];
}
