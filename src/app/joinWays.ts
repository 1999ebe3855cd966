import { decodeInvitation } from '../protocol/invitation.ts';
import type { JoinWays } from '../screens/join/join.ts';
import { goTo, hrefOf } from '../screens/routes.ts';
import { beginJoin, recover } from '../workers/join.ts';
import { takeInvitation } from './invitation.ts';
import { mergeAfterReopening } from './mergeBook.ts';
import { reopen } from './reopen.ts';

/** The ways into a book that others keep, from this device. */
export function joinWays(): JoinWays {
  return {
    takeInvitation,
    isInvitation: (text) => decodeInvitation(text) !== undefined,
    begin: beginJoin,
    recover,
    open: (mergeFrom) => {
      if (mergeFrom !== undefined) mergeAfterReopening(mergeFrom);
      // Without an event: the book that was open before must not come to life again until the page reloads.
      history.replaceState(null, '', hrefOf({ page: 'list', kind: 'account' }));
      reopen();
    },
    leave: () => goTo({ page: 'list', kind: 'account' }, true),
  };
}
