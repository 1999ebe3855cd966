import type { RecordId } from '../domain/ids.ts';
import type { Result } from '../domain/result.ts';
import type { Role } from '../protocol/operations.ts';

/** What people do with a team, asked of the engine: arguments and results, by name. */
export interface TeamCalls {
  share: {
    args: { bookName: string; memberName: string; deviceName: string };
    result: Answer<{ workspace: string }>;
  };
  /** `link` is the text after `#join=`; `until` in ms. */
  invite: { args: { role: Role }; result: Answer<{ link: string; invite: string; until: number }> };
  revokeInvite: { args: { invite: string }; result: Answer<null> };
  /** `accept` null refuses. `member` is an existing person's record, or null for a new person. */
  answerJoin: {
    args: {
      invite: string;
      accept: { role: Role; member: RecordId | null; memberName: string } | null;
    };
    result: Answer<null>;
  };
  setRole: { args: { device: number; role: Role }; result: Answer<null> };
  renameDevice: {
    args: { device: number; names: { member?: string; device?: string } };
    result: Answer<null>;
  };
  renameBook: { args: { name: string }; result: Answer<null> };
  removeDevices: { args: { devices: readonly number[] }; result: Answer<null> };
  leaveBook: { args: null; result: Answer<null> };
  /** 32 random bytes; the phrase counts only after `enrolPhrase`. */
  makePhrase: { args: null; result: Answer<{ seed: Uint8Array }> };
  enrolPhrase: { args: { seed: Uint8Array }; result: Answer<null> };
  checkPhrase: { args: { seed: Uint8Array }; result: Answer<{ matches: boolean }> };
  presence: { args: { record: RecordId | null; screen: string }; result: Answer<null> };
  /** Erases records for good, on every device. */
  erase: { args: { ids: readonly RecordId[] }; result: Answer<{ erased: number }> };
  retryQuarantine: { args: null; result: Answer<null> };
  syncNow: { args: null; result: Answer<null> };
  /** Brings the records of another book on this device into this one as a batch of new records. */
  mergeBook: {
    /** What the batch is called; without it, by the name of the other book's person. */
    args: { from: string; title?: string };
    result: Answer<{ batch: RecordId; records: number }>;
  };
}

export type TeamCall = keyof TeamCalls;

/** Why it was not done; nothing has changed then. */
export type TeamError =
  | { readonly type: 'offline' }
  | { readonly type: 'timeout' }
  | { readonly type: 'not-shared' }
  | { readonly type: 'already-shared' }
  /** This device's role does not allow it. */
  | { readonly type: 'not-allowed' }
  /** One owner with a screen must remain. */
  | { readonly type: 'last-owner' }
  /** The invitation has run out, is used up or revoked, or nobody asks any more. */
  | { readonly type: 'expired' }
  /** Too many devices or open invitations. */
  | { readonly type: 'limit' }
  /** The relay takes no new books. */
  | { readonly type: 'closed-to-new' }
  | { readonly type: 'quota' }
  | { readonly type: 'refused'; readonly detail: string };

type Answer<T> = Result<T, TeamError>;
