import type { FoundPerson } from '../../domain/foundPerson.ts';
import { isCalendarDate } from '../../domain/dates.ts';
import type { Values } from '../../domain/record.ts';
import { isEmail, isLink, isPhone } from '../../domain/validate.ts';
import { captureTexts } from '../../i18n/capture.ts';
import { t } from '../../i18n/language.svelte.ts';

const words = t(captureTexts);

/** A person as the values of a contact, without the customer they belong to. What has no field goes to the notes. */
export function contactValues(person: FoundPerson): Values {
  const { name, title, wechat, address } = person;
  return withoutEmpty({
    name,
    title,
    wechat,
    address,
    phones: person.phones.filter(isPhone),
    emails: person.emails.filter(isEmail),
    birthday: birthdayOf(person),
    notes: notesOf(person, [person.website]),
  });
}

/** A company, or a person who is a customer, as the values of a customer. */
export function accountValues(person: FoundPerson): Values {
  const isCompany = person.isCompany || person.name === '';
  const website = isLink(person.website) ? person.website : '';
  const wechat = person.wechat === '' ? '' : `WeChat: ${person.wechat}`;
  return withoutEmpty({
    name: person.name === '' ? person.company : person.name,
    kind: isCompany ? 'company' : 'person',
    phones: person.phones.filter(isPhone),
    emails: person.emails.filter(isEmail),
    address: person.address,
    birthday: isCompany ? '' : birthdayOf(person),
    website,
    notes: notesOf(person, [person.title, wechat, website === '' ? person.website : '']),
  });
}

function notesOf(person: FoundPerson, others: readonly string[]): string {
  const { birthday, phones, emails } = person;
  const damaged = [
    ...phones.filter((phone) => !isPhone(phone)),
    ...emails.filter((email) => !isEmail(email)),
  ];
  const day =
    birthday !== undefined && birthday.year === undefined
      ? words.page.birthday(birthday.month, birthday.day)
      : '';
  return [...others, ...damaged, day, person.notes].filter((line) => line !== '').join('\n');
}

function birthdayOf({ birthday }: FoundPerson): string {
  if (birthday?.year === undefined) return '';
  const { year, month, day } = birthday;
  if (!isCalendarDate(year, month, day)) return '';
  return [String(year).padStart(4, '0'), ...[month, day].map((part) => String(part).padStart(2, '0'))].join(
    '-',
  );
}

function withoutEmpty(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).filter(
      ([, value]) => value !== '' && !(Array.isArray(value) && value.length === 0),
    ),
  );
}
