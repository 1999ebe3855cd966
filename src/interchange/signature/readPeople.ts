import type { FoundPerson } from '../../domain/foundPerson.ts';
import { readCardText } from '../vcard/readCards.ts';
import { takeContactWays } from './contactWays.ts';
import { readMeCard } from './meCard.ts';
import { readSignature } from './readSignature.ts';
import type { Recogniser } from './words.ts';

export interface ReadPeople {
  readonly people: readonly FoundPerson[];
  /** Rows and columns, which the import understands better than a reader of signatures. */
  readonly isTable: boolean;
}

/** Longest text that is read as signatures, in UTF-16 units; more is a table's job. */
export const maxPastedLength = 200_000;

/** People in any text: cards, a code's MECARD, one person on each line, or signatures below each other. */
export function readPeople(text: string, recogniser: Recogniser): ReadPeople {
  if (/BEGIN\s*:\s*VCARD/i.test(text)) {
    const cards = readCardText(text);
    return { people: cards.ok ? cards.value : [], isTable: false };
  }
  const code = readMeCard(text);
  if (code !== undefined) return { people: [code], isTable: false };
  const cut = text.slice(0, maxPastedLength);
  const blocks = isOnePersonALine(cut, recogniser) ? nonEmptyLines(cut) : blocksOf(cut, recogniser);
  const people = blocks.map((block) => readSignature(block, recogniser)).filter(saysWho);
  return { people, isTable: isTable(cut) || text.length > maxPastedLength };
}

function saysWho({ name, phones, emails }: FoundPerson): boolean {
  return name !== '' || phones.length + emails.length > 0;
}

function isOnePersonALine(text: string, recogniser: Recogniser): boolean {
  const lines = nonEmptyLines(text);
  if (lines.length < 2) return false;
  const whole = lines.filter((line) => {
    const { phones, emails } = takeContactWays(line);
    if (phones.length + emails.length === 0) return false;
    const { name, company } = readSignature(line, recogniser);
    return name !== '' || company !== '';
  });
  return whole.length >= 2 && whole.length >= 0.7 * lines.length;
}

/** Cut at empty lines and rules where a name follows; the rest belongs to the person before it. */
function blocksOf(text: string, recogniser: Recogniser): readonly string[] {
  const parts = text
    .split(/\n\s*(?:[-_=*]{2,}\s*)?\n|\n\s*[-_=*]{3,}\s*\n/)
    .filter((part) => part.trim() !== '');
  const blocks: string[] = [];
  for (const part of parts) {
    const last = blocks.at(-1);
    const isNext = last === undefined || (standsAlone(last, recogniser) && beginsPerson(part, recogniser));
    if (isNext) blocks.push(part);
    else blocks[blocks.length - 1] = `${last}\n${part}`;
  }
  return blocks;
}

function beginsPerson(part: string, recogniser: Recogniser): boolean {
  const [first = ''] = nonEmptyLines(part);
  return recogniser.isName(first.trim()) || standsAlone(part, recogniser);
}

function standsAlone(part: string, recogniser: Recogniser): boolean {
  const { name, phones, emails } = readSignature(part, recogniser);
  return name !== '' && phones.length + emails.length > 0;
}

/** At least three lines with the same number of tabs, or of commas outside of quotes, two or more of them. */
function isTable(text: string): boolean {
  const lines = nonEmptyLines(text).slice(0, 50);
  if (lines.length < 3) return false;
  return ['\t', ',', ';', '|'].some((mark) => {
    const counts = lines.map((line) => line.replace(/"[^"]*"/g, '').split(mark).length - 1);
    return (counts[0] ?? 0) >= (mark === '\t' ? 1 : 2) && counts.every((count) => count === counts[0]);
  });
}

function nonEmptyLines(text: string): readonly string[] {
  return text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
}
