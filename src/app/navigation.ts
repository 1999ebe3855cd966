import type { shellTexts } from '../i18n/shell.ts';
import { definitions } from '../screens/fields/definitions.svelte.ts';
import type { Route } from '../screens/routes.ts';
import type { IconName } from '../ui/icons.ts';

export interface Destination {
  readonly name: keyof typeof shellTexts.zh.pages;
  readonly icon: IconName;
  readonly route: Route;
}

/** What the rail shows, in its groups. Only what is built is here. */
export const workDestinations: readonly Destination[] = [
  { name: 'today', icon: 'today', route: { page: 'today' } },
  { name: 'account', icon: 'customers', route: { page: 'list', kind: 'account' } },
  { name: 'contact', icon: 'contact', route: { page: 'list', kind: 'contact' } },
  { name: 'lead', icon: 'person', route: { page: 'list', kind: 'lead' } },
  { name: 'deal', icon: 'board', route: { page: 'deals', view: 'board' } },
  { name: 'task', icon: 'check', route: { page: 'list', kind: 'task' } },
  { name: 'activity', icon: 'note', route: { page: 'list', kind: 'activity' } },
  { name: 'need', icon: 'need', route: { page: 'list', kind: 'need' } },
  { name: 'quote', icon: 'note', route: { page: 'list', kind: 'quote' } },
  { name: 'order', icon: 'orders', route: { page: 'list', kind: 'order' } },
  { name: 'payment', icon: 'money', route: { page: 'list', kind: 'payment' } },
  { name: 'product', icon: 'products', route: { page: 'list', kind: 'product' } },
];
export const analysisDestinations: readonly Destination[] = [
  { name: 'dashboard', icon: 'columns', route: { page: 'dashboard' } },
  { name: 'reports', icon: 'table', route: { page: 'reports' } },
  { name: 'studio', icon: 'star', route: { page: 'studio' } },
  { name: 'insight', icon: 'insight', route: { page: 'insight' } },
  { name: 'value', icon: 'money', route: { page: 'value' } },
  { name: 'predict', icon: 'way', route: { page: 'predict' } },
  { name: 'indices', icon: 'gauge', route: { page: 'indices' } },
  { name: 'segments', icon: 'tag', route: { page: 'segments' } },
];
const dataDestinations: readonly Destination[] = [
  { name: 'quality', icon: 'safe', route: { page: 'quality' } },
  { name: 'import', icon: 'upload', route: { page: 'import' } },
  { name: 'duplicates', icon: 'copy', route: { page: 'duplicates' } },
  { name: 'bin', icon: 'bin', route: { page: 'bin' } },
  { name: 'team', icon: 'relay', route: { page: 'team' } },
  { name: 'settings', icon: 'settings', route: { page: 'settings' } },
];

/** Without imports where a person may only look. */
export function dataDestinationsFor(isReadOnly: boolean): readonly Destination[] {
  return isReadOnly ? dataDestinations.filter(({ name }) => name !== 'import') : dataDestinations;
}

/** The letter after G that leads to a page. */
const letterOf: Readonly<Partial<Record<Destination['name'], string>>> = {
  today: 't',
  account: 'c',
  contact: 'p',
  lead: 'l',
  deal: 'b',
  task: 'd',
  activity: 'a',
  need: 'n',
  order: 'o',
  dashboard: 'h',
  reports: 'r',
  studio: 'u',
  insight: 'i',
  value: 'v',
  predict: 'f',
  indices: 'q',
  segments: 'g',
  import: 'm',
  settings: 's',
};

/** Pages that the keyboard leads to with G and a letter. */
export function lettered(
  isReadOnly: boolean,
): readonly { readonly letter: string; readonly destination: Destination }[] {
  const all = [...workDestinations, ...analysisDestinations, ...dataDestinationsFor(isReadOnly)];
  return all.flatMap((destination) => {
    const letter = letterOf[destination.name];
    return letter === undefined ? [] : [{ letter, destination }];
  });
}

export function pageOfLetter(letter: string, isReadOnly: boolean): Destination | undefined {
  return lettered(isReadOnly).find((each) => each.letter === letter)?.destination;
}

/** Those of the destinations that the book has not switched off. */
export function inUse(destinations: readonly Destination[]): readonly Destination[] {
  return destinations.filter(({ name }) => !definitions().isOff(name));
}

/** On the phone's bottom bar, around the raised +; the rest is under More. Where a book does without orders, the next page that
 *  is in use takes their place. */
export function onBottomBar(): readonly Destination[] {
  const always = pick('today', 'account');
  const [third] = inUse(pick('deal', 'order', 'task', 'contact', 'activity', 'need', 'product', 'insight'));
  return [...always, third].flatMap((destination) => destination ?? []);
}

function pick(...names: readonly Destination['name'][]): readonly Destination[] {
  const all = [...workDestinations, ...analysisDestinations];
  return names.flatMap((name) => all.find((destination) => destination.name === name) ?? []);
}

export function isAt(destination: Destination, route: Route): boolean {
  if (destination.route.page === 'import' && route.page === 'imports') return true;
  if (destination.name === 'task' && route.page === 'tasks') return true;
  if (destination.name === 'deal' && route.page === 'list' && route.kind === 'deal') return true;
  if (destination.route.page !== route.page) return false;
  return (
    destination.route.page !== 'list' || (route.page === 'list' && destination.route.kind === route.kind)
  );
}
