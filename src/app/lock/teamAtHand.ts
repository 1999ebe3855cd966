import type { Team } from '../../screens/team/team.ts';

let team: Team | undefined;

/** The team of the open book, for whoever has forgotten the PIN. The lock is there before any book is open. */
export function teamAtHand(): Team | undefined {
  return team;
}

export function haveTeamAtHand(opened: Team): void {
  team = opened;
}
