import type { IsoDate } from '../../domain/dates.ts';
import type { FoundPerson } from '../../domain/foundPerson.ts';
import type { ActivityType } from '../../domain/objects.ts';
import { readMeCard } from '../signature/meCard.ts';
import { readSignature } from '../signature/readSignature.ts';
import { hasHan, type Recogniser } from '../signature/words.ts';
import { readWhen, type WhenWords } from './when.ts';

/** What a line can become. */
export type QuickKind = 'account' | 'contact' | 'need' | 'task' | 'activity' | 'order';

/** How people begin a line; see `quickWords`. */
export interface QuickWords extends WhenWords {
  readonly kinds: Readonly<Record<QuickKind, readonly string[]>>;
  readonly doing: readonly string[];
  readonly done: Readonly<Partial<Record<ActivityType, readonly string[]>>>;
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly urgent: readonly string[];
  readonly important: readonly string[];
}

export interface QuickLine {
  /** The likeliest; a person may choose another. */
  readonly kind: QuickKind;
  /** The line without days, times and a word that named the kind: a title or subject. */
  readonly text: string;
  readonly date: IsoDate | undefined;
  /** `HH:MM` */
  readonly time: string | undefined;
  readonly priority: 'high' | 'urgent' | undefined;
  readonly activityType: ActivityType | undefined;
  /** Read as somebody's card, whatever the kind. */
  readonly person: FoundPerson;
  /** Names in it that may be of a customer or contact, likeliest first. */
  readonly mentions: readonly string[];
}

/** Reads what somebody wrote in one breath: who it is, or what is to be done and when. `today` is where the person is. */
export function readQuickLine(
  line: string,
  today: IsoDate,
  words: QuickWords,
  recogniser: Recogniser,
): QuickLine {
  const { kind: named, rest: unnamed } = namedKind(line.normalize('NFKC').trim(), words);
  const { priority, rest: calm } = takePriority(unnamed, words);
  const { date, time, rest } = readWhen(calm, today, words);
  const person = readMeCard(line) ?? readSignature(unnamed, recogniser);
  const activityType = doneType(rest, words);
  const text = tidy(rest);
  return {
    kind: named ?? likeliest(rest, { date, time, person, activityType }, words, recogniser),
    text,
    date,
    time,
    priority,
    activityType,
    person,
    mentions: mentionsOf(text, words, recogniser),
  };
}

function likeliest(
  rest: string,
  found: Pick<QuickLine, 'date' | 'time' | 'person' | 'activityType'>,
  words: QuickWords,
  recogniser: Recogniser,
): QuickKind {
  const { person } = found;
  if (found.activityType !== undefined) return 'activity';
  if (startsWith(rest, words.doing)) return 'task';
  if (person.phones.length + person.emails.length > 0 || person.wechat !== '')
    return person.isCompany ? 'account' : 'contact';
  if (found.date !== undefined || found.time !== undefined) return 'task';
  if (person.isCompany) return 'account';
  return recogniser.isName(person.name) ? 'contact' : 'task';
}

/** `Need: …`, `need …`: a word of the kind at the start; with a mark after it, or a space. */
function namedKind(line: string, words: QuickWords): { kind: QuickKind | undefined; rest: string } {
  for (const [kind, names] of Object.entries(words.kinds) as [QuickKind, readonly string[]][]) {
    for (const name of names) {
      if (!line.toLowerCase().startsWith(name)) continue;
      const mark = /^\s*[:]\s*/.exec(line.slice(name.length));
      const isPhrase = name.includes(' ') || kind === 'need';
      const space = isPhrase ? /^\s+/.exec(line.slice(name.length)) : null;
      const taken = mark ?? space;
      if (taken !== null) return { kind, rest: line.slice(name.length + taken[0].length) };
    }
  }
  return { kind: undefined, rest: line };
}

function takePriority(line: string, words: QuickWords): { priority: QuickLine['priority']; rest: string } {
  for (const [priority, signs] of [
    ['urgent', words.urgent],
    ['high', words.important],
  ] as const) {
    for (const sign of signs) {
      const at = line.toLowerCase().indexOf(sign);
      const isWord = /[a-z]/.test(sign);
      const before = line.charAt(at - 1);
      const after = line.charAt(at + sign.length);
      const standsAlone = !isWord || (!/[a-z]/i.test(before) && !/[a-z]/i.test(after));
      if (at >= 0 && standsAlone)
        return { priority, rest: `${line.slice(0, at)} ${line.slice(at + sign.length)}` };
    }
  }
  return { priority: undefined, rest: line };
}

function doneType(rest: string, { done }: QuickWords): ActivityType | undefined {
  const types = Object.keys(done) as ActivityType[];
  return types.find((type) =>
    (done[type] ?? []).some((word) => (hasHan(word) ? rest.includes(word) : startsWith(rest, [word]))),
  );
}

function startsWith(text: string, starts: readonly string[]): boolean {
  const lower = text.toLowerCase();
  return starts.some((word) => lower.startsWith(word) && !/^[a-z]/.test(lower.slice(word.length)));
}

const maxMentions = 3;

/** Capitalised words after the first, Chinese names, and what stands between the words around a person. */
function mentionsOf(text: string, words: QuickWords, recogniser: Recogniser): readonly string[] {
  const found: string[] = [];
  const before = words.before.join('|');
  const after = words.after.join('|');
  const between = new RegExp(`(?:${before})([\\u3400-\\u9fff]{2,4}?)(?=${after}|[^\\u3400-\\u9fff]|$)`, 'gu');
  for (const match of text.matchAll(between)) found.push(match[1] ?? '');
  for (const word of text.split(/[\s,:;]+/)) if (hasHan(word) && recogniser.isName(word)) found.push(word);
  for (const match of text.matchAll(/\p{Lu}[\p{L}\p{M}'\u2019&.-]+(?:\s+\p{Lu}[\p{L}\p{M}'\u2019&.-]+)*/gu)) {
    const isFirst = match.index === 0;
    const name = isFirst ? match[0].split(/\s+/).slice(1).join(' ') : match[0];
    if (name !== '') found.push(name);
  }
  return [...new Set(found.filter((name) => name !== ''))].slice(0, maxMentions);
}

/** Without words that led to what was taken out: `Call Anna at`. */
function tidy(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/(?:\s(?:at|on|by|@))+$/i, '')
    .replace(/^[\s,.:;\u3001\uff0c-]+|[\s,:;\u3001\uff0c-]+$/g, '');
}
