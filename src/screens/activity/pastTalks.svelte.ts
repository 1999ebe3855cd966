import type { RecordId } from '../../domain/ids.ts';
import type { PastTalk } from '../../workers/pastTalksMessages.ts';
import type { ScreenBook } from '../book.ts';

/** After the last key, in ms. */
const settleMs = 300;
/** Fewer letters say nothing about what a text is about; two Chinese characters are a word. */
const fewestLetters = { latin: 4, han: 2 } as const;
const shownAtMost = 5;
const han = /\p{Script=Han}/gu;

export interface Writing {
  readonly text: string;
  readonly account: RecordId | undefined;
  readonly except: RecordId | undefined;
}

/** True for a text that can be compared with others. */
export function saysSomething(text: string): boolean {
  const characters = text.match(han)?.length ?? 0;
  return characters >= fewestLetters.han || text.replace(/\s/g, '').length >= fewestLetters.latin;
}

/** What was written before and is like what is being written now, some time after the last key. */
export class SimilarNow {
  #found = $state.raw<readonly PastTalk[]>();
  readonly #says;

  constructor(book: ScreenBook, writing: () => Writing) {
    this.#says = $derived(saysSomething(writing().text));
    let wider = $state(0);
    $effect(() => {
      let end: (() => void) | undefined;
      let isOver = false;
      void book.pastTalks().then((talks) => {
        if (!isOver) end = talks.onWider(() => wider++);
      });
      return () => {
        isOver = true;
        end?.();
      };
    });
    $effect(() => {
      const { text, account, except } = writing();
      if (wider < 0 || !this.#says) {
        this.#found = undefined;
        return;
      }
      let isCurrent = true;
      const timer = setTimeout(async () => {
        const talks = await book.pastTalks();
        const found = await talks.ask({ text, account, except, limit: shownAtMost });
        if (isCurrent && found !== undefined) this.#found = found;
      }, settleMs);
      return () => {
        isCurrent = false;
        clearTimeout(timer);
      };
    });
  }

  /** Undefined while nothing has been compared yet; the last answer stays while the next is on its way. */
  get found(): readonly PastTalk[] | undefined {
    return this.#found;
  }

  /** Too little is written to compare it with anything. */
  get isIdle(): boolean {
    return !this.#says;
  }
}
