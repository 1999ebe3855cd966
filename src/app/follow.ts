import { createSubscriber } from 'svelte/reactivity';
import type { Observable } from '../pwa/observable.ts';

/** The current value of an outside source; a component or `$derived` that calls it follows every change. */
export function follow<T>(source: Observable<T>): () => T {
  const subscribe = createSubscriber((changed) => source.subscribe(changed));
  return () => {
    subscribe();
    return source.current;
  };
}
