import { encodeChunk, type ImportChunk } from '../domain/importChunk.ts';
import { sampleWords } from '../i18n/sample.ts';
import { layOutBook, type SampleBook } from '../interchange/sample/book.ts';
import type { SampleReport, SampleRequest } from './sampleMessages.ts';

let book: SampleBook | undefined;
let chunks: Generator<ImportChunk, void> | undefined;

addEventListener('message', (event: MessageEvent<SampleRequest>) => answer(event.data));

function answer(request: SampleRequest): void {
  switch (request.type) {
    case 'lay-out':
      book = layOutBook({ ...request, words: sampleWords(request.language) });
      return report({ type: 'plan', plan: book.plan });
    case 'grant':
      chunks = book?.chunks(request.shards);
      return report({ type: 'ready' });
    case 'next': {
      const next = chunks?.next();
      const bytes = next === undefined || next.done === true ? undefined : encodeChunk(next.value);
      return report({ type: 'chunk', bytes }, bytes === undefined ? [] : [bytes.buffer]);
    }
  }
}

function report(message: SampleReport, transfer: Transferable[] = []): void {
  postMessage(message, { transfer });
}
