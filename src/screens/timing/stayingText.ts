import { formatNumber, formatPercent } from '../../i18n/formats.ts';
import { t } from '../../i18n/language.svelte.ts';
import { timingTexts } from '../../i18n/timing.ts';
import type { Line } from '../../ui/charts/lines.ts';
import type { StayingAnswer } from '../../workers/analysisTasks.ts';
import type { TimingFound } from './timingModel.svelte.ts';

type Found = Extract<TimingFound, { kind: 'staying' }>;
type Curve = StayingAnswer['curve'];

/** Places that a drawn curve has at most. */
const mostPoints = 300;

/** A time in the unit of its field; days where orders told it. */
export function timeText({ settings }: Pick<Found, 'settings'>, time: number): string {
  const number = formatNumber(time, time < 10 ? 1 : 0);
  return settings.by === 'orders' ? t(timingTexts).days(number) : number;
}

/** When half have left, or how many stay to the end; and when most of those who leave do so. */
export function ledeOf(found: Found): { readonly lede: string; readonly act: string } {
  const words = t(timingTexts);
  const { curve } = found.answer;
  const last = curve.time.length - 1;
  const lede =
    curve.median === null
      ? words.ledeShare(formatPercent(curve.survival[last] ?? 1, 0), timeText(found, curve.time[last] ?? 0))
      : words.ledeMedian(timeText(found, curve.median));
  const early = earlyEnd(curve);
  return {
    lede,
    act: early === undefined ? '' : words.doEarly(timeText(found, early.time), formatPercent(early.share, 0)),
  };
}

/** The first eighth of the time, where it has more than a quarter of all ends. */
function earlyEnd({ time, survival }: Curve): { readonly time: number; readonly share: number } | undefined {
  const until = (time.at(-1) ?? 0) / 8;
  let at = -1;
  while ((time[at + 1] ?? Infinity) <= until) at++;
  const share = 1 - (survival[at] ?? 1);
  return at >= 0 && share > (1 - (survival.at(-1) ?? 1)) / 4 ? { time: until, share } : undefined;
}

/** A curve from all at the beginning, with its interval. */
export function curveLine(name: string, { time, survival, low, high }: Curve): Line {
  const step = Math.max(1, Math.ceil(time.length / mostPoints));
  const kept = [...time.keys()].filter((i) => i % step === 0 || i === time.length - 1);
  return {
    name,
    isStepped: true,
    points: [{ x: 0, y: 1 }, ...kept.map((i) => ({ x: time[i]!, y: survival[i]! }))],
    band: [{ low: 1, high: 1 }, ...kept.map((i) => ({ low: low[i]!, high: high[i]! }))],
  };
}

/** What a factor is, as people read it. */
export function factorName({ data }: Found, { feature, beside }: StayingAnswer['factors'][number]): string {
  const words = t(timingTexts);
  const field = data?.fields.find(({ key }) => key === feature.key);
  const name = field?.label ?? feature.key;
  if (feature.part === 'missing') return words.missing(name);
  if (feature.part === 'other') return words.others(name);
  if (feature.label === undefined) return words.perDeviation(name);
  const label = `${name}: ${field?.textOf(feature.label) ?? feature.label}`;
  return beside === undefined ? label : words.beside(label, field?.textOf(beside) ?? beside);
}
