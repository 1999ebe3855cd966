import { fromHex, toHex } from '../protocol/bytes.ts';
import { decodeToDevice } from '../protocol/controls.ts';
import {
  closeCode,
  decodeEntries,
  encodeControl,
  frameType,
  subjectText,
  type PlacedEntry,
  type RelayError,
  type Subject,
  type ToDevice,
  type ToRelay,
} from '../protocol/frames.ts';
import { protocolVersion } from '../protocol/limits.ts';
import {
  authSigned,
  decodeCursors,
  decodeLive,
  type CursorStatement,
  type LiveFrame,
} from '../protocol/statements.ts';
import type { Clock } from './clock.ts';
import type { OpenSocket, Socket } from './socket.ts';

export type Welcome = Extract<ToDevice, { t: 'welcome' }>;

/** Why a connection is over. */
export type ConnectionEnd =
  /** The network, or whoever answered in the relay's place. Worth trying again. */
  | { readonly type: 'lost' }
  | { readonly type: 'closed' }
  /** The relay said why. */
  | { readonly type: 'error'; readonly error: RelayError }
  /** It sent what no relay sends. */
  | { readonly type: 'malformed'; readonly detail: string };

export interface ConnectionEvents {
  /** The relay has accepted who we are. Nothing but `onEnd` comes before it. */
  readonly onWelcome: (welcome: Welcome) => void;
  /** Everything after it that is a control message, but pings and errors. */
  readonly onControl?: (message: ToDevice) => void;
  readonly onEntries?: (entries: readonly PlacedEntry[]) => void;
  readonly onCursors?: (cursors: readonly CursorStatement[]) => void;
  readonly onLive?: (frame: LiveFrame) => void;
  /** Once, and the last. */
  readonly onEnd: (end: ConnectionEnd) => void;
}

/** Who knocks, and with which key: a device, the seed of an invitation, or a phrase. */
export interface Knock {
  readonly subject: Subject;
  readonly sign: (message: Uint8Array) => Promise<Uint8Array>;
}

export interface Connection {
  readonly sendControl: (message: ToRelay) => void;
  readonly sendFrame: (frame: Uint8Array) => void;
  /** Asks whether anybody is still there: an answer must come within a few seconds. */
  readonly check: () => void;
  /** While much is under way, an answer may stand behind it for long. */
  readonly setPatient: (isPatient: boolean) => void;
  readonly close: () => void;
}

/** Opening and saying who we are may take this long. */
const handshakeMs = 10_000;
/** After so long without a word, the relay is asked whether it is still there. */
const silenceMs = 20_000;
const answerMs = 8_000;
const patientMs = 90_000;
/** The person is looking: a network that has gone must show soon. */
const checkMs = 3_000;

/** Opens a connection to a relay and says who we are: hello, challenge, auth, welcome. Needs no book. */
export function openConnection(
  { openSocket, clock }: { readonly openSocket: OpenSocket; readonly clock: Clock },
  knock: Knock,
  events: ConnectionEvents,
): Connection {
  return new RelayConnection(openSocket, clock, knock, events);
}

class RelayConnection implements Connection {
  readonly #clock: Clock;
  readonly #knock: Knock;
  readonly #events: ConnectionEvents;
  readonly #socket: Socket;
  #state: 'opening' | 'challenged' | 'welcome' | 'over' = 'opening';
  #cancelTimer: () => void = () => undefined;
  #pings = 0;
  #isPatient = false;

  constructor(openSocket: OpenSocket, clock: Clock, knock: Knock, events: ConnectionEvents) {
    this.#clock = clock;
    this.#knock = knock;
    this.#events = events;
    this.#expect(handshakeMs);
    this.#socket = openSocket({
      onOpen: () => this.sendControl({ t: 'hello', v: protocolVersion, as: knock.subject }),
      onMessage: (data) => this.#hear(data),
      onClose: (code) => this.#end(endOfCode(code)),
    });
  }

  sendControl(message: ToRelay): void {
    if (this.#state !== 'over') this.#socket.send(encodeControl(message));
  }

  sendFrame(frame: Uint8Array): void {
    if (this.#state !== 'over') this.#socket.send(frame);
  }

  check(): void {
    if (this.#state === 'welcome' && !this.#isPatient) this.#ping(checkMs);
  }

  setPatient(isPatient: boolean): void {
    this.#isPatient = isPatient;
  }

  close(): void {
    this.#end({ type: 'closed' });
  }

  #hear(data: string | Uint8Array): void {
    if (this.#state === 'over') return;
    if (this.#state === 'welcome') this.#rest();
    if (typeof data === 'string') this.#hearControl(data);
    else this.#hearFrame(data);
  }

  #hearControl(text: string): void {
    const decoded = decodeToDevice(text);
    if (!decoded.ok) return this.#end({ type: 'malformed', detail: decoded.error.detail });
    const message = decoded.value;
    if (message.t === 'error') return this.#end({ type: 'error', error: message.error });
    if (this.#state === 'welcome') {
      if (message.t !== 'pong') this.#events.onControl?.(message);
      return;
    }
    if (message.t === 'challenge' && this.#state === 'opening') return this.#authenticate(message);
    if (message.t === 'welcome' && this.#state === 'challenged') {
      this.#state = 'welcome';
      this.#rest();
      return this.#events.onWelcome(message);
    }
    this.#end({ type: 'malformed', detail: `${message.t} before the welcome` });
  }

  #authenticate({ challenge, oldest, workspace }: Extract<ToDevice, { t: 'challenge' }>): void {
    if (oldest > protocolVersion) return this.#end({ type: 'error', error: { type: 'version', oldest } });
    const { subject, sign } = this.#knock;
    const bytes = fromHex(challenge, 32);
    const isAsked = !('workspace' in subject) || subject.workspace === workspace;
    if (bytes === undefined || !isAsked) return this.#end({ type: 'malformed', detail: 'challenge' });
    this.#state = 'challenged';
    void sign(authSigned(bytes, subjectText(subject, workspace))).then((signature) =>
      this.sendControl({ t: 'auth', signature: toHex(signature) }),
    );
  }

  #hearFrame(data: Uint8Array): void {
    if (this.#state !== 'welcome')
      return this.#end({ type: 'malformed', detail: 'frame before the welcome' });
    const body = data.subarray(1);
    switch (data[0]) {
      case frameType.entries: {
        const entries = decodeEntries(body);
        if (!entries.ok) return this.#end({ type: 'malformed', detail: entries.error.detail });
        return this.#events.onEntries?.(entries.value);
      }
      case frameType.cursors: {
        const cursors = decodeCursors(body);
        if (!cursors.ok) return this.#end({ type: 'malformed', detail: cursors.error.detail });
        return this.#events.onCursors?.(cursors.value);
      }
      case frameType.live: {
        // Another device made it: what is wrong with it is not the relay's fault.
        const frame = decodeLive(body);
        if (frame.ok) this.#events.onLive?.(frame.value);
        return;
      }
      default:
        return this.#end({ type: 'malformed', detail: `frame ${data[0]}` });
    }
  }

  /** Something was heard: after a while of silence, asks whether anybody is there. */
  #rest(): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#clock.after(silenceMs, () =>
      this.#ping(this.#isPatient ? patientMs : answerMs),
    );
  }

  #ping(withinMs: number): void {
    this.sendControl({ t: 'ping', id: ++this.#pings });
    this.#expect(withinMs, this.#socket.bufferedBytes?.());
  }

  /** Over, unless something is heard in time. A question may stand behind what is still leaving by a slow network. */
  #expect(withinMs: number, buffered = 0): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#clock.after(withinMs, () => {
      const left = this.#socket.bufferedBytes?.() ?? 0;
      if (left < buffered) this.#expect(withinMs, left);
      else this.#end({ type: 'lost' });
    });
  }

  #end(end: ConnectionEnd): void {
    if (this.#state === 'over') return;
    this.#state = 'over';
    this.#cancelTimer();
    this.#socket.close();
    this.#events.onEnd(end);
  }
}

/** What a code of closing says where no message came before it. */
function endOfCode(code: number): ConnectionEnd {
  switch (code) {
    case closeCode.authentication:
      return { type: 'error', error: { type: 'authentication' } };
    case closeCode.unknown:
      return { type: 'error', error: { type: 'unknown-workspace' } };
    case closeCode.version:
      return { type: 'error', error: { type: 'version', oldest: protocolVersion + 1 } };
    case closeCode.malformed:
      return { type: 'error', error: { type: 'malformed', detail: '' } };
    default:
      return { type: 'lost' };
  }
}
