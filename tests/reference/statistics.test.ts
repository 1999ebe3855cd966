import { describe, expect, it } from 'vitest';
import { anova, kruskalWallis, levene, welchAnova } from '../../src/analytics/statistics/anova.ts';
import { chiSquareTest } from '../../src/analytics/statistics/chiSquare.ts';
import { answerCounts, netPromoter, satisfaction } from '../../src/analytics/statistics/feedback.ts';
import { kanoOf, type KanoClass } from '../../src/analytics/statistics/kano.ts';
import { reliabilityOf } from '../../src/analytics/statistics/reliability.ts';
import { splitByGroup } from '../../src/analytics/statistics/sample.ts';
import { tTest } from '../../src/analytics/statistics/tTest.ts';
import { upliftOf } from '../../src/analytics/statistics/uplift.ts';
import { held } from '../support/reference.ts';
import { readSharedJson, readSharedTable, sharedFolder } from '../support/sharedData.ts';

interface AnovaTruth {
  readonly F: number;
  readonly p: number;
  readonly df: [number, number];
  readonly ss_between: number;
  readonly ss_within: number;
  readonly eta2: number;
  readonly omega2: number;
  readonly groups: Record<string, { n: number; mean: number; sd: number }>;
  readonly welch: { F: number; df2: number; p: number };
  readonly levene_mean_center: [number, number];
  readonly kruskal: [number, number];
}
interface GroupTruth {
  readonly bfi_agreeableness_by_education: AnovaTruth;
  readonly hillstrom_spend_by_segment: AnovaTruth;
  readonly mall_score_by_ageband: AnovaTruth;
  readonly hillstrom_ttest_visit_mens_vs_none: { t: number; p: number };
  readonly hillstrom_chi2_conversion_by_segment: { chi2: number; p: number; df: number };
  readonly hillstrom_uplift: Record<string, Record<'n' | 'visit' | 'conversion' | 'spend', number>>;
  readonly alexa_csat: {
    n: number;
    counts: Record<string, number>;
    mean: number;
    csat_top2box: number;
    csat_wilson95: number[];
  };
  readonly nps_vector: { counts: Record<string, number>; n: number; nps: number; se: number };
}
interface ScaleTruth {
  readonly items: string[];
  readonly reversed: string[];
  readonly complete_cases: number;
  readonly alpha_raw: number;
  readonly alpha_standardised: number;
  readonly mean_interitem_r: number;
  readonly split_half_odd_even_spearman_brown: number;
  readonly guttman_lambda2: number;
  readonly scale_mean: number;
  readonly scale_sd: number;
  readonly item_mean: Record<string, number>;
  readonly item_sd: Record<string, number>;
  readonly item_rest_r: Record<string, number>;
  readonly alpha_if_dropped: Record<string, number>;
  readonly top2box: Record<string, number>;
}

const isThere = sharedFolder !== null;
const truth = (isThere ? readSharedJson('truth/anova_csat_nps.json') : {}) as GroupTruth;
const hillstrom = isThere ? readSharedTable('data/hillstrom/hillstrom.csv.gz', ',') : [];
const bfi = isThere ? readSharedTable('data/likert_bfi/bfi.csv', ',') : [];
const number = (cell: string | undefined) =>
  cell === undefined || cell === 'NA' || cell === '' ? NaN : Number(cell);
const segments = ['Mens E-Mail', 'No E-Mail', 'Womens E-Mail'];
const ofSegment = (column: string) =>
  splitByGroup(
    hillstrom.map((row) => Number(row[column])),
    hillstrom.map((row) => segments.indexOf(row['segment']!)),
    segments.length,
  );

describe.skipIf(!isThere)('groups compared', () => {
  it('agreeableness by education', () => {
    const names = ['A1', 'A2', 'A3', 'A4', 'A5'];
    const scores = bfi.map((row) => {
      const [first, ...rest] = names.map((name) => number(row[name]));
      return [7 - first!, ...rest].reduce((sum, x) => sum + x, 0) / 5;
    });
    const education = bfi.map((row) => (row['education'] === 'NA' ? -1 : Number(row['education']) - 1));
    compare('BFI by education', truth.bfi_agreeableness_by_education, splitByGroup(scores, education, 5));
  });

  it('spending by e-mail', () => {
    compare('Hillstrom spend', truth.hillstrom_spend_by_segment, ofSegment('spend'));
  });

  it('spending score by age', () => {
    const rows = readSharedTable('data/mall_customers/Mall_Customers.csv', ',');
    const [age, score] = [2, 4].map((column) => rows.map((row) => Number(Object.values(row)[column])));
    const band = age!.map((years) => (years < 30 ? 0 : years < 45 ? 1 : years < 60 ? 2 : 3));
    compare('Mall score by age', truth.mall_score_by_ageband, splitByGroup(score!, band, 4));
  });

  it('visits with and without an e-mail, and conversions of all three', () => {
    const [mens, none, womens] = ofSegment('visit') as [Float64Array, Float64Array, Float64Array];
    const found = tTest(mens, none);
    if (!found.ok) throw new Error(found.error.type);
    const { t, p } = truth.hillstrom_ttest_visit_mens_vs_none;
    held({
      method: 'Welch t, Hillstrom visits',
      what: 't',
      reference: t,
      ours: found.value.t,
      tolerance: 1e-8,
    });
    expect(found.value.p / p).toBeCloseTo(1, 6);

    const table = ofSegment('conversion').map((values) => {
      const yes = values.reduce((sum, x) => sum + x, 0);
      return [yes, values.length - yes];
    });
    const chi = chiSquareTest(table);
    if (!chi.ok) throw new Error(chi.error.type);
    const { chi2, df } = truth.hillstrom_chi2_conversion_by_segment;
    const method = 'χ², Hillstrom conversions';
    held({ method, what: 'χ²', reference: chi2, ours: chi.value.chiSquare, tolerance: 1e-8 });
    expect(chi.value.freedom).toBe(df);
    expect(chi.value.p / truth.hillstrom_chi2_conversion_by_segment.p).toBeCloseTo(1, 8);

    const effect = readSharedJson('truth/uplift_hillstrom_womens_visit.json') as Record<
      'n' | 'ATE' | 'ATE_se',
      number
    >;
    const uplift = upliftOf(womens, none);
    if (!uplift.ok) throw new Error(uplift.error.type);
    const on = { method: 'Uplift, Hillstrom women’s e-mail', tolerance: 1e-12 };
    held({ ...on, what: 'difference of visits', reference: effect.ATE, ours: uplift.value.difference });
    held({ ...on, what: 'error', reference: effect.ATE_se, ours: uplift.value.error });
    expect(uplift.value.treated.n + uplift.value.control.n).toBe(effect.n);
    expect(uplift.value.treated.mean).toBeCloseTo(truth.hillstrom_uplift['Womens E-Mail']!.visit, 14);
  });
});

describe.skipIf(!isThere)('scales and answers', () => {
  const scales = (isThere ? readSharedJson('truth/likert_bfi.json') : {}) as Record<string, ScaleTruth>;

  it.each(['A', 'C', 'E', 'N', 'O'])('scale %s hangs together as in the reference', (name) => {
    const scale = scales[name]!;
    const columns = scale.items.map((item) => bfi.map((row) => number(row[item])));
    const reversed = scale.reversed.map((item) => scale.items.indexOf(item));
    const found = reliabilityOf(columns, { low: 1, high: 6, reversed });
    if (!found.ok) throw new Error(found.error.type);
    const ours = found.value;
    const on = { method: `Likert, BFI ${name}`, tolerance: 1e-10 };
    expect(ours.complete).toBe(scale.complete_cases);
    held({ ...on, what: 'Cronbach’s α', reference: scale.alpha_raw, ours: ours.alpha });
    held({
      ...on,
      what: 'standardised α',
      reference: scale.alpha_standardised,
      ours: ours.alphaStandardised,
    });
    held({ ...on, what: 'mean correlation', reference: scale.mean_interitem_r, ours: ours.meanCorrelation });
    held({
      ...on,
      what: 'split half',
      reference: scale.split_half_odd_even_spearman_brown,
      ours: ours.splitHalf ?? NaN,
    });
    held({ ...on, what: 'Guttman’s λ₂', reference: scale.guttman_lambda2, ours: ours.lambda2 });
    held({ ...on, what: 'scale mean', reference: scale.scale_mean, ours: ours.scaleMean });
    held({ ...on, what: 'scale deviation', reference: scale.scale_sd, ours: ours.scaleDeviation });
    scale.items.forEach((item, i) => {
      expect(ours.items[i]!.mean).toBeCloseTo(scale.item_mean[item]!, 10);
      expect(ours.items[i]!.deviation).toBeCloseTo(scale.item_sd[item]!, 10);
      expect(ours.items[i]!.restCorrelation).toBeCloseTo(scale.item_rest_r[item]!, 10);
      expect(ours.items[i]!.alphaWithout).toBeCloseTo(scale.alpha_if_dropped[item]!, 10);
      const { topTwo } = answerCounts(columns[i]!, 1, 6);
      held({ ...on, what: `top two of ${item}`, reference: scale.top2box[item]!, ours: topTwo.share });
    });
  });

  it('satisfaction and net promoter score', () => {
    const ratings = readSharedTable('data/en_alexa_reviews/amazon_alexa.tsv', '\t').map((row) =>
      Number(Object.values(row)[0]),
    );
    const csat = satisfaction(ratings);
    const { alexa_csat: reference, nps_vector: promoters } = truth;
    expect(csat.n).toBe(reference.n);
    expect(Array.from(csat.counts)).toEqual(Object.values(reference.counts));
    const on = { method: 'CSAT, Alexa', tolerance: 1e-12 };
    held({ ...on, what: 'mean', reference: reference.mean, ours: csat.mean });
    held({ ...on, what: 'top two', reference: reference.csat_top2box, ours: csat.topTwo.share });
    held({ ...on, what: 'Wilson low', reference: reference.csat_wilson95[0]!, ours: csat.topTwo.low });
    held({ ...on, what: 'Wilson high', reference: reference.csat_wilson95[1]!, ours: csat.topTwo.high });
    const answers = Object.entries(promoters.counts).flatMap(([answer, count]) =>
      Array.from({ length: count }, () => Number(answer)),
    );
    const nps = netPromoter(answers);
    held({ method: 'NPS', what: 'score', reference: promoters.nps, ours: nps.score, tolerance: 1e-12 });
    held({ method: 'NPS', what: 'error', reference: promoters.se, ours: nps.error, tolerance: 1e-12 });
  });

  it('Kano evaluations', () => {
    const kano = readSharedJson('truth/kano.json') as {
      readonly input_functional_dysfunctional_count: Record<string, [number, number, number][]>;
      readonly result: Record<
        string,
        {
          readonly counts: Record<KanoClass, number>;
          readonly n: number;
          readonly category: string;
          readonly better: number;
          readonly worse: number;
          readonly total_strength: number;
          readonly category_strength: number;
          readonly fong_significant: boolean;
        }
      >;
    };
    for (const [feature, reference] of Object.entries(kano.result)) {
      const pairs = kano.input_functional_dysfunctional_count[feature]!.flatMap(([withIt, without, count]) =>
        Array.from({ length: count }, () => [withIt, without] as const),
      );
      const ours = kanoOf(
        pairs.map(([withIt]) => withIt),
        pairs.map(([, without]) => without),
      );
      expect(ours.counts).toEqual(reference.counts);
      expect([ours.n, ours.category, ours.isSignificant]).toEqual([
        reference.n,
        reference.category,
        reference.fong_significant,
      ]);
      const on = { method: `Kano, ${feature}`, tolerance: 1e-12 };
      held({ ...on, what: 'better', reference: reference.better, ours: ours.better });
      held({ ...on, what: 'worse', reference: reference.worse, ours: ours.worse });
      held({ ...on, what: 'total strength', reference: reference.total_strength, ours: ours.totalStrength });
      held({
        ...on,
        what: 'category strength',
        reference: reference.category_strength,
        ours: ours.categoryStrength,
      });
    }
  });
});

function compare(on: string, reference: AnovaTruth, groups: readonly Float64Array[]): void {
  const found = anova(groups);
  const welch = welchAnova(groups);
  const spread = levene(groups);
  const ranks = kruskalWallis(groups);
  if (!found.ok || !welch.ok || !spread.ok || !ranks.ok) throw new Error('not compared');
  const method = `ANOVA, ${on}`;
  const near = (what: string, expected: number, ours: number) =>
    held({ method, what, reference: expected, ours, tolerance: 1e-8 * Math.max(1, Math.abs(expected)) });
  Object.values(reference.groups).forEach(({ n, mean, sd }, i) => {
    expect(found.value.groups[i]!.n).toBe(n);
    expect(found.value.groups[i]!.mean).toBeCloseTo(mean, 10);
    expect(Math.sqrt(found.value.groups[i]!.squares / (n - 1))).toBeCloseTo(sd, 10);
  });
  expect([found.value.above, found.value.below]).toEqual(reference.df);
  near('F', reference.F, found.value.f);
  near('SS between', reference.ss_between, found.value.squaresBetween);
  near('SS within', reference.ss_within, found.value.squaresWithin);
  near('SS within / total', 1 - reference.eta2, found.value.withinShare);
  near('η²', reference.eta2, found.value.eta2);
  near('ω²', reference.omega2, found.value.omega2);
  near('Welch F', reference.welch.F, welch.value.f);
  near('Welch degrees', reference.welch.df2, welch.value.below);
  near('Levene W', reference.levene_mean_center[0], spread.value.f);
  near('Kruskal–Wallis H', reference.kruskal[0], ranks.value.h);
  const chances = [
    [reference.p, found.value.p],
    [reference.welch.p, welch.value.p],
    [reference.levene_mean_center[1], spread.value.p],
    [reference.kruskal[1], ranks.value.p],
  ] as const;
  for (const [expected, ours] of chances) expect(ours / expected).toBeCloseTo(1, 7);
}
