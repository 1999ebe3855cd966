import * as Y from 'yjs';
import { isSpokenFor, partsOfClient } from '../database/counters.ts';
import { takePlaceable } from './ownWriting.ts';
import type { TextDocument } from './textDocument.ts';
import { textRoot } from './textDocument.ts';
import type { DeletedRange, UpdateParts } from './updateParts.ts';
import { decoded, Refused, type FormRule, type Signer } from './updateReading.ts';

type Bad =
  { readonly type: 'waits' } | { readonly type: 'refused'; readonly rule: FormRule; readonly detail: string };

export type TextVerdict = { readonly type: 'fine'; readonly parts: UpdateParts } | Bad;

export type TextMerge =
  /** What was new in the update; undefined where all of it was there. */
  { readonly type: 'fine'; readonly parts: UpdateParts; readonly written: Uint8Array | undefined } | Bad;

/** Letters and deletions that one update may bring: far more than a text holds. */
const maxLetters = 4_000_000;

/**
 * Checks an update of a text against its form and against the text as it stands. It changes nothing. Its items have origins,
 * so it is not held to the form of a record; but it may only insert plain letters into the one root, in its signer's name,
 * and delete.
 */
export function checkTextUpdate(text: TextDocument, bytes: Uint8Array, signer: Signer): TextVerdict {
  try {
    if (signer.role === 'viewer') throw new Refused('role', 'a viewer wrote');
    const parts = decoded(bytes);
    const ends = endsOf(parts.structs, signer, text);
    if (ends === 'waits' || !areKnown(parts, ends, text)) return { type: 'waits' };
    const placed = takePlaceable(parts.structs, text.clocks());
    // Items that stand beside each other in a circle are never placed, and Yjs holds back all that follows them.
    if (placed.length < parts.structs.length) throw new Refused('struct', 'items without a place');
    return { type: 'fine', parts };
  } catch (thrown) {
    if (!(thrown instanceof Refused)) throw thrown;
    return { type: 'refused', rule: thrown.rule, detail: thrown.message };
  }
}

/** Checks an update and merges it. A text that an update was refused for may hold a part of it and must not be used on. */
export function mergeText(text: TextDocument, bytes: Uint8Array, signer: Signer): TextMerge {
  const verdict = checkTextUpdate(text, bytes, signer);
  if (verdict.type !== 'fine') return verdict;
  try {
    const written = text.merge(bytes);
    if (!text.hasGap) return { ...verdict, written };
    return { type: 'refused', rule: 'struct', detail: 'items without a place' };
  } catch (thrown) {
    return { type: 'refused', rule: 'not-an-update', detail: String(thrown) };
  }
}

/** The clock after the last struct of each client; `waits` where one does not continue what is here. */
function endsOf(
  structs: UpdateParts['structs'],
  signer: Signer,
  text: TextDocument,
): ReadonlyMap<number, number> | 'waits' {
  const ends = new Map<number, number>();
  let letters = 0;
  for (const struct of structs) {
    checkStruct(struct, signer);
    const { client, clock } = struct.id;
    const end = ends.get(client);
    if (end === undefined ? clock > text.nextClock(client) : clock !== end) return 'waits';
    ends.set(client, clock + struct.length);
    letters += struct.length;
  }
  if (letters > maxLetters) throw new Refused('size', `${letters} letters`);
  return ends;
}

function checkStruct(struct: UpdateParts['structs'][number], signer: Signer): void {
  if (!(struct instanceof Y.Item)) throw new Refused('struct', 'not an item');
  const { content, length, parentSub, origin, rightOrigin } = struct;
  const isPlain = content instanceof Y.ContentString || content instanceof Y.ContentDeleted;
  if (!isPlain || length === 0) throw new Refused('struct', 'not plain letters');
  // An editor counts a line break as one letter: places would not be the same there.
  if (content instanceof Y.ContentString && content.str.includes('\r'))
    throw new Refused('struct', 'a line break');
  if (parentSub !== null) throw new Refused('struct', 'it has a key');
  const parent: unknown = struct.parent;
  const isInRoot = parent === textRoot || (parent === null && (origin !== null || rightOrigin !== null));
  if (!isInRoot) throw new Refused('root', 'not in the text');
  const { device } = partsOfClient(struct.id.client);
  if (!isSpokenFor(device, signer)) throw new Refused('client', `in the name of device ${device}`);
}

/** True where everything that the update stands beside or deletes is here or in itself. */
function areKnown(
  { structs, deleted }: UpdateParts,
  ends: ReadonlyMap<number, number>,
  text: TextDocument,
): boolean {
  const endOf = (client: number): number => Math.max(text.nextClock(client), ends.get(client) ?? 0);
  const isHere = (id: Y.ID | null): boolean => id === null || id.clock < endOf(id.client);
  checkDeletions(deleted);
  return (
    structs.every((item) => item instanceof Y.Item && isHere(item.origin) && isHere(item.rightOrigin)) &&
    deleted.every(({ client, clock, length }) => clock + length <= endOf(client))
  );
}

function checkDeletions(deleted: readonly DeletedRange[]): void {
  const total = deleted.reduce((sum, { length }) => sum + length, 0);
  if (total > maxLetters) throw new Refused('size', `${total} deletions`);
}
