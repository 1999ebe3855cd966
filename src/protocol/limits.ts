/** The format of entries, operations and frames that this code writes. */
export const protocolVersion = 1;

/** The oldest version that this code still reads. */
export const oldestProtocolVersion = 1;

/** One entry at most, header and signature included, in bytes. */
export const maxEntryBytes = 1 << 20;

/**
 * What fits a sealed body, in bytes: an entry without header, tag and signature, down to the step of the padding (see
 * `paddedLength`), less the byte that ends the text.
 */
export const maxSealedText = 1_032_191;

/** One frame at most: an entry, or a run of entries for a device that catches up. */
export const maxFrameBytes = maxEntryBytes + (1 << 16);

/** A live frame at most, without its first byte. */
export const maxLiveBytes = 16 << 10;

/** What fits a live frame, in bytes, once it is padded, sealed and signed. */
export const maxLiveText = 14_000;

/** What a sealed body may grow to when it is decompressed, in bytes. */
export const maxContentBytes = 16 << 20;

/** A control message of a device, in UTF-8 bytes. */
export const maxControlBytes = 1 << 16;

/** A control message of the relay: the list of requests to join may hold one for each open invitation. */
export const maxRelayControlBytes = 1 << 19;

/** The sealed names in a request to join. */
export const maxJoinNamesBytes = 2_048;

/** Devices of one workspace, removed ones included. A client id has 21 bits for them. */
export const maxDevices = 1_000;

/** Open invitations of one workspace. */
export const maxOpenInvites = 50;

/** An invitation is valid for this long at most. */
export const maxInviteMs = 24 * 60 * 60 * 1_000;

/** Clocks may differ by this much before a device is marked "clock wrong". */
export const clockToleranceMs = 5 * 60 * 1_000;
