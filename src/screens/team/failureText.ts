import { t } from '../../i18n/language.svelte.ts';
import { teamTexts } from '../../i18n/team.ts';
import type { TeamFailure } from './team.ts';

/** What happened, and that nothing else did. */
export function teamFailureText(failure: TeamFailure): string {
  return t(teamTexts).failed[failure.type];
}
