import { maxRecordsInShard, type RecordId } from '../domain/ids.ts';

/**
 * Numbers distinct record ids of one kind in the order they come. Ids are read digit by digit: the blocks of a million
 * lines name 600,000 of them, and hashing these took 85 ms more.
 */
export class IdPositions {
  readonly entries: RecordId[] = [];
  readonly #slotsByShard = new Map<number, Int32Array>();
  readonly #others = new Map<string, number>();
  #lastShard = -1;
  #lastSlots: Int32Array = new Int32Array();

  of(id: RecordId): number {
    const firstDot = id.indexOf('.', 1);
    const secondDot = id.indexOf('.', firstDot + 1);
    const device = readBase36(id, 1, firstDot);
    const shard = readBase36(id, firstDot + 1, secondDot);
    const index = readBase36(id, secondDot + 1, id.length);
    if (device < 0 || shard < 0 || index < 0 || index >= maxRecordsInShard || shard >= shardsPerDevice) {
      return this.#ofOther(id);
    }
    const slots = this.#slotsOf(device * shardsPerDevice + shard);
    const known = slots[index] as number;
    if (known > 0) return known - 1;
    const position = this.entries.push(id) - 1;
    slots[index] = position + 1;
    return position;
  }

  /** Positions plus one by index; 0 where none is given yet. */
  #slotsOf(shard: number): Int32Array {
    if (shard === this.#lastShard) return this.#lastSlots;
    let slots = this.#slotsByShard.get(shard);
    if (slots === undefined) {
      slots = new Int32Array(maxRecordsInShard);
      this.#slotsByShard.set(shard, slots);
    }
    this.#lastShard = shard;
    return (this.#lastSlots = slots);
  }

  #ofOther(id: string): number {
    let position = this.#others.get(id);
    if (position === undefined) {
      position = this.entries.push(id) - 1;
      this.#others.set(id, position);
    }
    return position;
  }
}

/** More than a device ever fills. */
export const shardsPerDevice = 2 ** 20;

/** The number between two places of a text; −1 where there is none, or one that no id is written with. */
export function readBase36(text: string, from: number, to: number): number {
  if (to <= from || (to > from + 1 && text.charCodeAt(from) === 48)) return -1;
  let value = 0;
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    const digit = code >= 48 && code <= 57 ? code - 48 : code >= 97 && code <= 122 ? code - 87 : -1;
    if (digit < 0) return -1;
    value = value * 36 + digit;
  }
  return value;
}
