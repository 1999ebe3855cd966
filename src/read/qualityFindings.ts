import { dateToDay, dayToDate, localDate, type IsoDate } from '../domain/dates.ts';
import type { RecordId } from '../domain/ids.ts';
import { staleAfterDays } from '../domain/indices.ts';
import { phoneDoubt, type PhoneDoubt } from '../domain/phoneDoubt.ts';
import { isEmail } from '../domain/validate.ts';
import {
  birthdayDoubt,
  callingCountries,
  likelySpellings,
  repairedAddress,
  repairedEmail,
  repairedName,
  repairedPhone,
} from '../domain/valueRepairs.ts';
import { eachVisible } from './columnReads.ts';
import type { KindIndex, Ordinal } from './kindIndex.ts';
import { setSeparator } from './pack.ts';
import type { Segment } from './segment.ts';
import type { Kinds } from './today.ts';

/** What is looked at, in the order in which it is shown. */
export const qualityChecks = [
  'emails',
  'phones',
  'phoneForm',
  'birthdays',
  'names',
  'addresses',
  'spelling',
  'stale',
] as const;
export type QualityCheck = (typeof qualityChecks)[number];

export type FindingReason = PhoneDoubt | 'invalid' | 'future' | 'ancient';

/** A value that could be better. */
export interface Finding {
  readonly id: RecordId;
  readonly name: string;
  readonly field: string;
  readonly before: string;
  /** What it should most likely be; absent where only a person can know. */
  readonly after?: string;
  readonly reason?: FindingReason;
}

export interface QualityRequest {
  /** Of numbers without a country's code: a region of `callingCountries`. */
  readonly region: string;
  readonly today: IsoDate;
  /** False alarms, as `findingKey` names them. */
  readonly dismissed: readonly string[];
}

export interface QualityOverview {
  /** Customers and contacts that were looked at. */
  readonly records: number;
  readonly checks: Readonly<Record<QualityCheck, { readonly found: number; readonly repairable: number }>>;
}

type Findings = Readonly<Record<QualityCheck, readonly Finding[]>>;

/** How a false alarm is remembered: for this value of this record alone. */
export function findingKey({ id, field, before }: Pick<Finding, 'id' | 'field' | 'before'>): string {
  return `${id} ${field} ${before.slice(0, 80)}`;
}

/** All findings of a book. Each distinct text of a shard is looked at once; linear in records. */
export function findingsOf({ account, contact }: Kinds, request: QualityRequest, now: number): Findings {
  const found: Record<QualityCheck, Finding[]> = {
    ...{ emails: [], phones: [], phoneForm: [], birthdays: [] },
    ...{ names: [], addresses: [], spelling: [], stale: [] },
  };
  const dismissed = new Set(request.dismissed);
  const country = callingCountries.find(({ region }) => region === request.region) ?? callingCountries[0];
  const put = (
    check: QualityCheck,
    index: KindIndex,
    ordinal: Ordinal,
    finding: Omit<Finding, 'id' | 'name'>,
  ): void => {
    const id = index.idOf(ordinal);
    if (!dismissed.has(findingKey({ id, ...finding })))
      found[check].push({ id, name: index.labelOf(ordinal), ...finding });
  };
  for (const index of [account, contact]) {
    eachText(index, 'emails', emailFinding, (ordinal, finding) => put('emails', index, ordinal, finding));
    eachText(index, 'phones', phoneFinding, (ordinal, finding) => put('phones', index, ordinal, finding));
    if (country !== undefined)
      eachText(
        index,
        'phones',
        (phone) => repaired(phone, repairedPhone(phone, country)),
        (ordinal, finding) => put('phoneForm', index, ordinal, finding),
      );
    eachText(
      index,
      'name',
      (name) => repaired(name, repairedName(name)),
      (ordinal, finding) => put('names', index, ordinal, finding),
    );
    eachText(
      index,
      'address',
      (address) => repaired(address, repairedAddress(address)),
      (ordinal, finding) => put('addresses', index, ordinal, finding),
    );
    eachBirthday(index, request.today, (ordinal, finding) => put('birthdays', index, ordinal, finding));
  }
  for (const field of ['industry', 'region', 'source']) {
    const meant = likelySpellings(countsOf(account, field));
    if (meant.size === 0) continue;
    eachText(
      account,
      field,
      (text) => repaired(text, meant.get(text)),
      (ordinal, finding) => put('spelling', account, ordinal, finding),
    );
  }
  eachStale(account, now, (ordinal, finding) => put('stale', account, ordinal, finding));
  return found;
}

export function overviewOf({ account, contact }: Kinds, findings: Findings): QualityOverview {
  const entries = qualityChecks.map(
    (check): readonly [QualityCheck, QualityOverview['checks'][QualityCheck]] => {
      const repairable = findings[check].filter(({ after }) => after !== undefined).length;
      return [check, { found: findings[check].length, repairable }];
    },
  );
  let records = 0;
  for (const index of [account, contact]) eachVisible(index, () => void records++);
  return { records, checks: Object.fromEntries(entries) as QualityOverview['checks'] };
}

type FoundValue = Omit<Finding, 'id' | 'name' | 'field'>;

function repaired(before: string, after: string | undefined): FoundValue | undefined {
  return after === undefined ? undefined : { before, after };
}

function emailFinding(before: string): FoundValue | undefined {
  const after = repairedEmail(before);
  if (after !== undefined) return { before, after };
  return isEmail(before) ? undefined : { before, reason: 'invalid' };
}

function phoneFinding(before: string): FoundValue | undefined {
  const doubt = phoneDoubt(before);
  return doubt === undefined ? undefined : { before, reason: doubt };
}

/** Looks at every element of a column of texts. */
function eachText(
  index: KindIndex,
  field: string,
  look: (text: string) => FoundValue | undefined,
  visit: (ordinal: Ordinal, finding: Omit<Finding, 'id' | 'name'>) => void,
): void {
  const bySegment = new Map<Segment, readonly (readonly FoundValue[])[]>();
  eachVisible(index, (segment, slot, ordinal) => {
    const column = segment.texts.get(field);
    const entry = column?.codes[slot] ?? 0;
    if (column === undefined || entry === 0) return;
    let known = bySegment.get(segment);
    if (known === undefined) {
      known = Array.from({ length: column.table.size }, (_, each) =>
        each === 0
          ? []
          : column.table
              .textOf(each)
              .split(setSeparator)
              .flatMap((text) => look(text) ?? []),
      );
      bySegment.set(segment, known);
    }
    for (const value of known[entry] ?? []) visit(ordinal, { field, ...value });
  });
}

function eachBirthday(
  index: KindIndex,
  today: IsoDate,
  visit: (ordinal: Ordinal, finding: Omit<Finding, 'id' | 'name'>) => void,
): void {
  const [oldest, newest] = [dateToDay('1900-01-01'), dateToDay(today)];
  eachVisible(index, (segment, slot, ordinal) => {
    const day = segment.numbers.get('birthday')?.[slot] ?? NaN;
    if (Number.isNaN(day) || (day >= oldest && day <= newest)) return;
    const before = dayToDate(day);
    const doubt = birthdayDoubt(before, today);
    if (doubt === undefined) return;
    const { reason, repaired: after } = doubt;
    visit(ordinal, { field: 'birthday', before, reason, ...(after === undefined ? {} : { after }) });
  });
}

function eachStale(
  index: KindIndex,
  now: number,
  visit: (ordinal: Ordinal, finding: Omit<Finding, 'id' | 'name'>) => void,
): void {
  const before = now - staleAfterDays * 86_400_000;
  eachVisible(index, (segment, slot, ordinal) => {
    const at = segment.numbers.get('updatedAt')?.[slot] ?? NaN;
    if (at < before) visit(ordinal, { field: 'updatedAt', before: localDate(at) });
  });
}

function countsOf(index: KindIndex, field: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  eachVisible(index, (segment, slot) => {
    const text = segment.texts.get(field)?.textAt(slot) ?? '';
    if (text !== '') counts.set(text, (counts.get(text) ?? 0) + 1);
  });
  return counts;
}
