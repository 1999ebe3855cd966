import { describe, expect, it } from 'vitest';
import {
  opinionsOf,
  type OpinionOptions,
  type Opinions,
  type OpinionTexts,
} from '../../../../src/analytics/text/opinions.ts';
import { periodsOf } from '../../../../src/analytics/text/periods.ts';
import { contentOf, ratingScaleOf } from '../../../../src/analytics/text/ratings.ts';
import { dateToDay, dayToDate } from '../../../../src/domain/dates.ts';
import { seededRandom } from '../../../../src/domain/random.ts';

const noise = 'noise thin walls street awake lift';
const food = 'breakfast fruit coffee bread buffet tasty';
const options: OpinionOptions = {
  ...{ topics: 2, seed: 7, whole: [], leftOut: [], stopWords: new Set<string>() },
};

/** Complaints about noise (rated 1 or 2) and praise of the food (4 or 5) by turns, with a day each. */
function reviews(count = 120) {
  const random = seededRandom(5);
  const pick = (list: readonly string[]): string => list[Math.floor(random() * list.length)]!;
  const texts = Array.from({ length: count }, (_, i) =>
    Array.from({ length: 10 }, () => pick((i % 2 === 0 ? noise : food).split(' '))).join(' '),
  );
  const ratings = Float64Array.from(texts, (_, i) => (i % 2 === 0 ? 1 : 4) + Math.floor(random() * 2));
  const days = Float64Array.from(texts, (_, i) => dateToDay('2025-01-01') + 2 * i);
  return { texts, ratings, days };
}

function found(given: OpinionTexts = reviews(), asked: Partial<OpinionOptions> = {}): Opinions {
  const result = opinionsOf(given, { ...options, ...asked });
  if (!result.ok) throw new Error(result.error.type);
  return result.value;
}

describe('opinions', () => {
  it('are parted by subject, and the one that is complained about has the worse rating', () => {
    const { topics, rating, texts, topicOf } = found();
    const worse = topics.find(({ name }) => noise.split(' ').includes(name[0]!))!;
    expect(worse.mean).toBeLessThan(2.1);
    expect(worse.deviation).toBeLessThan(-5);
    expect(worse.texts).toBe(60);
    expect([texts, rating?.scale]).toEqual([120, { low: 1, high: 5, middle: 3 }]);
    expect(new Set(topicOf.filter((_, i) => i % 2 === 0)).size).toBe(1);
  });
  it('show typical texts with the words of their topic marked, none twice', () => {
    const once = reviews(8);
    const often = <T>(values: ArrayLike<T>): T[] =>
      Array.from({ length: 15 * values.length }, (_, i) => values[Math.floor(i / 15)]!);
    const given = {
      texts: often(once.texts),
      ratings: Float64Array.from(often(once.ratings)),
      days: Float64Array.from(often(once.days)),
    };
    const { topics } = found(given);
    for (const { typical, words } of topics) {
      expect(new Set(typical.map(({ text }) => text)).size).toBe(3);
      for (const { row, text, marks } of typical) {
        expect(text).toBe(given.texts[row]);
        const marked = marks.map(([from, to]) => text.slice(from, to));
        for (const word of marked) expect(words.map((each) => each.word)).toContain(word);
      }
    }
  });
  it('are told good from bad on texts that were not learnt from, and every text gets a chance', () => {
    const { sentiment } = found();
    if (sentiment?.type !== 'learnt') throw new Error('not learnt');
    expect(sentiment.auc).toBe(1);
    expect(sentiment.accuracy).toBe(1);
    expect(food.split(' ')).toContain(sentiment.speaksFor[0]?.word);
    expect(noise.split(' ')).toContain(sentiment.speaksAgainst[0]?.word);
    expect(Array.from(sentiment.chance.slice(0, 2), (chance) => chance > 0.5)).toEqual([false, true]);
  });
  it('without ratings have no sentiment, and with too few say how many there are', () => {
    const given = reviews();
    expect(found({ ...given, ratings: null }).sentiment).toBeNull();
    const few = given.ratings.map((rating, i) => (i < 10 ? rating : NaN));
    expect(found({ ...given, ratings: few }).sentiment).toEqual({
      ...{ type: 'too-few-rated', content: 5, discontent: 5 },
    });
  });
  it('leave out words that a person names and keep whole those they want', () => {
    const given = reviews();
    const { topics } = found(
      { ...given, texts: given.texts.map((text) => `${text} night manager`) },
      { leftOut: ['Walls'], whole: ['night manager'], topics: 3 },
    );
    const words = topics.flatMap((topic) => topic.words.map(({ word }) => word));
    expect(words).not.toContain('walls');
    expect(words).not.toContain('manager');
  });
  it('choose the number of topics by coherence where none is asked for', () => {
    const { choice, topics } = found(reviews(), { topics: null });
    const best = choice.reduce((a, b) => (b.coherence > a.coherence ? b : a));
    expect(topics).toHaveLength(best.topics);
  });
  it('are counted by month, and the same texts give the same answer again', () => {
    const { periods, topics } = found();
    expect(periods?.unit).toBe('month');
    const counted = topics.reduce((sum, { byPeriod }) => sum + byPeriod.reduce((a, b) => a + b, 0), 0);
    expect(counted).toBe(120);
    expect(found()).toEqual(found());
  });
  it('need texts, twenty of them, with words', () => {
    const of = (texts: readonly string[]) => opinionsOf({ texts, ratings: null, days: null }, options);
    expect(of([])).toEqual({ ok: false, error: { type: 'no-rows' } });
    expect(of(['', ' '])).toEqual({ ok: false, error: { type: 'no-rows' } });
    expect(of(Array.from({ length: 19 }, () => 'tea'))).toEqual({
      ...{ ok: false, error: { type: 'too-few-texts', texts: 19 } },
    });
    expect(of(Array.from({ length: 30 }, () => 'the 12 …'))).toEqual({
      ...{ ok: false, error: { type: 'no-words' } },
    });
  });
  it('end when they are cancelled', () => {
    const result = opinionsOf(reviews(), { ...options, signal: { aborted: true } });
    expect(result).toEqual({ ok: false, error: { type: 'cancelled' } });
  });
});

describe('a scale of ratings', () => {
  it('is the usual one that holds all values, else from the least to the greatest', () => {
    expect(ratingScaleOf([2, 4, NaN])).toEqual({ low: 1, high: 5, middle: 3 });
    expect(ratingScaleOf([0, 1, 1])).toEqual({ low: 0, high: 1, middle: 0.5 });
    expect(ratingScaleOf([0, 9])).toEqual({ low: 0, high: 10, middle: 5 });
    expect(ratingScaleOf([-1, 1])).toEqual({ low: -1, high: 1, middle: 0 });
    expect(ratingScaleOf([3, 3])).toBeNull();
  });
  it('has content above its middle and discontent below; the middle itself says neither', () => {
    const scale = { low: 1, high: 5, middle: 3 };
    expect(Array.from(contentOf([5, 3, 1, NaN], scale))).toEqual([1, -1, 0, -1]);
  });
});

describe('periods', () => {
  const days = (...dates: string[]) => dates.map(dateToDay);
  it('are months within two years, quarters within six, then years', () => {
    const unitOf = (from: string, to: string) => periodsOf(days(from, to))?.unit;
    expect(unitOf('2025-01-31', '2026-12-01')).toBe('month');
    expect(unitOf('2025-01-31', '2027-01-01')).toBe('quarter');
    expect(unitOf('2020-01-01', '2026-01-01')).toBe('year');
  });
  it('begin on their first day, and entries without a day are in none', () => {
    const found = periodsOf([...days('2025-11-20', '2026-01-02'), NaN]);
    expect(Array.from(found!.starts, dayToDate)).toEqual(['2025-11-01', '2025-12-01', '2026-01-01']);
    expect(Array.from(found!.periodOf)).toEqual([0, 2, -1]);
  });
  it('are none where all lies in one month, or nothing has a day', () => {
    expect(periodsOf(days('2025-11-20', '2025-11-30'))).toBeNull();
    expect(periodsOf([NaN])).toBeNull();
  });
});
