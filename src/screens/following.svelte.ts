import type { Live } from '../read/live.ts';

export interface Following<T> {
  readonly current: T | undefined;
  /** The first answer has come, even if it was that there is nothing. */
  readonly isRead: boolean;
}

/** The latest value of a live query while the component lives; undefined until it is first read. Another query, as when a
 *  record is replaced by the next, starts anew and keeps showing the old value until the new one comes. */
export function following<T>(live: () => Live<T> | undefined): Following<T> {
  let current = $state.raw<T>();
  let isRead = $state(false);
  $effect(() => {
    const source = live();
    if (source === undefined) current = undefined;
    return source?.subscribe((value) => {
      current = value;
      isRead = true;
    });
  });
  return {
    get current() {
      return current;
    },
    get isRead() {
      return isRead;
    },
  };
}
