import { formatCount, formatList, formatNumber, formatPercent } from '../../i18n/formats.ts';
import { t } from '../../i18n/language.svelte.ts';
import { statisticsTexts } from '../../i18n/statistics.ts';
import type {
  ChoicesStatistics,
  CorrelationStatistics,
  FeedbackStatistics,
  GroupsStatistics,
  KanoStatistics,
  ScaleAnswer,
  UpliftStatistics,
} from '../../workers/tasks/statisticsTypes.ts';
import { amountText } from '../predict/valueText.ts';
import {
  fewAnswers,
  namesIn,
  pText,
  real,
  shareText,
  sureText,
  twoDigits,
  type Names,
} from './figureTexts.ts';
import type { FoundStatistics } from './statisticsModel.svelte.ts';

/** What a result means, what to do, and how sure it is. */
export interface Sentences {
  readonly lede: string;
  readonly todo: string;
  readonly remarks: readonly string[];
}

/** α from which items may be added up. Source: Nunnally, Psychometric Theory, 1978. */
const acceptable = 0.7;

export function sentencesOf(found: FoundStatistics): Sentences {
  const { answer, ask, data } = found;
  const names = namesIn(data);
  switch (answer.kind) {
    case 'scale':
      return ofScale(answer, names);
    case 'groups':
      return ask.kind === 'groups' ? ofGroups(answer, names, ask.outcome, ask.by) : nothing;
    case 'choices':
      return ask.kind === 'choices' ? ofChoices(answer, names, ask.rows, ask.columns) : nothing;
    case 'correlation':
      return ofCorrelation(answer, names);
    case 'kano':
      return ofKano(answer, names);
    case 'feedback':
      return ofFeedback(answer);
    case 'uplift':
      return ofUplift(answer);
  }
}

const nothing: Sentences = { lede: '', todo: '', remarks: [] };

/** Rows without an answer, and a warning of few. */
function counted(missing: number, n: number): readonly string[] {
  const words = t(statisticsTexts);
  return [
    ...(n < fewAnswers ? [words.smallSample(formatCount(n))] : []),
    ...(missing > 0 ? [words.missing(formatCount(missing))] : []),
  ];
}

function ofScale({ items, reliability, unreliable }: ScaleAnswer, names: Names): Sentences {
  const words = t(statisticsTexts).scale;
  const sorted = items.toSorted((a, b) => b.mean - a.mean);
  const [best, worst] = [sorted[0], sorted.at(-1)];
  if (best === undefined || worst === undefined) return nothing;
  const lede =
    items.length === 1
      ? words.ledeOne(names.of(best.key), twoDigits(best.mean), shareText(best.topTwo.share))
      : words.lede(names.of(best.key), twoDigits(best.mean), names.of(worst.key), twoDigits(worst.mean));
  const n = Math.max(...items.map((item) => item.n));
  const missing = Math.max(...items.map((item) => item.missing));
  const remarks = counted(missing, n);
  if (reliability === null) return { lede, todo: unreliable === null ? '' : words.none[unreliable], remarks };
  const alpha = twoDigits(reliability.alpha);
  const against = items.flatMap(({ key }, i) =>
    (reliability.items[i]?.restCorrelation ?? 0) < 0 ? [names.of(key)] : [],
  );
  const better = items
    .map(({ key }, i) => ({ key, without: reliability.items[i]?.alphaWithout ?? 0 }))
    .filter(({ without }) => without > reliability.alpha + 0.005)
    .sort((a, b) => b.without - a.without)[0];
  return {
    lede,
    todo: reliability.alpha >= acceptable ? words.good(alpha) : words.weak(alpha),
    remarks: [
      ...(against.length > 0 ? [words.turn(formatList(against))] : []),
      ...(better === undefined ? [] : [words.drop(names.of(better.key), twoDigits(better.without))]),
      ...remarks,
    ],
  };
}

function ofGroups(answer: GroupsStatistics, names: Names, outcome: string, by: string): Sentences {
  const words = t(statisticsTexts).groups;
  const { groups, anova, welch, levene, missing, leftOut } = answer;
  const isUneven = levene !== null && levene.p < real && welch !== null;
  const { p } = isUneven ? welch : anova;
  const sorted = groups.toSorted((a, b) => b.mean - a.mean);
  const [high, low] = [sorted[0], sorted.at(-1)];
  if (high === undefined || low === undefined) return nothing;
  const isReal = p < real;
  return {
    lede: isReal
      ? words.lede(
          names.of(outcome),
          names.label(by, high.label),
          names.label(by, low.label),
          amountText(high.mean - low.mean),
        )
      : words.ledeSame(names.of(outcome), names.of(by)),
    todo: isReal ? words.todo : words.todoSame,
    remarks: [
      `${words.sure(sureText(p), shareText(anova.eta2))} (${pText(p)})`,
      ...(isUneven ? [words.unequal] : []),
      ...(leftOut.length > 0
        ? [words.leftOut(formatList(leftOut.map((label) => names.label(by, label))))]
        : []),
      ...counted(
        missing,
        groups.reduce((sum, { n }) => sum + n, 0),
      ),
    ],
  };
}

function ofChoices(answer: ChoicesStatistics, names: Names, rows: string, columns: string): Sentences {
  const words = t(statisticsTexts).choices;
  const { test, counts } = answer;
  const isReal = test.p < real;
  const cells = counts
    .flatMap((row, i) =>
      row.map((count, j) => {
        const expected = test.expected[i]?.[j] ?? 0;
        return {
          i,
          j,
          count,
          expected,
          surplus: expected > 0 ? (count - expected) / Math.sqrt(expected) : 0,
        };
      }),
    )
    .sort((a, b) => b.surplus - a.surplus);
  const [most] = cells;
  const n = cells.reduce((sum, { count }) => sum + count, 0);
  return {
    lede: isReal
      ? words.lede(names.of(rows), names.of(columns))
      : words.ledeNone(names.of(rows), names.of(columns)),
    todo: isReal ? words.todo : words.todoNone,
    remarks: [
      ...(isReal && most !== undefined
        ? [
            words.most(
              names.label(rows, answer.rows[most.i] ?? ''),
              names.label(columns, answer.columns[most.j] ?? ''),
              formatCount(most.count),
              formatNumber(most.expected, 1),
            ),
          ]
        : []),
      `${words.strength(sureText(test.p), twoDigits(test.strength))} (χ² ${formatNumber(test.chiSquare, 2)}, ${pText(test.p)})`,
      ...(test.smallShare > 0.2 ? [words.small(formatPercent(test.smallShare, 0))] : []),
      ...counted(answer.missing, n),
    ],
  };
}

function ofCorrelation({ columns, cells }: CorrelationStatistics, names: Names): Sentences {
  const words = t(statisticsTexts).correlation;
  const pairs = columns
    .flatMap((one, i) =>
      columns.slice(i + 1).flatMap((other, j) => {
        const cell = cells[i]?.[i + 1 + j];
        return cell === null || cell === undefined ? [] : [{ one, other, cell }];
      }),
    )
    .sort((a, b) => Math.abs(b.cell.r) - Math.abs(a.cell.r));
  const strongest = pairs.find(({ cell }) => cell.p < real);
  const n = Math.min(...pairs.map(({ cell }) => cell.n));
  if (strongest === undefined) return { lede: words.ledeNone, todo: words.todoNone, remarks: counted(0, n) };
  const { one, other, cell } = strongest;
  const say = cell.r > 0 ? words.lede : words.ledeOpposite;
  return {
    lede: say(names.of(one), names.of(other), twoDigits(cell.r)),
    todo: words.todo,
    remarks: [
      words.reason(sureText(cell.p), twoDigits(cell.low), twoDigits(cell.high), formatCount(cell.n)),
      ...counted(0, n),
    ],
  };
}

function ofKano({ features }: KanoStatistics, names: Names): Sentences {
  const words = t(statisticsTexts).kano;
  const must = features.filter(({ category }) => category === 'M').sort((a, b) => a.worse - b.worse)[0];
  const performer = features.filter(({ category }) => category === 'O').sort((a, b) => a.worse - b.worse)[0];
  const delight = features.filter(({ category }) => category === 'A').sort((a, b) => b.better - a.better)[0];
  const first = must ?? performer;
  return {
    lede:
      first !== undefined
        ? words.lede(names.of(first.withIt), words.names[first.category ?? 'M'])
        : delight === undefined
          ? words.ledeNone
          : words.ledeAttract(names.of(delight.withIt)),
    todo: words.todo,
    remarks: counted(
      Math.max(...features.map(({ missing }) => missing)),
      Math.max(...features.map(({ n }) => n)),
    ),
  };
}

function ofFeedback(answer: FeedbackStatistics): Sentences {
  const words = t(statisticsTexts).feedback;
  const { n } = answer.result;
  const remarks = (low: string, high: string) => [
    words.reason(low, high, formatCount(n)),
    ...counted(answer.missing, n),
  ];
  switch (answer.measure) {
    case 'nps': {
      const { score, low, high } = answer.result;
      const whole = (value: number) => formatNumber(value, 0);
      const how = score >= 30 ? 'good' : score > 0 ? 'fair' : 'bad';
      return {
        lede: words.nps(whole(score)),
        todo: words.npsTodo[how],
        remarks: remarks(whole(low), whole(high)),
      };
    }
    case 'csat': {
      const { share, low, high } = answer.result.topTwo;
      const how = share >= 0.75 ? 'good' : 'bad';
      return {
        lede: words.csat(shareText(share)),
        todo: words.csatTodo[how],
        remarks: remarks(shareText(low), shareText(high)),
      };
    }
    case 'ces': {
      const { mean, low, high } = answer.result;
      const how = mean >= 5 ? 'good' : 'bad';
      return {
        lede: words.ces(twoDigits(mean)),
        todo: words.cesTodo[how],
        remarks: remarks(twoDigits(low), twoDigits(high)),
      };
    }
  }
}

function ofUplift({ uplift, missing, isShare }: UpliftStatistics): Sentences {
  const words = t(statisticsTexts).uplift;
  const { difference, low, high, p, treated, control } = uplift;
  const text = upliftText(isShare);
  const isReal = p < real;
  const say = difference > 0 ? words.lede : words.ledeDown;
  return {
    lede: isReal ? say(text(Math.abs(difference))) : words.ledeNone,
    todo: isReal ? (difference > 0 ? words.todo : words.todoDown) : words.todoNone,
    remarks: [
      `${words.reason(sureText(p), text(low), text(high))} (${pText(p)})`,
      words.random,
      ...counted(missing, Math.min(treated.n, control.n)),
    ],
  };
}

/** Differences of shares in percentage points, of others in their own units. */
export function upliftText(isShare: boolean): (value: number) => string {
  const words = t(statisticsTexts).uplift;
  return (value) => (isShare ? words.points(formatNumber(100 * value, 2)) : amountText(value));
}
