import type { GoLive, LiveLink, LiveText as SharedText } from '../texts/liveLink.ts';
import { partsOfClient } from '../database/counters.ts';
import type { LiveText, Writer } from '../sync/liveText.ts';
import { followSync } from '../workers/followSync.ts';
import { liveTextChannelName, type LiveTextMessage } from '../workers/liveTextMessages.ts';
import type { SyncView } from '../workers/syncView.ts';

/** How texts of a book are open to others. What it takes is loaded once the book is known to be shared. */
export function liveWithin(book: string): GoLive {
  return (text) => new Link(book, text);
}

class Link implements LiveLink {
  readonly #shared: SharedText;
  readonly #channel: BroadcastChannel;
  readonly #stopFollowing: () => void;
  #view: SyncView | undefined;
  #writers: ReadonlyMap<number, Writer> = new Map();
  #live: LiveText | undefined;
  #caret: Parameters<LiveLink['setCaret']>[0] = null;
  #isLoading = false;
  #isHeld = false;
  #isClosed = false;

  constructor(book: string, shared: SharedText) {
    this.#shared = shared;
    this.#channel = new BroadcastChannel(liveTextChannelName(book));
    this.#channel.onmessage = ({ data }: MessageEvent<LiveTextMessage>) => {
      if (data.text !== shared.id) return;
      this.#live?.hear(data.type === 'heard' ? data.device : this.#device, data.bytes);
    };
    this.#stopFollowing = followSync(book).subscribe((view) => this.#follow(view));
  }

  get isConnected(): boolean {
    return this.#live?.isConnected === true;
  }

  readonly setCaret: LiveLink['setCaret'] = (places) => {
    this.#caret = places;
    this.#live?.setCaret(places);
  };

  hold(): void {
    this.#isHeld = true;
    this.#live?.hold();
  }

  release(): void {
    this.#isHeld = false;
    this.#live?.release();
  }

  close(): void {
    this.#isClosed = true;
    this.#stopFollowing();
    this.#live?.close();
    this.#channel.close();
  }

  get #device(): number {
    return partsOfClient(this.#shared.text.doc.clientID).device;
  }

  #follow(view: SyncView): void {
    this.#view = view;
    this.#writers = writersOf(view);
    if (view.isShared && this.#live === undefined && !this.#isLoading) {
      this.#isLoading = true;
      // Without a network it may not be there. Everything comes over the log then; it is asked for again with the next word of the engine.
      this.#load().catch(() => (this.#isLoading = false));
    }
    this.#live?.connect(view.connection === 'online');
    this.#live?.reviewWriters();
  }

  async #load(): Promise<void> {
    const { LiveText: Live } = await import('../sync/liveText.ts');
    if (this.#isClosed) return;
    const { id, text, isMine, keptClock, distrusted, onCarets } = this.#shared;
    this.#live = new Live({
      ...{ id, text, isMine, keptClock, distrusted, onCarets },
      writerOf: (device) => this.#writers.get(device),
      say: (bytes) => this.#channel.postMessage({ type: 'say', text: id, bytes } satisfies LiveTextMessage),
    });
    if (this.#isHeld) this.#live.hold();
    this.#live.setCaret(this.#caret);
    this.#live.connect(this.#view?.connection === 'online');
  }
}

/** Members, each with a colour that is the same on every device. */
function writersOf({ devices }: SyncView): ReadonlyMap<number, Writer> {
  const members = [...new Set(devices.map(({ memberId }) => memberId))].sort();
  return new Map(
    devices.map(({ device, memberId, memberName, role, state }) => {
      const isWriter = state === 'active' && role !== 'viewer';
      return [device, { name: memberName, colour: colourOf(members.indexOf(memberId)), isWriter }];
    }),
  );
}

/** Steps by the golden angle keep hues apart, however many; one lightness shows on light and dark ground alike. */
function colourOf(place: number): string {
  return `oklch(0.6 0.15 ${Math.round(250 + place * 137.5) % 360})`;
}
