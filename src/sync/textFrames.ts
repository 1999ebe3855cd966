import { recordOfText, type TextId } from '../domain/ids.ts';
import { ByteWriter, parseBytes } from '../protocol/bytes.ts';
import { maxLiveText } from '../protocol/limits.ts';
import type { Clock } from './clock.ts';

/** One message of somebody who has a text open to the others who have it open. */
export interface TextSaid {
  readonly text: TextId;
  readonly bytes: Uint8Array;
}

/** Messages as they stand in the sealed part of a live frame: for each, the text's id and what is said. */
export function encodeTextFrame(said: readonly TextSaid[]): Uint8Array {
  const writer = new ByteWriter();
  for (const { text, bytes } of said) writer.text(text).bytes(bytes);
  return writer.finish();
}

/** Empty where one of them is malformed. */
export function decodeTextFrame(frame: Uint8Array): readonly TextSaid[] {
  const read = parseBytes(frame, (reader) => {
    const said: TextSaid[] = [];
    while (reader.left > 0) {
      const text = reader.text();
      if (recordOfText(text) === undefined) reader.fail('no text');
      said.push({ text, bytes: reader.bytes() });
    }
    return said;
  });
  return read.ok ? read.value : [];
}

/** A device sends frames so far apart at least, ms: the relay takes twenty a second of it, presence included. */
const intervalMs = 80;
/** What waits to be sent, at most. What is dropped comes over the log. */
const maxQueuedBytes = 8 * maxLiveText;
/** Beside a message: lengths, and the id of its text. */
const headBytes = 48;

/** Puts what the tabs of a device say into few frames: the first at once, then as many as the relay takes. */
export class TextFrames {
  readonly #clock: Clock;
  readonly #send: (frame: Uint8Array) => void;
  #queue: TextSaid[] = [];
  #queuedBytes = 0;
  #isResting = false;

  constructor(clock: Clock, send: (frame: Uint8Array) => void) {
    this.#clock = clock;
    this.#send = send;
  }

  say(said: TextSaid): void {
    const size = said.bytes.length + headBytes;
    if (size > maxLiveText || this.#queuedBytes + size > maxQueuedBytes) return;
    this.#queue.push(said);
    this.#queuedBytes += size;
    if (!this.#isResting) this.#flush();
  }

  #flush(): void {
    this.#isResting = this.#queue.length > 0;
    if (!this.#isResting) return;
    let bytes = 0;
    let count = 0;
    for (const each of this.#queue) {
      bytes += each.bytes.length + headBytes;
      if (bytes > maxLiveText) break;
      count++;
    }
    const taken = this.#queue.splice(0, count);
    for (const each of taken) this.#queuedBytes -= each.bytes.length + headBytes;
    this.#send(encodeTextFrame(taken));
    this.#clock.after(intervalMs, () => this.#flush());
  }
}
