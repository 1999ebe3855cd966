import { formatNumber } from '../../i18n/formats.ts';
import { t } from '../../i18n/language.svelte.ts';
import { planTexts } from '../../i18n/plan.ts';
import type { Json } from '../../domain/json.ts';
import type { RunNote, RunScore } from '../studio/runs.ts';
import type { PlanFound } from './planModel.svelte.ts';
import { ledeOf } from './planText.ts';

/** A result as it is noted in the book. */
export function noteOf(found: PlanFound): RunNote {
  const words = t(planTexts);
  const { kind, settings } = found;
  const data = kind === 'selection' ? found.data : undefined;
  return {
    task: 'plan',
    title: words[kind],
    source: data?.source ?? { type: 'records', kind: 'account' },
    sourceLabel: data?.label ?? words.sourceRows,
    steps: data?.steps ?? [],
    settings: JSON.parse(JSON.stringify(settings)) as Json,
    seed: 0,
    rows: rowsOf(found),
    method: words.methods[kind],
    scores: scoresOf(found),
    finding: ledeOf(found),
    limits: words.limits[kind],
  };
}

function rowsOf(found: PlanFound): number {
  if (found.kind === 'selection') return found.worth.length;
  return found.kind === 'budget' ? found.settings.rows.length : found.settings.states.length;
}

function scoresOf(found: PlanFound): readonly RunScore[] {
  const { scores } = t(planTexts);
  switch (found.kind) {
    case 'budget':
      return [score(scores.value, found.answer.value), score(scores.spent, found.answer.spent)];
    case 'selection':
      return [score(scores.worth, found.answer.worth), score(scores.left, found.answer.left)];
    case 'contacts':
      return [score(scores.value, found.answer.value[0] ?? 0)];
  }
}

function score(name: string, value: number): RunScore {
  return { name, value, text: formatNumber(value) };
}
