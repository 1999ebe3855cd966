import * as Y from 'yjs';
import { initialClient, type TextDocument } from './textDocument.ts';
import { putTogether, takeApart, type DeletedRange, type UpdateParts } from './updateParts.ts';

/** What one editor has written to a text, as far as it may go into the book. */
export interface OwnWriting {
  /** Undefined where there is nothing. */
  readonly bytes: Uint8Array | undefined;
  /** The clocks of the editor's clients after it. */
  readonly ends: ReadonlyMap<number, number>;
  /** More letters of the editor stand beside letters of others that the book does not have yet: they wait for those. */
  readonly isLeaning: boolean;
  /** Deletions wait too: of letters that the book does not have yet. */
  readonly hasLateDeletions: boolean;
}

type Struct = UpdateParts['structs'][number];

/**
 * What the clients `mine` have written beyond what the book has of the text (`kept`), and deletions by anybody. Nothing in it needs
 * what is not in the book: others' letters may be shown before they are kept, and their writer may never come to keep them.
 */
export function ownWriting(
  text: TextDocument,
  mine: ReadonlySet<number>,
  kept: ReadonlyMap<number, number>,
): OwnWriting {
  const shown = text.clocks();
  const known = new Map(kept);
  known.set(initialClient, shown.get(initialClient) ?? 0);
  const beyond = new Map(shown);
  for (const client of mine) beyond.set(client, kept.get(client) ?? 0);
  const { structs, deleted } = takeApart(text.encode(beyond));
  const waiting = structs.filter(({ id }) => mine.has(id.client));
  const taken = takePlaceable(waiting, known);
  const timely = deleted.flatMap((range) => within(range, known.get(range.client) ?? 0));
  const ends = new Map(
    [...mine].flatMap((client) => {
      const end = known.get(client);
      return end === undefined ? [] : [[client, end] as const];
    }),
  );
  return {
    bytes:
      taken.length > 0 || timely.length > 0 ? putTogether({ structs: taken, deleted: timely }) : undefined,
    ends,
    isLeaning: taken.length < waiting.length,
    hasLateDeletions: lengthOf(timely) < lengthOf(deleted),
  };
}

/**
 * Those of the structs, each client's in the order of their clocks, that stand beside nothing but what is known or taken before
 * them. `known` goes on to their ends.
 */
export function takePlaceable(structs: readonly Struct[], known: Map<number, number>): Struct[] {
  const isKnown = (id: Y.ID | null): boolean => id === null || id.clock < (known.get(id.client) ?? 0);
  const taken: Struct[] = [];
  let left = structs;
  for (;;) {
    const stopped = new Set<number>();
    const later: Struct[] = [];
    for (const struct of left) {
      const { client, clock } = struct.id;
      const isPlaceable =
        !stopped.has(client) &&
        (!(struct instanceof Y.Item) || (isKnown(struct.origin) && isKnown(struct.rightOrigin)));
      if (isPlaceable) {
        taken.push(struct);
        known.set(client, Math.max(known.get(client) ?? 0, clock + struct.length));
      } else {
        stopped.add(client);
        later.push(struct);
      }
    }
    if (later.length === left.length || later.length === 0) return taken;
    left = later;
  }
}

/**
 * Brings what an editor has written in one document into another that has only what the book has. Letters that lean on what is not
 * there are typed again, in the name of the other document's client, where they stand nearest.
 */
export function carryOver(from: TextDocument, to: TextDocument, mine: ReadonlySet<number>): void {
  const { bytes } = ownWriting(from, mine, to.clocks());
  if (bytes !== undefined) to.merge(bytes);
  const runs = leaningRuns(from, to, mine);
  to.doc.transact(() => {
    for (const { after, letters } of runs) to.root.insert(placeAfter(to, after), letters);
  });
}

interface Run {
  /** The last letter before it that both documents have; null at the beginning. */
  readonly after: Y.ID | null;
  readonly letters: string;
}

function leaningRuns(from: TextDocument, to: TextDocument, mine: ReadonlySet<number>): Run[] {
  const runs: Run[] = [];
  let after: Y.ID | null = null;
  let letters = '';
  const end = (): void => {
    if (letters !== '') runs.push({ after, letters });
    letters = '';
  };
  for (let item = from.root._start; item !== null; item = item.right) {
    const { client, clock } = item.id;
    const there = Math.min(to.nextClock(client) - clock, item.length);
    if (there > 0) {
      end();
      after = Y.createID(client, clock + there - 1);
    }
    const isLetters = !item.deleted && item.content instanceof Y.ContentString;
    if (isLetters && there < item.length && mine.has(client)) {
      letters += (item.content as Y.ContentString).str.slice(Math.max(0, there));
    }
  }
  end();
  return runs;
}

function placeAfter(text: TextDocument, id: Y.ID | null): number {
  if (id === null) return 0;
  const place = Y.createRelativePositionFromJSON({ item: id, assoc: -1 });
  return Y.createAbsolutePositionFromRelativePosition(place, text.doc)?.index ?? text.root.length;
}

function within({ client, clock, length }: DeletedRange, end: number): DeletedRange[] {
  return end > clock ? [{ client, clock, length: Math.min(length, end - clock) }] : [];
}

function lengthOf(ranges: readonly DeletedRange[]): number {
  return ranges.reduce((sum, { length }) => sum + length, 0);
}
