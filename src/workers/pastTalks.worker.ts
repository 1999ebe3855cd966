import { BookDatabase } from '../database/schema.ts';
import type { RecordId } from '../domain/ids.ts';
import type { PastTalksAnswer, PastTalksQuestion, PastTalksRequest } from './pastTalksMessages.ts';
import { PastTalksWork } from './pastTalksWork.ts';

let work: Promise<PastTalksWork> | undefined;
/** One call after the other: each may change what the next is compared with. */
let queue: Promise<void> = Promise.resolve();

self.onmessage = ({ data: request }: MessageEvent<PastTalksRequest>) => {
  if (request.type === 'open') {
    const db = new BookDatabase(request.name, 'relaxed');
    work = db.open().then(() => new PastTalksWork(db));
    work.catch(() => undefined);
    return;
  }
  queue = queue.then(() => answer(request));
};

async function answer({ id, call, args }: Extract<PastTalksRequest, { type: 'call' }>): Promise<void> {
  try {
    const past = await work;
    const value =
      call === 'recent'
        ? past?.recent(args[0] as readonly RecordId[])
        : await past?.similar(args[0] as PastTalksQuestion);
    post({ id, value });
  } catch (thrown) {
    post({ id, failure: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) });
  }
}

function post(answered: PastTalksAnswer): void {
  self.postMessage(answered);
}
