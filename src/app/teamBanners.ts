import { formatCount } from '../i18n/formats.ts';
import { t } from '../i18n/language.svelte.ts';
import { syncTexts } from '../i18n/sync.ts';
import { goTo } from '../screens/routes.ts';
import { isOwner } from '../screens/team/team.ts';
import { troubleText } from '../screens/team/troubleText.ts';
import type { SyncTrouble, SyncView } from '../workers/syncView.ts';
import type { Banner } from './banner.ts';

/** What a person must know of the team wherever they are: why nothing goes on its way, and who asks to join. */
export function teamBanners(view: SyncView | undefined, isOnTeamScreen: boolean): readonly Banner[] {
  if (view === undefined || !view.isShared || isOnTeamScreen) return [];
  return [
    ...(view.trouble === undefined ? [] : [troubleBanner(view.trouble)]),
    ...(view.unsent === 0 ? [] : [unsentBanner(view.unsent)]),
    ...(isOwner(view) ? joinBanners(view) : []),
    ...(view.quarantined === 0 ? [] : [heldBackBanner(view.quarantined)]),
  ];
}

const toTeam = (): void => goTo({ page: 'team' });

function troubleBanner(trouble: SyncTrouble): Banner {
  const words = t(syncTexts).trouble[trouble.type];
  const run = {
    'too-old': () => location.reload(),
    cloned: () => goTo({ page: 'join' }),
  };
  return {
    id: `trouble-${trouble.type}`,
    tone: ['removed', 'left', 'quota', 'clock', 'too-old'].includes(trouble.type) ? 'warn' : 'bad',
    icon: trouble.type === 'clock' ? 'clock' : 'warning',
    title: words.title,
    text: troubleText(trouble),
    actions: [
      {
        label: words.act,
        isMain: true,
        run: trouble.type === 'too-old' || trouble.type === 'cloned' ? run[trouble.type] : toTeam,
      },
    ],
  };
}

function unsentBanner(count: number): Banner {
  const words = t(syncTexts).unsent;
  return {
    id: 'unsent',
    tone: 'warn',
    icon: 'lock',
    title: words.title(count),
    text: words.text,
    actions: [{ label: words.act, isMain: true, run: toTeam }],
  };
}

function joinBanners({ joins }: SyncView): readonly Banner[] {
  const words = t(syncTexts).asks;
  return joins.map((join) => ({
    id: `join-${join.invite}`,
    tone: 'accent',
    icon: 'person',
    title: words.title(join.deviceName),
    text: words.text,
    actions: [{ label: words.act, isMain: true, run: toTeam }],
  }));
}

function heldBackBanner(count: number): Banner {
  const words = t(syncTexts).heldBack;
  return {
    id: 'held-back',
    tone: 'warn',
    icon: 'warning',
    title: words.title(formatCount(count)),
    text: words.text,
    actions: [{ label: words.act, isMain: true, run: toTeam }],
  };
}
