import { decodeInvitation } from '../protocol/invitation.ts';
import type { JoinWays } from '../screens/join/join.ts';
import { goTo } from '../screens/routes.ts';
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
      goTo({ page: 'list', kind: 'account' }, true);
      reopen();
    },
    leave: () => goTo({ page: 'list', kind: 'account' }, true),
  };
}
