import type { Membership } from '../protocol/membership.ts';
import { liveKind } from '../protocol/statements.ts';
import type { Clock } from '../sync/clock.ts';
import { decodeTextFrame, TextFrames } from '../sync/textFrames.ts';
import { liveTextChannelName, type LiveTextMessage } from './liveTextMessages.ts';
import type { LiveSession } from './teamPart.ts';

export interface LiveTextsPorts {
  readonly book: string;
  /** This device's number. */
  readonly device: number;
  readonly clock: Clock;
  readonly session: Pick<LiveSession, 'live' | 'onLive' | 'state'> & {
    readonly membership: Membership | undefined;
  };
}

/** Passes on what tabs of this device and other devices say about texts that they have open, until the returned function is called. */
export function carryLiveTexts({ book, device, clock, session }: LiveTextsPorts): () => void {
  const mayWrite = (): boolean => {
    const own = session.membership?.devices.get(device);
    return own?.state === 'active' && own.role !== 'viewer';
  };
  const frames = new TextFrames(clock, (frame) => {
    if (session.state === 'online' && mayWrite()) session.live(liveKind.text, frame);
  });
  const channel = new BroadcastChannel(liveTextChannelName(book));
  channel.onmessage = ({ data }: MessageEvent<LiveTextMessage>) => {
    if (data.type === 'say') frames.say(data);
  };
  const stop = session.onLive(({ kind, device: from, text }) => {
    if (kind !== liveKind.text || from === device) return;
    for (const said of decodeTextFrame(text)) {
      channel.postMessage({ type: 'heard', device: from, ...said } satisfies LiveTextMessage);
    }
  });
  return () => {
    stop();
    channel.close();
  };
}
