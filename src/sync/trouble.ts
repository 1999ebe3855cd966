/** What keeps a shared book from being synchronised, or makes its log doubtful. What a person did stays on the device. */
export type SyncTrouble =
  /** An owner took this device out of the team. */
  | { readonly type: 'removed' }
  /** The relay speaks a newer version of the protocol only. */
  | { readonly type: 'too-old'; readonly oldest: number }
  /** Another device was shown another log than this one. */
  | { readonly type: 'fork'; readonly device: number; readonly position: number }
  /** The relay has less than it had confirmed. */
  | { readonly type: 'rollback'; readonly position: number; readonly known: number }
  /** The relay left entries out. */
  | { readonly type: 'hole'; readonly expected: number; readonly found: number }
  /** The relay gave the log of another workspace. */
  | { readonly type: 'foreign' }
  /** Somebody else writes in this device's name: the profile was copied. */
  | { readonly type: 'cloned' }
  /** The relay has no more room for this workspace. */
  | { readonly type: 'quota'; readonly usedBytes: number; readonly quotaBytes: number }
  /** This device has no more room: nothing is received. */
  | { readonly type: 'device-full' }
  /** A viewer's edits are not taken by the relay. */
  | { readonly type: 'read-only' }
  /** The relay does not know the workspace. */
  | { readonly type: 'unknown-workspace' }
  /** The relay does not accept this device's key. */
  | { readonly type: 'authentication' }
  /** The relay refused an entry for a reason that this device cannot mend. */
  | { readonly type: 'refused'; readonly reason: string };
