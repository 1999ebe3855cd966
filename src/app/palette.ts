import type { shellTexts } from '../i18n/shell.ts';
import type { SameTexts } from '../i18n/dictionary.ts';
import type { FoundRecord } from './searchBook.ts';
import { goTo } from '../screens/routes.ts';
import type { ListedKind } from '../read/listQuery.ts';
import type { IconName } from '../ui/icons.ts';
import { rangesOf } from './highlight.ts';
import { commandKeyLabel } from './keys.ts';
import { analysisDestinations, dataDestinationsFor, inUse, workDestinations } from './navigation.ts';

/** One line of the palette: a record or an action. */
export interface PaletteEntry {
  readonly id: string;
  readonly title: string;
  readonly ranges: readonly (readonly [number, number])[];
  readonly detail: string;
  readonly icon: IconName;
  readonly avatar?: boolean;
  readonly level?: string | undefined;
  readonly key?: string;
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
}

type Words = SameTexts<typeof shellTexts.zh>;

const iconByKind = {
  account: 'customers',
  contact: 'contact',
  product: 'products',
  order: 'orders',
  task: 'check',
  need: 'need',
  activity: 'note',
  behaviour: 'insight',
} as const satisfies Record<ListedKind, IconName>;

/**
 * Records first, by kind in the order of the best hit; then what can be done with the first of them; then actions that match.
 * Nothing that writes where a person may only look.
 */
export function paletteGroups(
  query: string,
  hits: readonly FoundRecord[],
  words: Words,
  actions: PaletteActions,
  isReadOnly: boolean,
): readonly PaletteGroup[] {
  const groups: PaletteGroup[] = [];
  for (const kind of new Set(hits.map((hit) => hit.kind))) {
    const entries = hits.filter((hit) => hit.kind === kind).map((hit) => hitEntry(hit, kind));
    groups.push({ id: kind, title: words.pages[kind], entries });
  }
  const first = hits[0];
  if (first !== undefined) groups.push(actionsOn(first, words, isReadOnly));
  const general = generalActions(words, actions, isReadOnly)
    .map((action) => ({ ...action, ranges: rangesOf(action.title, query) }))
    .filter((action) => query.trim() === '' || action.ranges.length > 0);
  if (general.length > 0) groups.push({ id: 'actions', title: words.palette.actions, entries: general });
  return groups;
}

function hitEntry(hit: FoundRecord, kind: ListedKind): PaletteEntry {
  return {
    id: hit.id,
    title: hit.name,
    ranges: hit.ranges.map(({ from, to }) => [from, to] as const),
    detail: hit.detail,
    level: hit.level,
    icon: iconByKind[kind],
    avatar: kind === 'contact',
    run: () => goTo({ page: 'list', kind, id: hit.id }),
  };
}

function actionsOn(hit: FoundRecord, words: Words, isReadOnly: boolean): PaletteGroup {
  const entries: PaletteEntry[] = [
    {
      ...plain('open-full', words.palette.openFull, 'open'),
      run: () => goTo({ page: 'list', kind: hit.kind, id: hit.id, isFull: true }),
    },
  ];
  if (hit.kind === 'account' && !isReadOnly) {
    for (const [kind, title, icon] of [
      ['order', words.palette.newOrderFor, 'orders'],
      ['contact', words.palette.newContactFor, 'contact'],
    ] as const) {
      entries.push({
        ...plain(`on-hit-${kind}`, title, icon),
        run: () => goTo({ page: 'list', kind, isNew: true, forAccount: hit.id }),
      });
    }
  }
  return { id: 'on-hit', title: `${words.palette.doWith} ${hit.name}`, entries };
}

function generalActions(words: Words, actions: PaletteActions, isReadOnly: boolean): readonly PaletteEntry[] {
  const shown = [...inUse(workDestinations), ...analysisDestinations, ...dataDestinationsFor(isReadOnly)];
  const pages = shown.map((destination) => ({
    ...plain(`go-${destination.name}`, words.palette.go(words.pages[destination.name]), destination.icon),
    run: () => goTo(destination.route),
  }));
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
    ...(isReadOnly ? [] : creates),
    ...pages,
    ...(isReadOnly ? [] : steps),
    { ...plain('language', words.palette.switchLanguage, 'settings'), run: actions.switchLanguage },
    ...themes,
    { ...plain('keys', words.palette.keys, 'keyboard'), key: '?', run: actions.showKeys },
  ];
}

function plain(id: string, title: string, icon: IconName): Omit<PaletteEntry, 'run'> {
  return { id, title, ranges: [], detail: '', icon };
}

function isListedKind(kind: string): kind is ListedKind {
  return Object.hasOwn(iconByKind, kind);
}
