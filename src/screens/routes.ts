import { isRecordId, kindOfId } from '../domain/ids.ts';
import type { RecordId } from '../domain/ids.ts';
import type { ListedKind } from '../read/listQuery.ts';

export const settingsSections = [
  'profile',
  'appearance',
  'formats',
  'fields',
  'tags',
  'scoring',
  'pool',
  'modules',
  'pipelines',
  'hours',
  'company',
  'lock',
  'storage',
  'backup',
  'sample',
  'help',
  'about',
] as const;
export type SettingsSection = (typeof settingsSections)[number];

export const taskViews = ['calendar', 'board'] as const;
export type TaskView = (typeof taskViews)[number];
export const dealViews = ['board', 'forecast'] as const;
export type DealView = (typeof dealViews)[number];

/** Pages of the studio that stand beside `insight`, `predict` and `value`. */
export const studioParts = [
  'groups',
  'opinions',
  'baskets',
  'grading',
  'statistics',
  'timing',
  'plan',
  'tables',
] as const;
export type StudioPart = (typeof studioParts)[number];

export type Route =
  | {
      readonly page: 'list';
      readonly kind: ListedKind;
      /** The record beside the list, or alone on a phone. */
      readonly id?: RecordId;
      /** The record fills the page on every screen. */
      readonly isFull?: boolean;
      /** A form for a new record lies over the list. */
      readonly isNew?: boolean;
      /** The customer that a new contact or order belongs to. */
      readonly forAccount?: RecordId;
      /** `mine`, `pool` or the id of a segment; absent for all records. */
      readonly view?: string;
    }
  /** What to do today: where the application starts. */
  | { readonly page: 'today' }
  /** Tasks on a calendar, or on a board. */
  | { readonly page: 'tasks'; readonly view: TaskView }
  | { readonly page: 'deals'; readonly view: DealView; readonly pipeline?: string }
  /** With `run`, as an earlier analysis was made; so on the next pages. */
  | { readonly page: 'insight'; readonly run?: RecordId }
  /** Chances and estimates of a field of customers. */
  | { readonly page: 'predict'; readonly run?: RecordId }
  /** Questions to start from, tables and earlier analyses; or one of its parts. */
  | {
      readonly page: 'studio';
      readonly part?: StudioPart;
      readonly run?: RecordId;
      /** Of `tables`: the one that is looked at. */
      readonly table?: RecordId;
    }
  /** What each customer will probably bring. */
  | { readonly page: 'value'; readonly run?: RecordId }
  | { readonly page: 'indices' }
  /** What could be better in the values of customers and contacts. */
  | { readonly page: 'quality' }
  | { readonly page: 'import' }
  /** Contacts from a paste, a card or a code. */
  | { readonly page: 'capture' }
  | {
      /** A batch's id, or the version of an undo or redo: what stands after it. Absent for all imports and bulk edits. */
      readonly page: 'imports';
      readonly target?: string;
    }
  | { readonly page: 'segments' }
  | { readonly page: 'dashboard' }
  /** A report by its id, or by the key of a ready one; all of them without. */
  | { readonly page: 'reports'; readonly report?: string }
  | { readonly page: 'bin' }
  /** Records that are probably one, and those that were merged. */
  | { readonly page: 'duplicates' }
  | { readonly page: 'settings'; readonly section?: SettingsSection }
  | { readonly page: 'team' }
  /** Joining a book, or opening one with the recovery phrase. */
  | { readonly page: 'join' }
  | { readonly page: 'gallery' }
  | { readonly page: 'missing'; readonly hash: string };

const folderByKind = {
  account: 'customers',
  contact: 'contacts',
  lead: 'leads',
  deal: 'deals',
  quote: 'quotes',
  payment: 'payments',
  product: 'products',
  order: 'orders',
  task: 'tasks',
  need: 'needs',
  activity: 'activities',
  behaviour: 'behaviours',
} as const satisfies Record<ListedKind, string>;

const kindByFolder = new Map(
  Object.entries(folderByKind).map(([kind, folder]) => [folder as string, kind as ListedKind]),
);

const plainPages = [
  'today',
  'indices',
  'quality',
  'import',
  'capture',
  'segments',
  'dashboard',
  'bin',
  'duplicates',
  'team',
  'join',
  'gallery',
] as const;

/** Reads an address such as `#/customers/a1.0.2s?view=mine`. An empty one is today. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split('?');
  const [folder = '', part, more] = path.split('/');
  if (folder === '') return { page: 'today' };
  const kind = kindByFolder.get(folder);
  const taskView = kind === 'task' ? taskViews.find((each) => each === part) : undefined;
  if (taskView !== undefined) return { page: 'tasks', view: taskView };
  const dealView = kind === 'deal' ? dealViews.find((each) => each === part) : undefined;
  if (dealView !== undefined) return { page: 'deals', view: dealView, ...pipelineIn(query) };
  if (kind !== undefined) {
    const view = new URLSearchParams(query).get('view');
    const list = { page: 'list', kind, ...(view === null ? {} : { view }) } as const;
    if (part === undefined || part === '') return list;
    if (part === 'new') return { ...list, isNew: true, ...accountOf(query) };
    if (isRecordId(part))
      return more === 'full' ? { ...list, id: part, isFull: true } : { ...list, id: part };
    return { page: 'missing', hash };
  }
  if (folder === 'settings') {
    const section = settingsSections.find((each) => each === part);
    return section === undefined ? { page: 'settings' } : { page: 'settings', section };
  }
  if (folder === 'studio') {
    const known = studioParts.find((each) => each === part);
    return known === undefined
      ? { page: 'studio' }
      : { page: 'studio', part: known, ...recordOf('run', query), ...recordOf('table', query) };
  }
  if (folder === 'reports')
    return part === undefined || part === '' ? { page: 'reports' } : { page: 'reports', report: part };
  if (folder === 'imports') {
    return part === undefined || part === '' ? { page: 'imports' } : { page: 'imports', target: part };
  }
  if (folder === 'insight' || folder === 'predict' || folder === 'value')
    return { page: folder, ...recordOf('run', query) };
  const page = plainPages.find((each) => each === folder);
  return page === undefined ? { page: 'missing', hash } : { page };
}

/** The address of a route; `parseRoute` reads it back. */
export function hrefOf(route: Route): string {
  switch (route.page) {
    case 'list': {
      const parts: string[] = [folderByKind[route.kind]];
      if (route.isNew) parts.push('new');
      else if (route.id !== undefined) parts.push(route.id, ...(route.isFull ? ['full'] : []));
      const query = new URLSearchParams();
      if (route.view !== undefined) query.set('view', route.view);
      if (route.forAccount !== undefined) query.set('account', route.forAccount);
      return `#/${parts.join('/')}${query.size === 0 ? '' : `?${query.toString()}`}`;
    }
    case 'deals':
      return withQuery(`#/${folderByKind.deal}/${route.view}`, { pipeline: route.pipeline });
    case 'tasks':
      return `#/${folderByKind.task}/${route.view}`;
    case 'settings':
      return route.section === undefined ? '#/settings' : `#/settings/${route.section}`;
    case 'studio':
      if (route.part === undefined) return '#/studio';
      return withQuery(`#/studio/${route.part}`, { run: route.run, table: route.table });
    case 'insight':
    case 'predict':
    case 'value':
      return withQuery(`#/${route.page}`, { run: route.run });
    case 'reports':
      return route.report === undefined ? '#/reports' : `#/reports/${route.report}`;
    case 'imports':
      return route.target === undefined ? '#/imports' : `#/imports/${route.target}`;
    case 'missing':
      return route.hash;
    default:
      return `#/${route.page}`;
  }
}

function pipelineIn(query: string): { pipeline?: string } {
  const pipeline = new URLSearchParams(query).get('pipeline');
  return pipeline === null ? {} : { pipeline };
}

function accountOf(query: string): { forAccount?: RecordId } {
  const account = new URLSearchParams(query).get('account') ?? '';
  return isRecordId(account) && kindOfId(account) === 'account' ? { forAccount: account } : {};
}

/** The record of a kind that a query names. */
function recordOf<K extends 'run' | 'table'>(kind: K, query: string): Partial<Record<K, RecordId>> {
  const id = new URLSearchParams(query).get(kind) ?? '';
  if (!isRecordId(id) || kindOfId(id) !== kind) return {};
  return { [kind]: id } as Partial<Record<K, RecordId>>;
}

function withQuery(href: string, query: Readonly<Record<string, RecordId | undefined>>): string {
  const named = Object.entries(query).flatMap(([name, id]) => (id === undefined ? [] : [`${name}=${id}`]));
  return named.length === 0 ? href : `${href}?${named.join('&')}`;
}

/** Opens an address; the shell listens to it. `replace` leaves no step to come back to. */
export function goTo(route: Route, replace = false): void {
  if (replace) location.replace(hrefOf(route));
  else location.hash = hrefOf(route);
}

/**
 * To be asked after waiting: whether the person is still where they were. The address changes at once, the page only when it hears of
 * it, so that a page which is about to go would still lead them on.
 */
export function stayingHere(): () => boolean {
  const from = location.hash;
  return () => location.hash === from;
}
