import { entryOf, settingsOf } from '../../domain/bookSettings.ts';
import { localDate } from '../../domain/dates.ts';
import type { RecordId } from '../../domain/ids.ts';
import { qualityFields, usualWeights, type QualityWeights } from '../../domain/indices.ts';
import type { RecordRow } from '../../domain/record.ts';
import type { IndicesAnswer } from '../../read/indexFigures.ts';
import type { ScreenBook } from '../book.ts';
import type { FewRecords } from '../fields/names.svelte.ts';

/** The setting of the book that holds the weights of S. */
export const weightsSetting = 'indexWeights';

/** Months that charts of indices go back. */
const trendMonths = 12;

/** The book's own weights, or the usual ones for what it does not say. */
export function weightsOf(settings: readonly RecordRow[]): QualityWeights {
  const value = settingsOf(settings).get(weightsSetting)?.value;
  const entries = qualityFields.map((field) => {
    const weight = entryOf(value, field);
    return [field, typeof weight === 'number' && weight >= 0 ? weight : usualWeights[field]] as const;
  });
  return Object.fromEntries(entries) as unknown as QualityWeights;
}

/** The indices of an account or of the book, as they are now: asked again when records or weights change. */
export function followIndices(
  book: ScreenBook,
  few: FewRecords,
  account: () => RecordId | undefined,
): { readonly current: IndicesAnswer | undefined } {
  let current = $state.raw<IndicesAnswer>();
  $effect(() => {
    const id = account();
    const weights = weightsOf(few.settings);
    let isWanted = true;
    let isAsking = false;
    const ask = async (): Promise<void> => {
      if (isAsking) return;
      isAsking = true;
      const request = { weights, today: localDate(Date.now()), months: trendMonths };
      const answer = await book.index.indices(id === undefined ? request : { ...request, account: id });
      isAsking = false;
      if (isWanted && answer.ok) current = answer.value;
    };
    void ask();
    const stop = book.index.onChange((kinds) => {
      if (['account', 'order', 'need', 'activity'].some((kind) => kinds.has(kind as 'account'))) void ask();
    });
    return () => {
      isWanted = false;
      stop();
    };
  });
  return {
    get current() {
      return current;
    },
  };
}

/** Where a share stands: what is said of it and the colour of its mark. */
export function levelOf(share: number): 'high' | 'middle' | 'low' {
  return share >= 0.8 ? 'high' : share >= 0.55 ? 'middle' : 'low';
}
