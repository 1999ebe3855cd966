import type { RecordId } from '../domain/ids.ts';
import type { SameTexts } from '../i18n/dictionary.ts';
import type { shellTexts } from '../i18n/shell.ts';
import type { ListedKind } from '../read/listQuery.ts';
import { talkedAbout } from '../screens/activity/activityForm.ts';
import { goTo } from '../screens/routes.ts';
import type { IconName } from '../ui/icons.ts';
import { rangesOf } from '../ui/highlight.ts';
import { commandKeyLabel } from './keys.ts';
import {
  analysisDestinations,
  dataDestinationsFor,
  inUse,
  lettered,
  workDestinations,
} from './navigation.ts';
import type { FoundRecord } from './searchBook.ts';

/** One line of the palette: a record or an action. */
export interface PaletteEntry {
  readonly id: string;
  readonly title: string;
  readonly ranges: readonly (readonly [number, number])[];
  readonly detail: string;
  /** At the end of the line. */
  readonly figure: string;
  readonly icon: IconName;
  readonly avatar?: boolean;
  readonly level?: string | undefined;
  readonly key?: string;
  /** The record that the line stands for: Tab asks what can be done with it. */
  readonly record?: FoundRecord;
  readonly run: () => void;
}

export interface PaletteGroup {
  readonly id: string;
  readonly title: string;
  readonly entries: readonly PaletteEntry[];
}

/** What actions of the palette can call in the shell. */
export interface PaletteActions {
  readonly switchLanguage: () => void;
  readonly setTheme: (theme: 'light' | 'dark' | 'system') => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly showKeys: () => void;
  /** Absent where the application has no lock. */
  readonly lock?: (() => void) | undefined;
  readonly quickAdd: () => void;
  /** A form for a new record that is about another. */
  readonly createAbout: (kind: ListedKind, id: RecordId) => void;
  /** Calls or writes in another application, and offers to log it afterwards. */
  readonly reach: (record: FoundRecord, way: 'call' | 'mail') => void;
  readonly copy: (id: RecordId) => void;
  readonly print: (record: FoundRecord) => void;
  readonly saveCard: (id: RecordId) => void;
}

/** What the palette has to choose from. */
export interface PaletteContent {
  readonly query: string;
  /** Answers to the query, or the records that were opened last where there is none. */
  readonly hits: readonly FoundRecord[];
  /** The record on screen. */
  readonly inView: FoundRecord | undefined;
  /** The record whose actions alone are asked for. */
  readonly scope: FoundRecord | undefined;
  /** Nothing is offered that writes. */
  readonly isReadOnly: boolean;
}

type Words = SameTexts<typeof shellTexts.zh>;

const iconByKind = {
  account: 'customers',
  contact: 'contact',
  lead: 'person',
  deal: 'board',
  quote: 'note',
  payment: 'money',
  product: 'products',
  order: 'orders',
  task: 'check',
  need: 'need',
  activity: 'note',
  behaviour: 'insight',
} as const satisfies Record<ListedKind, IconName>;

/**
 * Records first, by kind in the order of the best hit; then what can be done with the record on screen, else with the first
 * hit; then actions that match. Within the scope of one record only what can be done with it.
 */
export function paletteGroups(
  content: PaletteContent,
  words: Words,
  actions: PaletteActions,
): readonly PaletteGroup[] {
  const { query, hits, inView, scope, isReadOnly } = content;
  const matching = (entries: readonly PaletteEntry[]): readonly PaletteEntry[] =>
    entries
      .map((entry) => ({ ...entry, ranges: rangesOf(entry.title, query) }))
      .filter((entry) => query.trim() === '' || entry.ranges.length > 0);
  if (scope !== undefined)
    return groupOf('on-hit', doWith(words, scope), matching(actionsOn(scope, words, actions, isReadOnly)));

  const isAsked = query.trim() !== '';
  const records = isAsked
    ? [...new Set(hits.map((hit) => hit.kind))].flatMap((kind) =>
        groupOf(kind, words.pages[kind], hits.filter((hit) => hit.kind === kind).map(hitEntry)),
      )
    : groupOf('recent', words.palette.recent, hits.map(hitEntry));
  const about = inView ?? (isAsked ? hits[0] : undefined);
  // What is typed to find a record says nothing about actions on it; on the record in view it may.
  const all = about === undefined ? [] : actionsOn(about, words, actions, isReadOnly);
  const onRecord = about === inView ? matching(all) : all.slice(0, 3);
  return [
    ...records,
    ...(about === undefined ? [] : groupOf('on-hit', doWith(words, about), onRecord)),
    ...groupOf('actions', words.palette.actions, matching(generalActions(words, actions, isReadOnly))),
  ];
}

function groupOf(id: string, title: string, entries: readonly PaletteEntry[]): readonly PaletteGroup[] {
  return entries.length === 0 ? [] : [{ id, title, entries }];
}

function doWith(words: Words, record: FoundRecord): string {
  return `${words.palette.doWith} ${record.name}`;
}

function hitEntry(hit: FoundRecord): PaletteEntry {
  return {
    id: hit.id,
    title: hit.name,
    ranges: hit.ranges.map(({ from, to }) => [from, to] as const),
    detail: hit.detail,
    figure: hit.figure,
    level: hit.level,
    icon: iconByKind[hit.kind],
    avatar: hit.kind === 'contact',
    record: hit,
    run: () => goTo({ page: 'list', kind: hit.kind, id: hit.id }),
  };
}

function actionsOn(
  record: FoundRecord,
  words: Words,
  actions: PaletteActions,
  isReadOnly: boolean,
): readonly PaletteEntry[] {
  const { palette } = words;
  const { kind, id } = record;
  const creates: readonly (readonly [ListedKind, string, IconName, string?])[] = [
    ...(talkedAbout.has(kind)
      ? ([
          ['activity', palette.log, 'note', 'N'],
          ['task', palette.plan, 'check', 'T'],
        ] as const)
      : []),
    ...(talkedAbout.has(kind) && kind !== 'lead' ? ([['need', palette.newNeedFor, 'need']] as const) : []),
    ...(kind === 'account' || kind === 'contact'
      ? ([['order', palette.newOrderFor, 'orders']] as const)
      : []),
    ...(kind === 'account' ? ([['contact', palette.newContactFor, 'contact']] as const) : []),
  ];
  const isPerson = kind === 'account' || kind === 'contact';
  return [
    ...(record.phone === undefined
      ? []
      : [
          { ...plain('call', palette.call(record.phone), 'phone'), run: () => actions.reach(record, 'call') },
        ]),
    ...(record.email === undefined
      ? []
      : [{ ...plain('mail', palette.mail(record.email), 'mail'), run: () => actions.reach(record, 'mail') }]),
    ...(isReadOnly ? [] : creates).map(([made, title, icon, key]) => ({
      ...plain(`on-hit-${made}`, title, icon),
      ...(key === undefined ? {} : { key }),
      run: () => actions.createAbout(made, id),
    })),
    {
      ...plain('open-full', palette.openFull, 'open'),
      run: () => goTo({ page: 'list', kind, id, isFull: true }),
    },
    { ...plain('print', palette.print, 'note'), run: () => actions.print(record) },
    { ...plain('copy', palette.copy, 'copy'), run: () => actions.copy(id) },
    ...(isPerson ? [{ ...plain('card', palette.saveCard, 'contact'), run: () => actions.saveCard(id) }] : []),
  ];
}

function generalActions(words: Words, actions: PaletteActions, isReadOnly: boolean): readonly PaletteEntry[] {
  const shown = [...inUse(workDestinations), ...analysisDestinations, ...dataDestinationsFor(isReadOnly)];
  const letters = new Map(lettered(isReadOnly).map(({ letter, destination }) => [destination.name, letter]));
  const pages = shown.map((destination) => {
    const letter = letters.get(destination.name);
    return {
      ...plain(`go-${destination.name}`, words.palette.go(words.pages[destination.name]), destination.icon),
      ...(letter === undefined ? {} : { key: `G ${letter.toUpperCase()}` }),
      run: () => goTo(destination.route),
    };
  });
  const creates = inUse(workDestinations).flatMap(({ name, route }) =>
    route.page === 'list' && isListedKind(name)
      ? [
          {
            ...plain(`new-${name}`, words.createKind[name], 'plus'),
            run: () => goTo({ ...route, isNew: true }),
          },
        ]
      : [],
  );
  const themes = (['light', 'dark', 'system'] as const).map((theme) => ({
    ...plain(`theme-${theme}`, words.palette.theme[theme], 'settings'),
    run: () => actions.setTheme(theme),
  }));
  const steps = [
    { ...plain('undo', words.palette.undo, 'undo'), key: `${commandKeyLabel}Z`, run: actions.undo },
    { ...plain('redo', words.palette.redo, 'redo'), key: `${commandKeyLabel}⇧ Z`, run: actions.redo },
  ];
  return [
    ...(isReadOnly
      ? []
      : [
          { ...plain('quick', words.palette.quickAdd, 'plus'), key: 'C', run: actions.quickAdd },
          ...creates,
          {
            ...plain('go-capture', words.palette.go(words.pages.capture), 'qr'),
            run: () => goTo({ page: 'capture' }),
          },
        ]),
    ...pages,
    ...(isReadOnly ? [] : steps),
    { ...plain('language', words.palette.switchLanguage, 'settings'), run: actions.switchLanguage },
    ...themes,
    ...(actions.lock === undefined
      ? []
      : [{ ...plain('lock', words.palette.lock, 'lock'), run: actions.lock }]),
    {
      ...plain('help', words.palette.help, 'help'),
      run: () => goTo({ page: 'settings', section: 'help' }),
    },
    { ...plain('keys', words.palette.keys, 'keyboard'), key: '?', run: actions.showKeys },
  ];
}

function plain(id: string, title: string, icon: IconName): Omit<PaletteEntry, 'run'> {
  return { id, title, ranges: [], detail: '', figure: '', icon };
}

function isListedKind(kind: string): kind is ListedKind {
  return Object.hasOwn(iconByKind, kind);
}
