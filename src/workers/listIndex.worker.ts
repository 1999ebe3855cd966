import { channelName } from '../database/book.ts';
import type { ListIndexReport, ListIndexRequest } from './listIndexCalls.ts';
import { ListIndexServer } from './listIndexServer.ts';

let server: ListIndexServer | undefined;

self.onmessage = (event: MessageEvent<ListIndexRequest>) => {
  const request = event.data;
  if (request.type === 'open') {
    const opened = new ListIndexServer(
      request.name,
      (report: ListIndexReport, transferred: readonly Transferable[] = []) =>
        self.postMessage(report, [...transferred]),
      // Thrown from here, it reaches the tab, which starts this worker anew.
      (thrown) =>
        setTimeout(() => {
          throw thrown;
        }),
    );
    new BroadcastChannel(channelName(request.name)).onmessage = () => opened.wake();
    server = opened;
  } else if (server !== undefined) void server.answer(request.id, request.call, request.args);
};
