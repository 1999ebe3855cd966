import { isRecordId, type RecordId } from '../domain/ids.ts';
import { utf8 } from '../protocol/bytes.ts';
import type { Clock } from './clock.ts';

/** Where somebody is in the app. */
export interface Place {
  readonly record: RecordId | null;
  readonly screen: string;
}

export interface Presence extends Place {
  readonly device: number;
  /** When it was heard, in ms by our clock. */
  readonly at: number;
}

export interface PresencePorts {
  readonly clock: Clock;
  /** Sends to all devices that are there; nothing is stored, and nothing happens while offline. */
  readonly send: (text: Uint8Array) => void;
  readonly changed: () => void;
}

/** A device that is there says so this often, in ms; one that has not for longer than `expiryMs` has gone. */
const beatMs = 20_000;
const expiryMs = 45_000;
const maxScreenLength = 64;

/** Who else is there, and where: told by each device of its own, and forgotten when it stops. */
export class PresenceBoard {
  readonly #ports: PresencePorts;
  readonly #others = new Map<number, Presence>();
  #own: Place = { record: null, screen: '' };
  #cancelBeat: () => void = () => undefined;

  constructor(ports: PresencePorts) {
    this.#ports = ports;
  }

  /** Those who have spoken lately. */
  get others(): readonly Presence[] {
    this.#expire();
    return [...this.#others.values()];
  }

  /** This device's person goes somewhere else. */
  move(place: Place): void {
    this.#own = place;
    this.beat();
  }

  /** Says where we are, now and then again: on connecting, and for as long as it goes on. */
  beat(): void {
    this.#cancelBeat();
    this.#ports.send(utf8(JSON.stringify({ record: this.#own.record, screen: this.#own.screen })));
    this.#cancelBeat = this.#ports.clock.after(beatMs, () => {
      const before = this.#others.size;
      this.#expire();
      if (this.#others.size < before) this.#ports.changed();
      this.beat();
    });
  }

  /** A frame of another device, opened and verified. One that was not heard before is answered, so that it sees us. */
  hear(device: number, text: Uint8Array): void {
    const place = readPlace(text);
    if (place === undefined) return;
    const isNew = !this.#others.has(device);
    this.#others.set(device, { ...place, device, at: this.#ports.clock.now() });
    if (isNew) this.beat();
    this.#ports.changed();
  }

  /** The connection is gone: nobody is known to be there. */
  lose(): void {
    this.#cancelBeat();
    if (this.#others.size === 0) return;
    this.#others.clear();
    this.#ports.changed();
  }

  #expire(): void {
    const oldest = this.#ports.clock.now() - expiryMs;
    for (const [device, { at }] of this.#others) if (at < oldest) this.#others.delete(device);
  }
}

function readPlace(text: Uint8Array): Place | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder().decode(text));
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null) return undefined;
  const parts = new Map<string, unknown>(Object.entries(parsed));
  const [record, screen] = [parts.get('record'), parts.get('screen')];
  if (typeof screen !== 'string' || screen.length > maxScreenLength) return undefined;
  if (record === null) return { record, screen };
  return typeof record === 'string' && record.length <= 32 && isRecordId(record)
    ? { record, screen }
    : undefined;
}
