import { enterBook } from '../database/book.ts';
import { databaseErrorOf } from '../database/errors.ts';
import { readOnlyReason } from '../database/readOnly.ts';
import { err } from '../domain/result.ts';
import { packRows } from '../read/packRows.ts';
import { EngineState, NewerEpochError, SupersededError } from '../store/engineTransaction.ts';
import { ChunkOrderError, ImportUndoneError, ReadOnlyBookError, writeImportChunk } from '../store/imports.ts';
import { rebuildRows } from '../store/projection.ts';
import { ClonedProfileError } from '../store/shard.ts';
import { writeText, type TextWriting } from '../store/texts.ts';
import { EngineLoop } from './engineLoop.ts';
import {
  engineChannelName,
  type EngineCalls,
  type EngineFailure,
  type EngineMessage,
  type EngineStart,
  type HostedCalls,
} from './engineMessages.ts';
import { Merges } from './merges.ts';
import { SyncHost } from './syncHost.ts';

addEventListener('message', (event: MessageEvent<EngineStart>) => {
  void start(event.data);
});

/** Takes the term of a book and serves it until another engine takes over. */
async function start({ book: name, memberName }: EngineStart): Promise<void> {
  const channel = new BroadcastChannel(engineChannelName(name));
  const post = (message: EngineMessage): void => channel.postMessage(message);
  const stop = (error: EngineFailure): void => {
    post({ type: 'stopped', error });
    postMessage({ type: 'stopped', error });
    channel.close();
    close();
  };
  // A hung engine may hold the tables for seconds yet: who waits for them is alive, and nobody need take over from it.
  channel.onmessage = ({ data }: MessageEvent<EngineMessage>) => {
    if (data.type === 'ping') post({ type: 'pong', to: data.from, term: 0 });
  };
  try {
    const opened = await enterBook(name, memberName);
    if (!opened.ok) return stop(opened.error);
    const book = opened.value;
    if (book.readOnly) return stop({ type: 'newer-version', epoch: 0 });
    const state = await EngineState.take(book, packRows);
    const onFailure = (thrown: unknown): void => stop(failureOf(thrown));
    const host = new SyncHost({ state, onFailure, post: (view) => post({ type: 'sync', view }) });
    const loop = new EngineLoop(state, onFailure, () => host.wake());
    const merges = new Merges(state, () => loop.noteWrites());
    const engine: Engine = { state, loop, host, merges, post };
    channel.onmessage = (event: MessageEvent<EngineMessage>) => {
      const message = event.data;
      if (message.type === 'ping') post({ type: 'pong', to: message.from, term: state.term });
      if (message.type === 'call') void answer(engine, message);
      if (message.type === 'sync?') host.ask();
      if (message.type === 'awake') {
        host.nudge();
        // What a tab wrote that ended before it told the others.
        loop.wake();
        book.announce({ type: 'rows' });
      }
    };
    book.listen((message) => {
      if (message.type === 'work') loop.wake();
    });
    await loop.begin();
    post({ type: 'ready', term: state.term });
    await host.begin();
    await merges.resume();
  } catch (thrown) {
    stop(failureOf(thrown));
  }
}

interface Engine {
  readonly state: EngineState;
  readonly loop: EngineLoop;
  readonly host: SyncHost;
  readonly merges: Merges;
  readonly post: (message: EngineMessage) => void;
}

async function answer(
  engine: Engine,
  { from, id, call, args }: Extract<EngineMessage, { type: 'call' }>,
): Promise<void> {
  const { post } = engine;
  post({ type: 'taken', to: from, id });
  try {
    const result = await perform(engine, call, args);
    post({ type: 'answer', to: from, id, result });
  } catch (thrown) {
    post({ type: 'failed', to: from, id, error: failureOf(thrown) });
  }
}

async function perform(
  { state, loop, host, merges, post }: Engine,
  call: keyof EngineCalls,
  args: unknown,
): Promise<unknown> {
  switch (call) {
    case 'writeChunk': {
      const { batch, position, bytes } = args as EngineCalls['writeChunk']['args'];
      await writeImportChunk(state, batch, position, bytes);
      loop.noteWrites();
      return null;
    }
    case 'rebuild': {
      let shards = 0;
      await rebuildRows(state, (done, total) => {
        shards = total;
        post({ type: 'progress', what: 'rebuild', done, total });
        state.book.announce({ type: 'rows' });
      });
      return { shards };
    }
    case 'writeText': {
      const written = await writeText(state, args as TextWriting);
      if (written.ok) loop.noteWrites();
      return written;
    }
    case 'settle':
      await loop.settled();
      return null;
    case 'mergeBook': {
      const { from, title = '' } = args as EngineCalls['mergeBook']['args'];
      const isReadOnly = (await readOnlyReason(state.book.strict)) !== undefined;
      return isReadOnly ? err({ type: 'not-allowed' }) : merges.run({ from, title });
    }
    default:
      return host.perform(call, args as HostedCalls[keyof HostedCalls]['args']);
  }
}

function failureOf(thrown: unknown): EngineFailure {
  if (thrown instanceof SupersededError) return { type: 'superseded' };
  if (thrown instanceof ClonedProfileError) return { type: 'cloned-profile' };
  if (thrown instanceof NewerEpochError) return { type: 'newer-version', epoch: 0 };
  if (thrown instanceof ChunkOrderError) return { type: 'chunk-order', expected: thrown.expected };
  if (thrown instanceof ImportUndoneError) return { type: 'batch-undone' };
  if (thrown instanceof ReadOnlyBookError) return thrown.reason;
  const named = databaseErrorOf(thrown);
  if (named !== undefined) return named;
  const { message, stack } = thrown instanceof Error ? thrown : new Error(String(thrown));
  return { type: 'bug', message, stack: stack ?? '' };
}
