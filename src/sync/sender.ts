import type { DeviceHead, Refusal } from '../protocol/admission.ts';
import { equalBytes, fromHex, toHex } from '../protocol/bytes.ts';
import { noHash } from '../protocol/entry.ts';
import type { RelayRefusal, ToDevice } from '../protocol/frames.ts';
import type { SealedEntry } from './sealing.ts';
import type { SyncTrouble } from './trouble.ts';

/** This device's own entries: the last that the relay has confirmed, and those after it. */
export interface OwnChain {
  readonly stored: DeviceHead;
  readonly sealed: readonly SealedEntry[];
}

export const emptyChain: OwnChain = { stored: { sequence: 0, hash: noHash }, sealed: [] };

/** The entry after which the next one is sealed. */
export function lastOf({ stored, sealed }: OwnChain): DeviceHead {
  return sealed.at(-1) ?? stored;
}

/** What follows from the last entry of ours that the relay says it has. */
export type Agreement =
  /** It has everything up to `sequence`; the rest is to be sent. */
  | { readonly type: 'send'; readonly sequence: number }
  /** It has entries of ours that this device has lost: they are read before anything is sealed. */
  | { readonly type: 'fetch'; readonly until: number }
  /** It has lost entries that it had confirmed. */
  | { readonly type: 'rollback'; readonly last: number }
  /** Somebody else writes in our name: the profile was copied. */
  | { readonly type: 'fork' };

type RelayLast = Extract<ToDevice, { t: 'welcome' }>['last'];

export function agree(chain: OwnChain, relayLast: RelayLast): Agreement {
  const last = { sequence: relayLast?.sequence ?? 0, hash: relayLast?.hash ?? toHex(noHash) };
  if (last.sequence < chain.stored.sequence) return { type: 'rollback', last: last.sequence };
  const own = [chain.stored, ...chain.sealed].find((each) => each.sequence === last.sequence);
  if (own === undefined) return { type: 'fetch', until: last.sequence };
  const hash = fromHex(last.hash, 32);
  const isOurs = hash !== undefined && equalBytes(own.hash, hash);
  return isOurs ? { type: 'send', sequence: last.sequence } : { type: 'fork' };
}

/** The chain once the relay has confirmed everything up to a sequence. */
export function confirmed(chain: OwnChain, sequence: number): OwnChain {
  const stored = chain.sealed.findLast((each) => each.sequence <= sequence);
  if (stored === undefined) return chain;
  return { stored, sealed: chain.sealed.filter((each) => each.sequence > sequence) };
}

/**
 * The chain after an entry of ours came back in the log. `foreign`: it is none that this device has made. `fork`: another
 * one stands where ours would.
 */
export function returned(
  chain: OwnChain,
  { sequence, hash }: DeviceHead,
): { readonly type: 'ours' | 'foreign'; readonly chain: OwnChain } | { readonly type: 'fork' } {
  if (sequence < chain.stored.sequence) return { type: 'ours', chain };
  const own = [chain.stored, ...chain.sealed].find((each) => each.sequence === sequence);
  if (own === undefined) return { type: 'foreign', chain: { stored: { sequence, hash }, sealed: [] } };
  if (!equalBytes(own.hash, hash)) return { type: 'fork' };
  return { type: 'ours', chain: confirmed(chain, sequence) };
}

/** What to do about a refusal of the entry at a sequence. Those after it in flight are refused for its sake. */
export type RefusalAnswer =
  /** Learn the new key, then seal everything from here on again. */
  | { readonly type: 'seal-again' }
  /** An operation was built on what is no longer so: build it anew once that has been read. */
  | { readonly type: 'rebuild' }
  /** An operation that the rules do not allow. */
  | { readonly type: 'drop' }
  | { readonly type: 'wait'; readonly ms: number; readonly trouble?: SyncTrouble }
  /** Ask the relay anew where we stand. */
  | { readonly type: 'reconnect' }
  /** Nothing more is sent; what a person did stays on this device. */
  | { readonly type: 'stop'; readonly trouble: SyncTrouble };

const storageRetryMs = 5_000;
const quotaRetryMs = 60_000;

export function answerTo(refusal: Refusal | RelayRefusal, isOperation: boolean): RefusalAnswer {
  switch (refusal.type) {
    case 'epoch':
      return { type: isOperation ? 'rebuild' : 'seal-again' };
    case 'operation': {
      const isStale = refusal.rule === 'parent' || refusal.rule === 'epoch';
      return { type: isStale ? 'rebuild' : 'drop' };
    }
    case 'rate':
      return { type: 'wait', ms: refusal.retryAfterMs };
    case 'storage':
      return { type: 'wait', ms: storageRetryMs };
    case 'quota': {
      const { usedBytes, quotaBytes } = refusal;
      return { type: 'wait', ms: quotaRetryMs, trouble: { type: 'quota', usedBytes, quotaBytes } };
    }
    case 'gap':
    case 'not-next':
      return { type: 'reconnect' };
    case 'fork':
    case 'previous-hash':
      return { type: 'stop', trouble: { type: 'cloned' } };
    case 'removed-device':
      return { type: 'stop', trouble: { type: 'removed' } };
    case 'role':
      return isOperation ? { type: 'drop' } : { type: 'stop', trouble: { type: 'read-only' } };
    case 'malformed':
    case 'workspace':
    case 'unknown-kind':
    case 'unknown-device':
    case 'signature':
      return { type: 'stop', trouble: { type: 'refused', reason: refusal.type } };
  }
}

/** Entries and bytes that are on their way at once. */
const maxEntriesInFlight = 64;
const maxBytesInFlight = 2 << 20;

/** The entries to send now, after `sent`, so that no more than a window of them is unconfirmed. */
export function nextToSend({ stored, sealed }: OwnChain, sent: number): readonly SealedEntry[] {
  const inFlight = sealed.filter((each) => each.sequence > stored.sequence && each.sequence <= sent);
  let [count, bytes] = [inFlight.length, inFlight.reduce((sum, each) => sum + each.bytes.length, 0)];
  const next: SealedEntry[] = [];
  for (const entry of sealed) {
    if (entry.sequence <= sent) continue;
    if (count >= maxEntriesInFlight || (count > 0 && bytes + entry.bytes.length > maxBytesInFlight)) break;
    next.push(entry);
    count++;
    bytes += entry.bytes.length;
  }
  return next;
}
