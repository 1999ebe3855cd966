import { recordIdOf, type RecordId } from '../domain/ids.ts';
import { resolveMerges } from '../domain/merging.ts';
import { mergedColumn, present } from './pack.ts';
import type { Segment } from './segment.ts';

const noSlots: ReadonlySet<number> = new Set();

interface Link {
  readonly into: RecordId;
  readonly segment: number;
  readonly slot: number;
}

/** Which records of a kind stand for others that were merged into them, by ordinal. */
export class MergedOrdinals {
  #standing: ReadonlyMap<number, number> = new Map();

  /** Records that were merged. */
  get size(): number {
    return this.#standing.size;
  }

  standingFor(ordinal: number): number {
    return this.#standing.size === 0 ? ordinal : (this.#standing.get(ordinal) ?? ordinal);
  }

  /**
   * Reads from the segments what was merged, and marks in them what others stand for. False where nothing is different. Segments
   * without such records cost nothing.
   */
  follow(segments: readonly Segment[], ordinalOf: (id: RecordId) => number): boolean {
    const links = new Map<RecordId, Link>();
    segments.forEach((segment, number) => addLinks(segment, number, links));
    if (links.size === 0 && this.#standing.size === 0) return false;
    const targets = new Map([...links].map(([id, { into }]) => [id, into]));
    const standing = new Map<number, number>();
    const slots = new Map<number, Set<number>>();
    for (const [id, winner] of resolveMerges(targets, (target) => ordinalOf(target) >= 0)) {
      standing.set(ordinalOf(id), ordinalOf(winner));
      const { segment = -1, slot = -1 } = links.get(id) ?? {};
      slots.set(segment, (slots.get(segment) ?? new Set()).add(slot));
    }
    if (isSame(standing, this.#standing) && areMarked(segments, standing)) return false;
    this.#standing = standing;
    segments.forEach((segment, number) => (segment.merged = slots.get(number) ?? noSlots));
    return true;
  }
}

function addLinks(segment: Segment, number: number, links: Map<RecordId, Link>): void {
  const column = segment.texts.get(mergedColumn);
  if (column === undefined) return;
  for (let slot = 0; slot < segment.size; slot++) {
    const entry = column.codes[slot] ?? 0;
    if (entry === 0 || ((segment.flags[slot] ?? 0) & present) === 0) continue;
    links.set(recordIdOf(segment.shard, slot), {
      into: column.table.textOf(entry),
      segment: number,
      slot,
    });
  }
}

function isSame(a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>): boolean {
  return a.size === b.size && [...a].every(([ordinal, standing]) => b.get(ordinal) === standing);
}

/** A segment that was read anew knows nothing yet of what was merged. */
function areMarked(segments: readonly Segment[], standing: ReadonlyMap<number, number>): boolean {
  return segments.reduce((sum, { merged }) => sum + merged.size, 0) === standing.size;
}
