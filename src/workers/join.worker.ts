import { wallClock } from '../sync/clock.ts';
import { webSocketTo } from '../sync/socket.ts';
import type { JoinMessage, JoinStart } from './joinMessages.ts';
import { runJoin } from './joinWork.ts';

const post = (message: JoinMessage): void => postMessage(message);

addEventListener('message', (event: MessageEvent<JoinStart>) => {
  void start(event.data);
});

async function start({ way, names, relay, book }: JoinStart): Promise<void> {
  const ports = { openSocket: webSocketTo(relay), clock: wallClock };
  try {
    const { outcome } = runJoin({ way, names, book, waitsUnder: 'rapport-join' }, ports, (state) =>
      post({ type: 'state', state }),
    );
    const joined = await outcome;
    post(joined.ok ? { type: 'joined', joined: joined.value } : { type: 'failed', error: joined.error });
  } catch (thrown) {
    const detail = thrown instanceof Error ? thrown.message : String(thrown);
    post({ type: 'failed', error: { type: 'failed', detail } });
  }
}
