import { entryOf, type BookSettings } from '../domain/bookSettings.ts';
import type { Json } from '../domain/json.ts';
import { filterOf } from './filterForm.ts';
import { isGroup, type Filter } from './listQuery.ts';

/** What a lead must meet, and the points that it then gets or loses. */
export interface ScoreRule {
  readonly filter: Filter;
  readonly points: number;
}

/** The setting that holds the rules. */
export const scoreSetting = 'leadScore';
export const largestScore = 100;
/** More would be no rules but a guess. */
export const mostScoreRules = 40;

const all = (...conditions: Filter['conditions'][number][]): Filter => ({ match: 'all', conditions });

/** What a book begins with: who can be reached, who decides something, and with whom somebody speaks. */
export const firstScoreRules: readonly ScoreRule[] = [
  { filter: all({ field: 'phones', op: 'notEmpty' }), points: 20 },
  { filter: all({ field: 'emails', op: 'notEmpty' }), points: 10 },
  { filter: all({ field: 'company', op: 'notEmpty' }), points: 10 },
  { filter: all({ field: 'title', op: 'notEmpty' }), points: 10 },
  { filter: all({ field: 'amount', op: 'between', from: 1 }), points: 15 },
  { filter: all({ field: 'status', op: 'anyOf', values: ['working'] }), points: 15 },
  { filter: all({ field: 'lastActivity', op: 'lastDays', days: 14 }), points: 20 },
  { filter: all({ field: 'status', op: 'anyOf', values: ['recycled'] }), points: -10 },
  { filter: all({ field: 'status', op: 'anyOf', values: ['dead'] }), points: -100 },
];

/** Rules from their setting; the first ones where there is none. What is damaged or asks for the score itself is left out. */
export function scoreRulesOf(value: Json | undefined): readonly ScoreRule[] {
  const rules = entryOf(value, 'rules');
  if (!Array.isArray(rules)) return firstScoreRules;
  return (rules as readonly Json[]).slice(0, mostScoreRules).flatMap((each): ScoreRule[] => {
    const [filter, points] = [filterOf('lead', entryOf(each, 'filter')), entryOf(each, 'points')];
    if (filter === undefined || filter.conditions.length === 0 || !isPoints(points)) return [];
    return canScore(filter) ? [{ filter, points }] : [];
  });
}

export function scoreRulesIn(settings: BookSettings): readonly ScoreRule[] {
  return scoreRulesOf(settings.get(scoreSetting)?.value);
}

export function isPoints(points: unknown): points is number {
  return Number.isInteger(points) && points !== 0 && Math.abs(points as number) <= largestScore;
}

/** False for conditions that a score cannot stand on: the score itself, and other records, which may name leads by their score. */
export function canScore(filter: Filter): boolean {
  return filter.conditions.every((part) => {
    if (isGroup(part)) return canScore(part);
    return 'field' in part && part.field !== 'score';
  });
}

/** The sum of the points of all rules that hold, from 0 to 100. `masks` say for each rule which leads meet it, by ordinal. */
export function scoresOf(
  rules: readonly ScoreRule[],
  masks: readonly Uint8Array[],
  capacity: number,
): Float64Array {
  const scores = new Float64Array(capacity);
  for (const [i, { points }] of rules.entries()) {
    const mask = masks[i];
    if (mask === undefined) continue;
    for (let ordinal = 0; ordinal < capacity; ordinal++) {
      if (mask[ordinal] === 1) scores[ordinal] = (scores[ordinal] as number) + points;
    }
  }
  return scores.map((sum) => Math.min(largestScore, Math.max(0, sum)));
}
