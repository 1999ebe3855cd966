import type { TeamCall, TeamCalls } from '../../workers/teamCalls.ts';
import { useTeam, type Team, type TeamAnswer, type TeamFailure } from './team.ts';

/** Asks the engine one thing at a time, and keeps why the last one was not done until the next is asked. */
export class Asking {
  readonly #team: Team;
  #isBusy = $state(false);
  #failure = $state.raw<TeamFailure>();

  constructor(team: Team) {
    this.#team = team;
  }

  get isBusy(): boolean {
    return this.#isBusy;
  }

  get failure(): TeamFailure | undefined {
    return this.#failure;
  }

  async ask<C extends TeamCall>(call: C, args: TeamCalls[C]['args']): Promise<TeamAnswer<C>> {
    this.#isBusy = true;
    this.#failure = undefined;
    const answer = await this.#team.call(call, args);
    this.#isBusy = false;
    if (!answer.ok) this.#failure = answer.error;
    return answer;
  }
}

export function useAsking(): Asking {
  return new Asking(useTeam());
}
