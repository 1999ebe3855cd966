import type { Act } from '../../commands/records.ts';
import { instantOf } from '../../domain/dates.ts';
import { kindOfId, type RecordId } from '../../domain/ids.ts';
import { activityTypes, type ActivityType, type ObjectKind } from '../../domain/objects.ts';
import { valuesOf, type RecordRow, type Values } from '../../domain/record.ts';

/** What a person writes of one conversation. Empty texts are left out of the record. */
export interface ActivityForm {
  readonly type: ActivityType;
  readonly subject: string;
  readonly body: string;
  /** Local date and time, `YYYY-MM-DDTHH:MM`; empty for the moment of saving. */
  readonly at: string;
  readonly contacts: readonly RecordId[];
  readonly direction: 'in' | 'out';
  /** Minutes as written. */
  readonly duration: string;
  readonly place: string;
  /** From 1 to 5. */
  readonly quality: number | null;
  readonly satisfaction: number | null;
  readonly next: NextStepForm | null;
}

/** The task that follows from a conversation. */
export interface NextStepForm {
  readonly title: string;
  /** ISO date, or empty. */
  readonly due: string;
  /** `HH:MM`, or empty. */
  readonly time: string;
}

/** What activities and tasks written on the page of a record are about. */
export interface About {
  readonly account?: RecordId;
  readonly contact?: RecordId;
  readonly order?: RecordId;
  readonly need?: RecordId;
  readonly deal?: RecordId;
  readonly lead?: RecordId;
}

export type FormProblem = 'time' | 'duration' | 'nextTitle';

/** A form to begin with. */
export function emptyForm(about: About, type: ActivityType = 'note'): ActivityForm {
  return {
    type,
    subject: '',
    body: '',
    at: '',
    contacts: about.contact === undefined ? [] : [about.contact],
    direction: 'out',
    duration: '',
    place: '',
    quality: null,
    satisfaction: null,
    next: null,
  };
}

/** Kinds of records that conversations and tasks can be about. */
export const talkedAbout: ReadonlySet<ObjectKind> = new Set([
  ...(['account', 'contact', 'lead', 'deal', 'order', 'need'] as const),
]);

/** Undefined for records that nobody talks about: products, segments and the like. */
export function aboutOf(row: RecordRow): About | undefined {
  const values = valuesOf(row);
  switch (kindOfId(row.id)) {
    case 'account':
      return { account: row.id };
    case 'contact':
      return { ...reference('account', firstOf(values['accounts'])), contact: row.id };
    case 'order':
      return { ...reference('account', values['account']), order: row.id };
    case 'deal':
      return {
        ...reference('account', values['account']),
        ...reference('contact', firstOf(values['contacts'])),
        deal: row.id,
      };
    case 'lead':
      return { lead: row.id };
    case 'need':
      return {
        ...reference('account', values['account']),
        ...reference('contact', values['contact']),
        need: row.id,
      };
    default:
      return undefined;
  }
}

/** True where nothing would be lost by throwing the form away. */
export function isBlank(form: ActivityForm): boolean {
  const texts = [form.subject, form.body, form.place, form.duration, form.next?.title ?? ''];
  return texts.every((text) => text.trim() === '') && form.quality === null && form.satisfaction === null;
}

export function problemsOfForm(form: ActivityForm): ReadonlySet<FormProblem> {
  const problems = new Set<FormProblem>();
  if (form.at !== '' && instantOf(form.at) === null) problems.add('time');
  if (hasDuration(form.type) && minutesOf(form.duration) === undefined) problems.add('duration');
  if (form.next !== null && form.next.title.trim() === '') problems.add('nextTitle');
  return problems;
}

export const hasDirection = (type: ActivityType): boolean =>
  type === 'call' || type === 'mail' || type === 'chat';
export const hasDuration = (type: ActivityType): boolean =>
  type === 'call' || type === 'visit' || type === 'meeting';
export const hasPlace = (type: ActivityType): boolean => type === 'visit' || type === 'meeting';
export const hasRatings = (type: ActivityType): boolean => type !== 'note';

/** What saving the form does, as one step: the activity, and the task that follows from it. The form must be without problems. */
export function actsOf(form: ActivityForm, about: About, member: RecordId, nowMs: number): readonly Act[] {
  const { type, next } = form;
  const { contact: _contact, ...aboutActivity } = about;
  const duration = hasDuration(type) ? (minutesOf(form.duration) ?? null) : null;
  const activity: Values = {
    type,
    at: form.at === '' ? nowMs : (instantOf(form.at) ?? nowMs),
    ...aboutActivity,
    contacts: form.contacts,
    subject: form.subject.trim(),
    body: form.body.trim(),
    ...(hasDirection(type) ? { direction: form.direction } : {}),
    ...(duration === null ? {} : { duration }),
    ...(hasPlace(type) ? { place: form.place.trim() } : {}),
    ...(hasRatings(type) && form.quality !== null ? { quality: form.quality } : {}),
    ...(hasRatings(type) && form.satisfaction !== null ? { satisfaction: form.satisfaction } : {}),
    owner: member,
  };
  const acts: Act[] = [{ create: 'activity', values: activity }];
  if (next !== null) {
    const [contact = about.contact] = form.contacts;
    acts.push({
      create: 'task',
      values: taskValues(next, { ...about, ...reference('contact', contact) }, member),
    });
  }
  return acts;
}

/** The values of a new open task. */
export function taskValues({ title, due, time }: NextStepForm, about: About, member: RecordId): Values {
  return {
    title: title.trim(),
    status: 'open',
    priority: 'normal',
    due,
    time: due === '' ? '' : time,
    ...about,
    owner: member,
  };
}

/** What was kept of a form, if it still has its shape. */
export function formFrom(kept: unknown, about: About): ActivityForm | undefined {
  if (typeof kept !== 'object' || kept === null) return undefined;
  const { type } = kept as Partial<ActivityForm>;
  if (!activityTypes.some((each) => each === type)) return undefined;
  return { ...emptyForm(about), ...kept };
}

/** Whole minutes; null for an empty text, undefined for one that is no number of minutes. */
function minutesOf(text: string): number | null | undefined {
  if (text.trim() === '') return null;
  const minutes = Number(text);
  return Number.isInteger(minutes) && minutes >= 0 && minutes <= 100_000 ? minutes : undefined;
}

function reference<K extends keyof About>(key: K, value: unknown): { readonly [P in K]?: RecordId } {
  return (typeof value === 'string' && value !== '' ? { [key]: value } : {}) as { [P in K]?: RecordId };
}

function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? (value[0] as unknown) : undefined;
}
