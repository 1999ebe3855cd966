import {
  currentBookName,
  listBook,
  listedBooks,
  replaceCurrentBook,
  switchBook,
  whileMakingBook,
} from '../database/bookList.ts';
import { openBook } from '../database/open.ts';
import { relayAddress } from '../sync/socket.ts';
import type { JoinedTeam, JoinMessage, JoinStart, JoinWay } from './joinMessages.ts';
import type { JoinError, JoinHandle, JoinNames, JoinState } from './joinState.ts';

/** Asks to be let in by the link of an invitation, or by its fragment alone. */
export function beginJoin(link: string, names: JoinNames, onState: (state: JoinState) => void): JoinHandle {
  return run({ type: 'invitation', link }, names, onState);
}

/** Lets this device in as an owner by the phrase on paper; `seed` is its 32 bytes. */
export function recover(seed: Uint8Array, names: JoinNames, onState: (state: JoinState) => void): JoinHandle {
  return run({ type: 'phrase', seed }, names, onState);
}

function run(way: JoinWay, names: JoinNames, onState: (state: JoinState) => void): JoinHandle {
  const worker = new Worker(new URL('./join.worker.ts', import.meta.url), { type: 'module', name: 'join' });
  let isOver = false;
  let letGo = (): void => undefined;
  const stop = (): void => {
    isOver = true;
    worker.terminate();
    letGo();
  };
  const end = (state: JoinState): void => {
    if (isOver) return;
    stop();
    onState(state);
  };
  const fail = (error: JoinError): void => end({ type: 'failed', error });
  worker.onerror = (event) => {
    event.preventDefault();
    fail({ type: 'failed', detail: event.message });
  };
  // Until it is listed, the book is of no use: a tab that is closed leaves nothing behind.
  void whileMakingBook((book) => {
    worker.onmessage = ({ data: message }: MessageEvent<JoinMessage>) => {
      if (isOver) return;
      if (message.type === 'state') onState(message.state);
      else if (message.type === 'failed') fail(message.error);
      else {
        void enter(book, message.joined).then(end, (thrown: unknown) =>
          fail({ type: 'storage', detail: thrown instanceof Error ? thrown.message : String(thrown) }),
        );
      }
    };
    worker.postMessage({ way, names, relay: relayAddress(location.origin), book } satisfies JoinStart);
    return new Promise<void>((resolve) => (letGo = resolve));
  });
  return { cancel: stop };
}

/** The joined book becomes the one that this device opens. */
async function enter(book: string, { title }: JoinedTeam): Promise<JoinState> {
  const before = currentBookName();
  const known = listedBooks().find((each) => each.name === before);
  const hasPrevious = known?.isShared !== true && (await holdsRecords(before));
  listBook(book, { title, isShared: true, openedAt: Date.now() });
  // An empty book that nobody has named was only where this device began.
  if (hasPrevious || known?.isShared === true || (known?.title ?? '') !== '') switchBook(book);
  else replaceCurrentBook(book);
  return { type: 'done', bookName: title, book, ...(hasPrevious ? { previous: before } : {}) };
}

/** True if somebody has entered or imported something there. */
async function holdsRecords(name: string): Promise<boolean> {
  const opened = await openBook(name);
  if (!opened.ok) return false;
  const { relaxed, close } = opened.value;
  try {
    const { accounts, contacts, products, orderOverlay, orderBlocks } = relaxed;
    for (const table of [accounts, contacts, products, orderOverlay, orderBlocks]) {
      if ((await table.count()) > 0) return true;
    }
    return false;
  } finally {
    close();
  }
}
