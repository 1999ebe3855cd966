import { Dexie } from 'dexie';

/** A value that is read again whenever the rows it was read from change, in this tab or another. */
export interface Live<T> {
  /** Calls back with the value as soon as it is read, and after each change. Returns what ends it. */
  subscribe(onValue: (value: T) => void, onError?: (thrown: unknown) => void): () => void;
}

/** `read` may only await the database. Errors go to `onError`, and without one to the top-level handler. */
export function observe<T>(read: () => Promise<T>): Live<T> {
  return {
    subscribe: (onValue, onError = (thrown) => reportError(thrown)) => {
      const subscription = Dexie.liveQuery(read).subscribe({ next: onValue, error: onError });
      return () => subscription.unsubscribe();
    },
  };
}

/** A live value whose reader is loaded first. */
export function later<T>(load: () => Promise<Live<T>>): Live<T> {
  return {
    subscribe: (onValue, onError = (thrown) => reportError(thrown)) => {
      let isOver = false;
      let stop = (): void => undefined;
      load().then((live) => {
        if (!isOver) stop = live.subscribe(onValue, onError);
      }, onError);
      return () => {
        isOver = true;
        stop();
      };
    },
  };
}
