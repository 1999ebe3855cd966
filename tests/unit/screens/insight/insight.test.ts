import { describe, expect, it } from 'vitest';
import { accountsOf, groupsByRules, groupsFound } from '../../../../src/screens/insight/grouping.ts';
import { defaultRecipe, seedOf } from '../../../../src/screens/insight/recipe.ts';
import { InsightModel } from '../../../../src/screens/insight/model.svelte.ts';
import { axesFor, scatterOf, scatterPoints } from '../../../../src/screens/insight/scatter.ts';
import { groupName, headline, leftOutText, spanText } from '../../../../src/screens/insight/sentences.ts';
import { checkText, whyAsText, whyText } from '../../../../src/screens/insight/why.ts';
import type { Run } from '../../../../src/screens/studio/runs.ts';
import { dateToDay, dayToDate } from '../../../../src/domain/dates.ts';
import { ok } from '../../../../src/domain/result.ts';
import { seededRandom } from '../../../../src/domain/random.ts';
import type { Analysis } from '../../../../src/workers/analysis.ts';
import { analysisWork } from '../../../../src/workers/analysisWork.ts';
import type { CustomersAnswer, GroupsAnswer } from '../../../../src/workers/analysisTasks.ts';
import { columnsOf, type OrderSketch } from '../../../support/orderColumns.ts';

const today = dateToDay('2026-11-20');
const customers = await answerFor(randomBook(500));
const found = await groupsFor(customers);

describe('the groups on the page', () => {
  const grouping = groupsByRules(customers);

  it('come with the most urgent first, and without empty ones', () => {
    expect(grouping.groups.map(({ segment }) => segment)).toEqual([
      'quiet',
      'champions',
      'loyal',
      'promising',
      'asleep',
    ]);
    expect(grouping.groups.every(({ profile }) => profile.customers > 0)).toBe(true);
  });

  it('hold every customer once', () => {
    const ids = grouping.groups.flatMap((group) => accountsOf(customers, grouping, group, 'all'));
    expect(ids.toSorted()).toEqual([...customers.accounts].sort());
  });

  it('save as a call list those who are on it, largest first', () => {
    const [quiet] = grouping.groups;
    const ids = accountsOf(customers, grouping, quiet!, 'callList');
    expect(ids).toHaveLength(quiet!.callList.customers.length);
    expect(accountsOf(customers, grouping, quiet!, 'all')).toEqual(expect.arrayContaining(ids));
  });

  it('that were found differ in colour, and in name where they share a segment', () => {
    const { groups } = groupsFound(customers, found);
    expect(groups).toHaveLength(found.k);
    expect(new Set(groups.map(({ color }) => color)).size).toBe(Math.min(6, groups.length));
    expect(new Set(groups.map(groupName)).size).toBe(groups.length);
  });
});

describe('the sentence at the top', () => {
  const grouping = groupsByRules(customers);

  it('names how many, how much, since when and how long silent', () => {
    const { lede } = headline(customers, defaultRecipe, grouping.groups[0]!);
    expect(lede).toMatch(
      /^Call \d+ customers first: they spent ¥[\d.,]+.* in two years and have not ordered for .+\.$/,
    );
  });

  it('says that nothing is to be done where nobody has spent anything', () => {
    const group = {
      ...grouping.groups[0]!,
      callList: { ...grouping.groups[0]!.callList, customers: new Int32Array() },
    };
    expect(headline(customers, defaultRecipe, group).lede).toContain('nothing to do');
  });

  it('speaks of days, then months, then years', () => {
    expect([1, 44, 152, 913].map(spanText)).toEqual(['1 day', '44 days', 'five months', '2.5 years']);
  });
});

describe('the scatter', () => {
  it('shows at most as many points as can be told apart, from every group', () => {
    const scatter = scatterOf(customers, groupsByRules(customers), defaultRecipe.features);
    expect(scatter.shown).toBeLessThanOrEqual(scatterPoints + 5 * 12);
    expect(scatter.groups.every(({ points }) => points.length > 0)).toBe(true);
  });
  it('lies on silence and spending, unless the groups were found by other features', () => {
    expect(axesFor(groupsByRules(customers), ['orders', 'meanOrder'])).toEqual(['recencyDays', 'netSpend']);
    expect(axesFor(groupsFound(customers, found), ['orders', 'meanOrder'])).toEqual(['orders', 'meanOrder']);
  });
});

describe('the Why sheet', () => {
  const input = { customers, recipe: defaultRecipe, seed: 7 };

  it('names data, cut-offs, limits and method of the rules', () => {
    const grouping = groupsByRules(customers);
    const text = whyAsText(whyText({ ...input, grouping, group: grouping.groups[0]!, found: undefined }));
    expect(text).toContain('Quintile cut-offs');
    expect(text).toContain('Left out: nothing');
  });

  it('gives every judge and the seed of found groups', () => {
    const grouping = groupsFound(customers, found);
    const text = whyAsText(whyText({ ...input, grouping, group: grouping.groups[0]!, found }));
    for (const part of ['Silhouette', 'Stability', 'Davies–Bouldin', 'Calinski–Harabasz', 'Seed 7']) {
      expect(text).toContain(part);
    }
  });

  it('lists what was left out and how much of it', () => {
    const none = customers.figures.leftOut;
    expect(leftOutText({ ...none, anonymous: 2, notPlaced: 1200 })).toBe(
      '2 orders without customer and 1,200 drafts or cancelled orders',
    );
  });

  it('says which of two programs found the tighter groups', () => {
    const check = { rows: 200, isSampled: false, ownInertia: 10, mlKmeansInertia: 10, agreement: 1 };
    expect(checkText(check)).toContain('Both agree');
    expect(checkText({ ...check, mlKmeansInertia: 11 })).toContain('Ours is tighter');
    expect(checkText({ ...check, mlKmeansInertia: 9 })).toContain('ml-kmeans is tighter');
  });
});

describe('the seed', () => {
  it('is the day of the analysis unless one was chosen, zero included', () => {
    expect(seedOf(defaultRecipe, today)).toBe(20_261_120);
    expect(seedOf({ ...defaultRecipe, seed: 0 }, today)).toBe(0);
  });

  it('is that of the earlier analysis when groups are found again, until another recipe is used', async () => {
    const asked: number[] = [];
    const analysis = {
      run: (task: string, request: { readonly seed: number }) => {
        if (task === 'customers') return Promise.resolve(ok(customers));
        asked.push(request.seed);
        return Promise.resolve(ok(found));
      },
    } as unknown as Analysis;
    const source = { type: 'book', name: 'shop' } as const;
    const model = new InsightModel(analysis, source, { ...defaultRecipe, seed: 3 }, '2026-11-20');
    const settings = { ...defaultRecipe, features: [...defaultRecipe.features], mode: 'found' };
    await model.repeat({ settings, seed: 20_260_101 } as unknown as Run);
    await model.use({ ...defaultRecipe, seed: 3 });
    expect(asked).toEqual([20_260_101, 3]);
  });
});

async function answerFor(orders: readonly OrderSketch[]): Promise<CustomersAnswer> {
  const result = await analysisWork.customers(
    {
      source: { type: 'columns', columns: columnsOf(orders) },
      rule: 'net',
      months: null,
      snapshotDay: today,
      today,
      currency: null,
    },
    () => undefined,
  );
  if (!result.ok) throw new Error(result.error.type);
  return result.value;
}

async function groupsFor({ figures, rfm }: CustomersAnswer): Promise<GroupsAnswer> {
  const result = await analysisWork.groups(
    { figures, rfm, features: defaultRecipe.features, useLog: true, k: 7, seed: 7 },
    () => undefined,
  );
  if (!result.ok) throw new Error(result.error.type);
  return result.value;
}

function randomBook(count: number): OrderSketch[] {
  const random = seededRandom(5);
  return Array.from({ length: count * 4 }, () => {
    const account = Math.floor(random() ** 2 * count);
    return {
      account: `a${account}`,
      date: dayToDate(today - Math.floor(random() * 700) - (account % 3) * 20),
      lines: [[1 + Math.floor(random() * 9), 1 + Math.floor(random() * 90_000) / 100]],
    };
  });
}
