import type { ReturnRates } from '../../workers/analysisTasks.ts';
import type { ScreenBook } from '../book.ts';
import { useStudio } from '../studio/studio.svelte.ts';

/** The rates of returns of a book while a component shows them, worked out beside the page and again when orders change. */
export function followReturnRates(book: ScreenBook): {
  readonly current: ReturnRates | undefined;
} {
  let current = $state.raw<ReturnRates>();
  $effect(() => {
    const ending = new AbortController();
    let isAsking = false;
    let isStale = false;
    const ask = async (): Promise<void> => {
      isStale = isAsking;
      if (isAsking) return;
      isAsking = true;
      const source = { type: 'book', name: book.name } as const;
      const answer = await useStudio().analysis.run('returnRates', { source }, { signal: ending.signal });
      isAsking = false;
      if (ending.signal.aborted) return;
      if (answer.ok) current = answer.value;
      if (isStale) await ask();
    };
    void ask();
    const stop = book.index.onChange((kinds) => {
      if (kinds.has('order')) void ask();
    });
    return () => {
      ending.abort();
      stop();
    };
  });
  return {
    get current() {
      return current;
    },
  };
}
