import { err } from '../domain/result.ts';
import type { Team, TeamAnswer } from '../screens/team/team.ts';
import { followSync } from '../workers/followSync.ts';
import type { SyncView } from '../workers/syncView.ts';
import type { TeamCall, TeamCalls } from '../workers/teamCalls.ts';
import type { Books } from '../screens/books/books.ts';
import type { Session } from './session.ts';

/** The team of a session's book: the view that its engine tells, and what screens ask of it. */
export class SessionTeam implements Team {
  readonly address = `${location.origin}${location.pathname}`;
  readonly #session: Session;
  readonly #books: Books;
  #view = $state.raw<SyncView>();

  constructor(session: Session, books: Books) {
    this.#session = session;
    this.#books = books;
  }

  get view(): SyncView | undefined {
    return this.#view;
  }

  /** Follows the engine until the returned function is called. */
  follow(onView: (view: SyncView) => void): () => void {
    return followSync(this.#session.book.name).subscribe((view) => {
      this.#view = view;
      onView(view);
    });
  }

  readonly call = async <C extends TeamCall>(call: C, args: TeamCalls[C]['args']): Promise<TeamAnswer<C>> => {
    const answer = await this.#session.engine.call(call, args);
    if (answer.ok) return answer.value;
    return err({ type: 'engine', detail: JSON.stringify(answer.error) } as const);
  };

  readonly drawQr: Team['drawQr'] = async (text) => (await import('../interchange/qr.ts')).drawQr(text);

  readonly wipe = (): Promise<void> => this.#books.remove(this.#session.book.name);
}
