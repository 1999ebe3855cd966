/** The buffers of all typed arrays inside plain objects and arrays, each once: what `postMessage` may hand over. */
export function buffersIn(value: unknown): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  collect(value, buffers);
  return [...buffers];
}

function collect(value: unknown, buffers: Set<ArrayBuffer>): void {
  if (typeof value !== 'object' || value === null) return;
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) buffers.add(value.buffer);
  } else if (Array.isArray(value)) {
    if (typeof value[0] === 'object') for (const entry of value) collect(entry, buffers);
  } else {
    for (const entry of Object.values(value)) collect(entry, buffers);
  }
}
