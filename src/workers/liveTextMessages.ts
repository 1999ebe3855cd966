import type { TextId } from '../domain/ids.ts';

/** Between the engine and those tabs of a book that have a text open, over a channel of their own. */
export type LiveTextMessage =
  /** From a tab: to be said to everybody who has the text open. The other tabs of this device hear it themselves. */
  | { readonly type: 'say'; readonly text: TextId; readonly bytes: Uint8Array }
  /** From the engine: another device has said it. */
  | { readonly type: 'heard'; readonly device: number; readonly text: TextId; readonly bytes: Uint8Array };

export const liveTextChannelName = (book: string): string => `rapport-live-texts:${book}`;
