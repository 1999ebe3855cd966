import type { Live } from '../database/live.ts';
import { engineChannelName, type EngineMessage } from './engineMessages.ts';
import type { SyncView } from './syncView.ts';

/** An engine that has just started may not hear the first question. */
const askAgainMs = 1_000;

/** The view of a book, as its engine tells it. Nothing is told before the engine runs. */
export function followSync(bookName: string): Live<SyncView> {
  return {
    subscribe: (onValue) => {
      const channel = new BroadcastChannel(engineChannelName(bookName));
      const ask = (): void => channel.postMessage({ type: 'sync?' } satisfies EngineMessage);
      const timer = setInterval(ask, askAgainMs);
      channel.onmessage = (event: MessageEvent<EngineMessage>) => {
        if (event.data.type === 'ready') ask();
        if (event.data.type !== 'sync') return;
        clearInterval(timer);
        onValue(event.data.view);
      };
      ask();
      return () => {
        clearInterval(timer);
        channel.close();
      };
    },
  };
}
