import { pacer } from '../domain/pacer.ts';
import { isPlain } from './packing.ts';

/** Arrays from so many bytes are worth a copy of their own. */
const leastBytes = 65_536;

type TypedArray = Float64Array | Float32Array | Int32Array | Uint32Array | Uint16Array | Uint8Array;

/** A message with buffers that are only for it. */
interface Handed<T> {
  readonly message: T;
  readonly buffers: readonly ArrayBuffer[];
}

/**
 * A message whose large arrays are copies that can be handed over with it. To copy them while a message is written takes three times
 * as long, and all at once; here others have their turn in between. Undefined, at once, where there is no large array.
 */
export function handedOver<T>(message: T): Promise<Handed<T>> | undefined {
  const large = new Set<TypedArray>();
  collect(message, large);
  return large.size === 0 ? undefined : withCopies(message, large);
}

async function withCopies<T>(message: T, large: ReadonlySet<TypedArray>): Promise<Handed<T>> {
  const pause = pacer();
  const copies = new Map<TypedArray, TypedArray>();
  for (const array of large) {
    copies.set(array, array.slice());
    await pause();
  }
  return {
    message: replaced(message, copies) as T,
    buffers: Array.from(copies.values(), (copy) => copy.buffer as ArrayBuffer),
  };
}

function collect(value: unknown, large: Set<TypedArray>): void {
  if (typeof value !== 'object' || value === null) return;
  if (isTyped(value)) {
    if (value.byteLength >= leastBytes) large.add(value);
  } else if (Array.isArray(value)) {
    if (typeof value[0] === 'object') for (const entry of value) collect(entry, large);
  } else if (isPlain(value)) {
    for (const entry of Object.values(value)) collect(entry, large);
  }
}

function replaced(value: unknown, copies: ReadonlyMap<TypedArray, TypedArray>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (isTyped(value)) return copies.get(value) ?? value;
  if (Array.isArray(value)) {
    return typeof value[0] === 'object' ? value.map((entry) => replaced(entry, copies)) : value;
  }
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, replaced(entry, copies)]));
}

function isTyped(value: object): value is TypedArray {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}
