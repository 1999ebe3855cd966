import { anova, levene, welchAnova } from '../../analytics/statistics/anova.ts';
import { chiSquareTest } from '../../analytics/statistics/chiSquare.ts';
import { correlation } from '../../analytics/statistics/correlation.ts';
import { tTwoSidedQuantile } from '../../analytics/statistics/distributions.ts';
import {
  answerCounts,
  customerEffort,
  netPromoter,
  satisfaction,
} from '../../analytics/statistics/feedback.ts';
import { kanoOf } from '../../analytics/statistics/kano.ts';
import { qiniOf } from '../../analytics/statistics/qini.ts';
import { reliabilityOf } from '../../analytics/statistics/reliability.ts';
import { sampleOf, splitByGroup, varianceOf } from '../../analytics/statistics/sample.ts';
import { tTest } from '../../analytics/statistics/tTest.ts';
import { tukeyPairs } from '../../analytics/statistics/tukey.ts';
import { upliftOf } from '../../analytics/statistics/uplift.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Columns } from '../../domain/table.ts';
import { groupsAt, numbersAt } from './answerColumns.ts';
import type {
  ChoicesAsk,
  ComparedGroup,
  CorrelationAsk,
  FeedbackAsk,
  GroupsAsk,
  KanoAsk,
  ScaleAsk,
  StatisticsAnswer,
  StatisticsError,
  StatisticsRequest,
  UpliftAsk,
} from './statisticsTypes.ts';

type Answer = Result<StatisticsAnswer, StatisticsError>;

/** Groups that are compared, and of which every two are, at most. */
const most = { groups: 50, paired: 12, choices: 60, columns: 30 } as const;
/** Points of a curve of gains. */
const drawn = 200;

/** Answers one question about columns of a table. Nothing in an answer is NaN. */
export function statisticsOf({ table, ask }: StatisticsRequest): Answer {
  if (table.rows === 0) return err({ type: 'no-rows' });
  switch (ask.kind) {
    case 'scale':
      return scale(table, ask);
    case 'groups':
      return groups(table, ask);
    case 'choices':
      return choices(table, ask);
    case 'correlation':
      return correlations(table, ask);
    case 'kano':
      return kano(table, ask);
    case 'feedback':
      return feedback(table, ask);
    case 'uplift':
      return uplift(table, ask);
  }
}

function scale(table: Columns, { columns, reversed, low, high }: ScaleAsk): Answer {
  const found = columns.flatMap((key) => {
    const numbers = numbersAt(table, key);
    if (numbers === undefined) return [];
    const isFit = (value: number) => Number.isInteger(value) && value >= low && value <= high;
    return [{ key, answers: numbers.map((value) => (isFit(value) ? value : NaN)) }];
  });
  if (found.length === 0) return err({ type: 'no-column' });
  const items = found.map(({ key, answers }) => {
    const isReversed = reversed.includes(key);
    const own = isReversed ? answers.map((value) => low + high - value) : answers;
    const counted = answerCounts(own, low, high);
    const given = sampleOf(own.filter((value) => !Number.isNaN(value)));
    const [from, to] = intervalOf(given.n, given.mean, varianceOf(given));
    return {
      ...counted,
      ...{ key, isReversed, missing: answers.length - counted.n },
      ...{ low: Math.max(low, from), high: Math.min(high, to) },
    };
  });
  const known = Math.max(...items.map(({ n }) => n));
  if (known < 2) return err({ type: 'too-few-answers', known, needed: 2 });
  const places = found.flatMap(({ key }, place) => (reversed.includes(key) ? [place] : []));
  const reliability = reliabilityOf(
    found.map(({ answers }) => answers),
    { low, high, reversed: places },
  );
  return ok({
    kind: 'scale',
    items,
    reliability: reliability.ok ? reliability.value : null,
    unreliable: reliability.ok ? null : reliability.error.type,
  });
}

function groups(table: Columns, { outcome, by }: GroupsAsk): Answer {
  const values = numbersAt(table, outcome);
  const parted = groupsAt(table, by);
  if (values === undefined || parted === undefined) return err({ type: 'no-column' });
  if (parted.labels.length > most.groups)
    return err({ type: 'too-many-groups', groups: parted.labels.length, most: most.groups });
  const all = splitByGroup(values, parted.codes, parted.labels.length);
  const kept = parted.labels.flatMap((label, place) => {
    const own = all[place];
    return own === undefined || own.length < 2 ? [] : [{ label, own }];
  });
  const known = kept.reduce((sum, { own }) => sum + own.length, 0);
  if (kept.length < 2) return err({ type: 'too-few-groups' });
  const lists = kept.map(({ own }) => own);
  const found = anova(lists);
  if (!found.ok) return err({ type: found.error.type === 'constant' ? 'constant' : 'too-few-groups' });
  const { groups: samples, ...rest } = found.value;
  const [first, second] = lists;
  const two =
    lists.length === 2 && first !== undefined && second !== undefined ? tTest(first, second) : undefined;
  const welch = welchAnova(lists);
  const spread = levene(lists);
  const pairs = lists.length <= most.paired ? tukeyPairs(lists) : undefined;
  return ok({
    kind: 'groups',
    groups: samples.map((sample, i): ComparedGroup => {
      const variance = varianceOf(sample);
      const [low, high] = intervalOf(sample.n, sample.mean, variance);
      return {
        label: kept[i]?.label ?? '',
        ...{ n: sample.n, mean: sample.mean, deviation: Math.sqrt(variance), low, high },
      };
    }),
    anova: rest,
    welch: welch.ok ? welch.value : null,
    levene: spread.ok ? spread.value : null,
    tTest: two?.ok === true ? two.value : null,
    pairs: pairs?.ok === true ? pairs.value : [],
    missing: table.rows - known,
    leftOut: parted.labels.filter((label) => !kept.some((each) => each.label === label)),
  });
}

function choices(table: Columns, { rows, columns }: ChoicesAsk): Answer {
  const [down, across] = [groupsAt(table, rows), groupsAt(table, columns)];
  if (down === undefined || across === undefined) return err({ type: 'no-column' });
  const largest = Math.max(down.labels.length, across.labels.length);
  if (largest > most.choices) return err({ type: 'too-many-groups', groups: largest, most: most.choices });
  const counts = down.labels.map(() => across.labels.map(() => 0));
  let known = 0;
  down.codes.forEach((code, row) => {
    const other = across.codes[row]!;
    const cells = counts[code];
    if (cells === undefined || other < 0) return;
    cells[other]! += 1;
    known++;
  });
  const keptRows = Array.from(counts.keys()).filter((i) => counts[i]!.some((count) => count > 0));
  const keptColumns = Array.from(across.labels.keys()).filter((j) => counts.some((cells) => cells[j]! > 0));
  const filled = keptRows.map((i) => keptColumns.map((j) => counts[i]![j]!));
  const test = chiSquareTest(filled);
  if (!test.ok) return err({ type: 'too-few-groups' });
  return ok({
    kind: 'choices',
    rows: keptRows.map((i) => down.labels[i]!),
    columns: keptColumns.map((j) => across.labels[j]!),
    counts: filled,
    test: test.value,
    missing: table.rows - known,
  });
}

function correlations(table: Columns, { columns, by }: CorrelationAsk): Answer {
  const found = columns.slice(0, most.columns).flatMap((key) => {
    const values = numbersAt(table, key);
    return values === undefined ? [] : [{ key, values }];
  });
  if (found.length < 2) return err({ type: 'no-column' });
  const cells = found.map(({ values }) =>
    found.map((other) => {
      const result = correlation(values, other.values, { by });
      return result.ok ? result.value : null;
    }),
  );
  const hasAny = cells.some((row, i) => row.some((cell, j) => i !== j && cell !== null));
  if (!hasAny) return err({ type: 'too-few-answers', known: 0, needed: 4 });
  return ok({ kind: 'correlation', columns: found.map(({ key }) => key), cells });
}

function kano(table: Columns, { pairs }: KanoAsk): Answer {
  const features = pairs.flatMap(({ withIt, withoutIt }) => {
    const [there, gone] = [numbersAt(table, withIt), numbersAt(table, withoutIt)];
    if (there === undefined || gone === undefined) return [];
    const result = kanoOf(there, gone);
    return [{ ...result, withIt, missing: table.rows - result.n }];
  });
  if (features.length === 0) return err({ type: 'no-column' });
  const known = Math.max(...features.map(({ n }) => n));
  return known === 0 ? err({ type: 'too-few-answers', known, needed: 1 }) : ok({ kind: 'kano', features });
}

function feedback(table: Columns, { column, measure }: FeedbackAsk): Answer {
  const answers = numbersAt(table, column);
  if (answers === undefined) return err({ type: 'no-column' });
  const result =
    measure === 'nps'
      ? ({ measure, result: netPromoter(answers) } as const)
      : measure === 'csat'
        ? ({ measure, result: satisfaction(answers) } as const)
        : ({ measure, result: customerEffort(answers) } as const);
  const { n } = result.result;
  if (n === 0) return err({ type: 'too-few-answers', known: 0, needed: 1 });
  return ok({ kind: 'feedback', missing: table.rows - n, ...result });
}

function uplift(table: Columns, { treatment, treated, control, outcome, yes, score }: UpliftAsk): Answer {
  const parted = groupsAt(table, treatment);
  const labels = yes === null ? undefined : groupsAt(table, outcome);
  const numbers =
    yes === null
      ? numbersAt(table, outcome)
      : labels === undefined
        ? undefined
        : Float64Array.from(labels.codes, (code) => (code < 0 ? NaN : Number(labels.labels[code] === yes)));
  if (parted === undefined || numbers === undefined) return err({ type: 'no-column' });
  const rows = Array.from(parted.codes.keys()).filter((row) => {
    const label = parted.labels[parted.codes[row]!];
    return (label === treated || label === control) && !Number.isNaN(numbers[row]);
  });
  const isTreated = Uint8Array.from(rows, (row) => Number(parted.labels[parted.codes[row]!] === treated));
  const outcomes = Float64Array.from(rows, (row) => numbers[row]!);
  const found = upliftOf(
    outcomes.filter((_, i) => isTreated[i] === 1),
    outcomes.filter((_, i) => isTreated[i] === 0),
  );
  if (!found.ok)
    return err(
      found.error.type === 'constant'
        ? { type: 'constant' }
        : { type: 'too-few-answers', known: rows.length, needed: 4 },
    );
  const scores = score === null ? undefined : numbersAt(table, score);
  return ok({
    kind: 'uplift',
    uplift: found.value,
    z: found.value.difference / found.value.error,
    missing: parted.codes.reduce((sum, code) => {
      const label = parted.labels[code];
      return sum + Number(label === treated || label === control);
    }, -rows.length),
    isShare: outcomes.every((value) => value === 0 || value === 1),
    qini: scores === undefined ? null : gainsOf(scores, outcomes, isTreated, rows),
  });
}

/** The curve of gains over the rows with a score. */
function gainsOf(
  scores: Float64Array,
  outcomes: Float64Array,
  isTreated: Uint8Array,
  rows: readonly number[],
) {
  const known = Array.from(rows.keys()).filter((i) => !Number.isNaN(scores[rows[i]!]));
  if (known.length < 2) return null;
  const { gain, area } = qiniOf(
    known.map((i) => scores[rows[i]!]!),
    known.map((i) => outcomes[i]!),
    known.map((i) => isTreated[i]!),
  );
  const steps = Math.min(drawn, gain.length);
  const points = Array.from({ length: steps + 1 }, (_, i) => {
    const at = Math.round((i / steps) * gain.length);
    return { x: at / gain.length, y: at === 0 ? 0 : gain[at - 1]! };
  });
  return { points, area, end: gain.at(-1) ?? 0 };
}

/** Student's interval of a mean, 95 %; the mean itself of fewer than two. */
function intervalOf(n: number, mean: number, variance: number): readonly [low: number, high: number] {
  if (n < 2) return [mean, mean];
  const width = tTwoSidedQuantile(0.05, n - 1) * Math.sqrt(variance / n);
  return [mean - width, mean + width];
}
