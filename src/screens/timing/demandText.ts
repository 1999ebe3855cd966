import { formatCount, formatRoundMoney } from '../../i18n/formats.ts';
import { t } from '../../i18n/language.svelte.ts';
import { timingTexts } from '../../i18n/timing.ts';
import type { TimingFound } from './timingModel.svelte.ts';

type Found = Extract<TimingFound, { kind: 'demand' }>;

/** Money, pieces or orders. */
export function textOfAmount({ settings, answer }: Found, value: number): string {
  return settings.measure === 'amount'
    ? formatRoundMoney(value, answer.currency)
    : formatCount(Math.round(value));
}

export function sumText(found: Found, values: Float64Array): string {
  return textOfAmount(
    found,
    values.reduce((sum, value) => sum + value, 0),
  );
}

/** What will be sold, in a sentence. */
export function demandLede(found: Found): string {
  const words = t(timingTexts);
  const { settings, answer, products } = found;
  const what = settings.product === '' ? words.allProducts : (products.get(settings.product) ?? '');
  return words.ledeDemand(
    what,
    sumText(found, answer.mean),
    words.periods[settings.unit](answer.mean.length),
  );
}
