import { undoBatch } from '../commands/batches.ts';
import type { Book } from '../database/book.ts';
import type { RecordId } from '../domain/ids.ts';
import { err, type Result } from '../domain/result.ts';
import type { EngineLink } from './engine.ts';
import type { EngineFailure } from './engineMessages.ts';
import type { CallOptions } from './importClient.ts';
import type { WorkError } from './importMessages.ts';

export interface WriteOptions extends Pick<CallOptions, 'signal' | 'onProgress'> {
  /** Chunks written so far, of all. */
  readonly onWritten?: (done: number, total: number) => void;
}

/** A batch that is being written: so many chunks, `from` of them before. */
interface Writing {
  readonly book: Book;
  readonly engine: EngineLink;
  readonly batch: RecordId;
  readonly from: number;
  readonly chunks: number;
}

/**
 * Has the engine write each chunk that `write` makes. Cancelled, the batch is taken back; on any other error it stays unfinished.
 * A chunk that the engine has already, as after a tab that was killed, counts as written.
 */
export async function writeChunks<T>(
  { book, engine, batch, from, chunks }: Writing,
  { signal, onProgress, onWritten }: WriteOptions,
  write: (options: CallOptions) => Promise<Result<T, WorkError>>,
): Promise<Result<T, WorkError | EngineFailure>> {
  let failure: EngineFailure | undefined;
  onWritten?.(from, chunks);
  const written = await write({
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress }),
    onChunk: async (position, bytes) => {
      const answer = await engine.call('writeChunk', { batch, position, bytes });
      if (answer.ok || (answer.error.type === 'chunk-order' && answer.error.expected > position)) {
        onWritten?.(position + 1, chunks);
        return true;
      }
      failure = answer.error;
      return false;
    },
  });
  if (failure !== undefined) return err(failure);
  if (!written.ok && written.error.type === 'read-cancelled') await undoBatch(book, batch);
  return written;
}
