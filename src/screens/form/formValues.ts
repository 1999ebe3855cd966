import { localDate } from '../../domain/dates.ts';
import type { RecordId } from '../../domain/ids.ts';
import type { Json } from '../../domain/json.ts';
import { fieldOf } from '../../domain/objects.ts';
import type { OrderLine } from '../../domain/order.ts';
import type { Values } from '../../domain/record.ts';
import { workingDayFrom } from '../../domain/workingHours.ts';
import { problemsOf } from '../../domain/validate.ts';
import type { FieldProblem } from '../../domain/validate.ts';
import type { ListedKind } from '../../read/listQuery.ts';
import { definitions, type ShownField } from '../fields/definitions.svelte.ts';
import { asText } from '../fields/text.ts';

/** The form's fields as the book has placed them: the main ones, and the rest. Formulas compute themselves. */
export function formFields(kind: ListedKind): {
  main: readonly ShownField[];
  rest: readonly ShownField[];
} {
  const { main, more } = definitions().places(kind);
  const isWritten = (field: ShownField): boolean => field.type !== 'formula';
  return { main: main.filter(isWritten), rest: more.filter(isWritten) };
}

/** What a form for a new record starts with. */
export function firstValues(
  kind: ListedKind,
  from: { member: RecordId; currency: string; account?: RecordId | undefined; now: Date },
): Values {
  const { member, currency, account, now } = from;
  switch (kind) {
    case 'account':
      return { kind: 'company', owner: member };
    case 'contact':
      return { owner: member, ...(account === undefined ? {} : { accounts: [account] }) };
    case 'lead':
      return { status: 'new', owner: member };
    case 'deal':
      return {
        pipeline: definitions().pipelines[0].id,
        stage: definitions().pipelines[0].stages[0]?.id ?? '',
        openedOn: localDate(now),
        owner: member,
        ...(account === undefined ? {} : { account }),
      };
    case 'quote':
      return {
        status: 'draft',
        date: localDate(now),
        validUntil: localDate(now.getTime() + quoteDays * msPerDay),
        taxMode: 'included',
        currency,
        owner: member,
        ...(account === undefined ? {} : { account }),
      };
    case 'payment':
      return {
        kind: 'receipt',
        status: 'planned',
        due: localDate(now),
        owner: member,
        ...(account === undefined ? {} : { account }),
      };
    case 'product':
      return { currency, active: true };
    case 'order':
      return {
        date: localDate(now),
        kind: 'order',
        status: 'open',
        currency,
        owner: member,
        ...(account === undefined ? {} : { account }),
      };
    case 'task':
      return {
        status: 'open',
        priority: 'normal',
        due: workingDayFrom(localDate(now), definitions().workingHours),
        owner: member,
        ...(account === undefined ? {} : { account }),
      };
    case 'need':
      return {
        status: 'open',
        date: localDate(now),
        owner: member,
        ...(account === undefined ? {} : { account }),
      };
    case 'activity':
      return {
        type: 'call',
        at: now.getTime(),
        direction: 'out',
        owner: member,
        ...(account === undefined ? {} : { account }),
      };
    case 'behaviour':
      return { kind: 'viewed', at: now.getTime(), ...(account === undefined ? {} : { account }) };
  }
}

/** What somebody writes of a conversation or a need, to be compared with earlier ones. */
export function writtenText(kind: 'activity' | 'need', values: Values): string {
  const keys = kind === 'need' ? ['title', 'description'] : ['subject', 'body'];
  return keys.map((key) => asText(values[key])).join(' ');
}

/** Days for which a quote holds until a person says otherwise. */
const quoteDays = 30;
const msPerDay = 86_400_000;

/** The values of a form without what is empty: no empty texts, no blank elements of lists. */
export function tidied(values: Values): Values {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, tidiedValue(value)]));
}

function tidiedValue(value: Json): Json {
  if (Array.isArray(value)) {
    return (value as readonly Json[])
      .map((element) => (typeof element === 'string' ? element.trim() : element))
      .filter((element) => element !== '');
  }
  return typeof value === 'string' ? value.trim() : value;
}

/** What is wrong in a form, by field. */
export function formProblems(
  kind: ListedKind,
  values: Values,
  isNew: boolean,
): ReadonlyMap<string, FieldProblem> {
  const defined = definitions()
    .custom(kind)
    .map((definition) => definition.field);
  const isDrawn = (key: string): boolean => isNew && fieldOf(kind, key)?.drawn === true;
  const problems = problemsOf(kind, tidied(values), defined).filter(
    ({ field, problem }) => problem !== 'required' || !isDrawn(field),
  );
  return new Map(problems.map(({ field, problem }) => [field, problem]));
}

/** Numbers, counted from 1, of lines that lack a product or description, a quantity or a price. */
export function badLines(lines: readonly OrderLine[]): readonly number[] {
  return lines.flatMap((line, index) => {
    const isNamed = line.product !== null || (line.text ?? '').trim() !== '';
    const isCounted =
      Number.isFinite(line.quantity) && line.quantity !== 0 && Number.isSafeInteger(line.price);
    const isDiscounted = line.discount >= 0 && line.discount <= 1 && line.tax >= 0 && line.tax <= 1;
    return isNamed && isCounted && isDiscounted ? [] : [index + 1];
  });
}
