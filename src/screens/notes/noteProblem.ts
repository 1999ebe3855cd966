import type { TextState } from '../../texts/textSession.ts';
import type { TextFailure } from '../book.ts';

/** What a person has to be told of a text that they write, by its name among the texts; undefined where all is well. */
export type NoteProblem = 'gone' | 'failed' | 'not-allowed' | 'missing' | 'unsafe' | 'full';

export function problemOfState(state: TextState<TextFailure>): NoteProblem | undefined {
  if (state.type === 'gone') return 'gone';
  if (state.type !== 'failed') return undefined;
  switch (state.error.type) {
    case 'viewer':
    case 'not-a-member':
      return 'not-allowed';
    case 'not-found':
      return 'gone';
    default:
      return 'failed';
  }
}
