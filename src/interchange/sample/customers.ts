import type { RecordId } from '../../domain/ids.ts';
import type { Values } from '../../domain/record.ts';
import type { Random } from '../../domain/random.ts';
import { behaviourOf, type BehaviourName } from './behaviour.ts';
import type { SampleCurrency } from './catalogue.ts';
import { between, digits, isDrawn, pick, randomOf, skewed, weighted } from './draw.ts';
import type { SampleCountry, SamplePlace, SampleWords, Spelt } from './words.ts';

/** What orders, contacts and the record of a customer have to agree on. */
export interface Customer {
  readonly isCompany: boolean;
  readonly place: SamplePlace;
  readonly behaviour: BehaviourName;
  /** How much the customer buys at once: 1 for most, many times that for a few. */
  readonly weight: number;
  readonly currency: SampleCurrency;
  readonly domain: string;
  readonly name: string;
  /** Position among the book's members. */
  readonly owner: number;
  /** Goes on with what is not shared. */
  readonly random: Random;
}

export interface SampleReferences {
  readonly members: readonly RecordId[];
  readonly tags: readonly RecordId[];
}

const currencies: Readonly<Partial<Record<SampleCountry, SampleCurrency>>> = {
  de: 'EUR',
  fr: 'EUR',
  it: 'EUR',
  es: 'EUR',
  us: 'USD',
  ae: 'USD',
};

export function customerAt(words: SampleWords, seed: number, n: number): Customer {
  const random = randomOf(seed, 'account', n);
  const isAbroad = isDrawn(random, 0.24);
  const place = pick(random, isAbroad ? words.abroad : words.home);
  const isCompany = isDrawn(random, isAbroad ? 0.93 : 0.72);
  const names = words.names[place.country];
  const stem = pick(random, names.stems);
  const family = pick(random, names.family);
  const given = pick(random, names.given);
  const form = pick(random, names.companies);
  const behaviour = behaviourOf(seed, n);
  const isForeignCurrency = isAbroad && isDrawn(random, 0.4);
  return {
    isCompany,
    place,
    behaviour,
    weight: isCompany ? skewed(random, 14) : 0.6,
    currency: isForeignCurrency ? (currencies[place.country] ?? 'CNY') : 'CNY',
    domain: isCompany ? `${form.includes('{family}') ? family[1] : stem[1]}.example` : 'mail.example',
    name: isCompany
      ? form.replace('{place}', place.name).replace('{stem}', stem[0]).replace('{family}', family[0])
      : fullName(names.isFamilyFirst, family, given),
    owner: Math.floor(random() * 5),
    random,
  };
}

/** The record of a customer. `taken` holds the names of companies before it and gets its own. */
export function accountValues(
  words: SampleWords,
  seed: number,
  n: number,
  { members, tags }: SampleReferences,
  taken: Set<string>,
): Values {
  const customer = customerAt(words, seed, n);
  const { random, isCompany, place, domain } = customer;
  const owner = members[customer.owner % members.length];
  const size = Math.round(customer.weight * customer.weight * 12);
  const values: Values = {
    name: isCompany ? freeName(customer.name, words.names[place.country].branches, taken) : customer.name,
    kind: isCompany ? 'company' : 'person',
    level: levelOf(customer),
    ...(isCompany ? { industry: pick(random, words.industries) } : {}),
    ...(owner === undefined ? {} : { owner }),
    phones: [phoneOf(random, place, isCompany)],
    emails: [
      isCompany ? `${pick(random, ['info', 'office', 'order'])}@${domain}` : personEmail(random, customer, n),
    ],
    region: place.region,
    ...(place.country === 'cn'
      ? { address: `${pick(random, words.streets)} ${between(random, 1, 388)}` }
      : {}),
    source: pick(random, words.sources),
    externalId: `K${String(n + 1).padStart(6, '0')}`,
    ...(isCompany ? companyValues(random, domain, size) : personValues(random)),
    ...(isDrawn(random, 0.3) ? { interests: [pick(random, words.interests)] } : {}),
    ...(isDrawn(random, 0.4) ? { tags: [pick(random, tags)] } : {}),
    ...(isDrawn(random, 0.06) ? { notes: pick(random, words.notes) } : {}),
  };
  return isDrawn(random, 0.02) ? damaged(random, values) : values;
}

/** A contact of a company. */
export function contactValues(
  words: SampleWords,
  seed: number,
  n: number,
  account: { readonly id: RecordId; readonly n: number },
  members: readonly RecordId[],
): Values {
  const customer = customerAt(words, seed, account.n);
  const random = randomOf(seed, 'contact', n);
  const names = words.names[customer.place.country];
  const [family, given] = [pick(random, names.family), pick(random, names.given)];
  const owner = members[customer.owner % members.length];
  const local = `${given[1]}.${family[1]}${isDrawn(random, 0.2) ? between(random, 2, 99) : ''}`;
  return {
    name: fullName(names.isFamilyFirst, family, given),
    title: pick(random, words.titles),
    role: ['decisionMaker', 'evaluator', 'influencer'][weighted(random, [3, 4, 3])] ?? 'evaluator',
    accounts: [account.id],
    ...(isDrawn(random, 0.94) ? { phones: [phoneOf(random, customer.place, false)] } : {}),
    ...(isDrawn(random, 0.9) ? { emails: [`${local}@${customer.domain}`] } : {}),
    ...(customer.place.country === 'cn' && isDrawn(random, 0.5)
      ? { wechat: `${given[1]}_${digits(random, 4)}` }
      : {}),
    externalId: `P${String(n + 1).padStart(6, '0')}`,
    ...(isDrawn(random, 0.3) ? { birthday: birthday(random) } : {}),
    ...(owner === undefined ? {} : { owner }),
  };
}

function levelOf({ weight, behaviour }: Customer): string {
  const habit = {
    champion: 3,
    loyal: 2,
    quiet: 1.5,
    occasional: 0.8,
    fresh: 0.7,
    asleep: 0.5,
    prospect: 0.4,
  };
  const worth = weight * habit[behaviour];
  return worth > 3 ? 'A' : worth > 1.2 ? 'B' : worth > 0.5 ? 'C' : 'D';
}

function fullName(isFamilyFirst: boolean, [family]: Spelt, [given]: Spelt): string {
  return isFamilyFirst ? `${family}${given}` : `${given} ${family}`;
}

function freeName(name: string, branches: readonly string[], taken: Set<string>): string {
  let free = name;
  for (let i = 0; taken.has(free); i++) {
    const round = Math.floor(i / branches.length);
    free = `${name}${branches[i % branches.length] ?? ''}${round === 0 ? '' : ` ${round + 1}`}`;
  }
  taken.add(free);
  return free;
}

/** Numbers that belong to nobody: ranges reserved for stories, and prefixes that are not given out. */
function phoneOf(random: Random, place: SamplePlace, isLandline: boolean): string {
  switch (place.country) {
    case 'cn':
      return isLandline
        ? `${place.dial} 0${digits(random, 3)} ${digits(random, 4)}`
        : `+86 142 ${digits(random, 4)} ${digits(random, 4)}`;
    case 'gb':
      return isLandline ? `+44 20 7946 0${digits(random, 3)}` : `+44 7700 900${digits(random, 3)}`;
    case 'us':
      return `${place.dial} 555 01${digits(random, 2)}`;
    case 'fr':
      return isLandline
        ? `+33 1 99 00 ${digits(random, 2)} ${digits(random, 2)}`
        : `+33 6 39 98 ${digits(random, 2)} ${digits(random, 2)}`;
    case 'de':
      return isLandline ? `+49 30 23125 ${digits(random, 3)}` : `+49 171 39200 ${digits(random, 2)}`;
    default:
      return `${place.dial} 0${digits(random, 3)} ${digits(random, 3)}`;
  }
}

function personEmail(random: Random, { place }: Customer, n: number): string {
  return `${pick(random, ['coffee', 'hello', 'my', 'the'])}.${place.country}${n + 1}@mail.example`;
}

function companyValues(random: Random, domain: string, size: number): Values {
  return {
    ...(isDrawn(random, 0.7) ? { website: `https://www.${domain}` } : {}),
    ...(isDrawn(random, 0.6) ? { employees: Math.max(2, size) } : {}),
    ...(isDrawn(random, 0.35)
      ? { annualRevenue: { minor: Math.max(1, size) * between(random, 18, 45) * 1_000_000, currency: 'CNY' } }
      : {}),
  };
}

function personValues(random: Random): Values {
  return {
    ...(isDrawn(random, 0.6) ? { gender: pick(random, ['female', 'male']) } : {}),
    ...(isDrawn(random, 0.7) ? { age: between(random, 19, 71) } : {}),
  };
}

function birthday(random: Random): string {
  const [month, day] = [between(random, 1, 12), between(random, 1, 28)];
  return `${between(random, 1958, 2004)}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** What real books have: missing fields, broken letters, numbers cut off, stray spaces. All of it passes validation. */
function damaged(random: Random, values: Values): Values {
  const name = values['name'] as string;
  switch (between(random, 0, 4)) {
    case 0: {
      const { phones: _phones, emails: _emails, region: _region, address: _address, ...rest } = values;
      return rest;
    }
    case 1:
      return { ...values, name: `${name.slice(0, 2)}\uFFFD${name.slice(3)}` };
    case 2:
      return { ...values, phones: [`${digits(random, 4)}-${digits(random, 3)}`] };
    case 3:
      return { ...values, name: `  ${name.toUpperCase()} ` };
    default: {
      const { owner: _owner, level: _level, kind: _kind, ...rest } = values;
      return rest;
    }
  }
}
