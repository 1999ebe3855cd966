import type { AnswerColumn, StatisticsAsk, StatisticsKind } from '../../workers/tasks/statisticsTypes.ts';

/** Different values of a column that is taken for groups without being asked, and of an item of a scale, at most. */
const most = { groups: 12, answers: 11, items: 12, numbers: 8 } as const;

export function numberColumns(columns: readonly AnswerColumn[]): readonly AnswerColumn[] {
  return columns.filter(({ type }) => type === 'number');
}

/** Columns whose values part the rows: choices, and numbers of which there are few. */
export function groupColumns(columns: readonly AnswerColumn[]): readonly AnswerColumn[] {
  return columns.filter(({ values }) => values.length >= 2);
}

/** A question with what it is most probably asked of; undefined where no column fits it. */
export function usualAsk(kind: StatisticsKind, columns: readonly AnswerColumn[]): StatisticsAsk | undefined {
  const numbers = numberColumns(columns).filter((column) => column.different > 1 && !isNaming(column));
  const few = groupColumns(columns).filter(({ values }) => values.length <= most.groups);
  const choices = few.filter(({ type }) => type === 'choice');
  const rated = numbers.filter(
    ({ isWhole, different, low }) => isWhole && different <= most.answers && low >= 0,
  );
  switch (kind) {
    case 'scale': {
      const items = alike(rated).slice(0, most.items);
      const [first] = items;
      if (first === undefined) return undefined;
      return {
        ...{ kind, columns: items.map(({ key }) => key), reversed: [] },
        ...{
          low: Math.min(...items.map(({ low }) => low)),
          high: Math.max(...items.map(({ high }) => high)),
        },
      };
    }
    case 'groups': {
      const by = choices[0] ?? few.find(({ isWhole }) => isWhole);
      const outcome = numbers.find(({ key, different }) => key !== by?.key && different > 2);
      return by === undefined || outcome === undefined
        ? undefined
        : { kind, outcome: outcome.key, by: by.key };
    }
    case 'choices': {
      const [rows, across] = choices.length >= 2 ? choices : few;
      return rows === undefined || across === undefined
        ? undefined
        : { kind, rows: rows.key, columns: across.key };
    }
    case 'correlation':
      return numbers.length < 2
        ? undefined
        : { kind, columns: numbers.slice(0, most.numbers).map(({ key }) => key), by: 'values' };
    case 'kano': {
      const answers = numberColumns(columns).filter(
        ({ isWhole, low, high }) => isWhole && low >= 1 && high <= 5,
      );
      const pairs = answers.flatMap((column, i) => {
        const next = answers[i + 1];
        return i % 2 === 0 && next !== undefined ? [{ withIt: column.key, withoutIt: next.key }] : [];
      });
      return pairs.length === 0 ? undefined : { kind, pairs };
    }
    case 'feedback': {
      const ten = rated.find(({ high }) => high >= 8 && high <= 10);
      const column = ten ?? rated.find(({ low, high }) => low >= 1 && high <= 7) ?? rated[0];
      if (column === undefined) return undefined;
      const measure = column === ten ? 'nps' : column.high <= 5 ? 'csat' : 'ces';
      return { kind, column: column.key, measure };
    }
    case 'uplift': {
      const parted = few.toSorted((one, other) => different(one, 2) - different(other, 2));
      const treatment = parted.find(({ type }) => type === 'choice') ?? parted[0];
      const others = numbers.filter(({ key }) => key !== treatment?.key);
      const outcome = others.find(({ low, high }) => low === 0 && high === 1) ?? others[0];
      const [control, treated] = treatment?.values ?? [];
      if (treatment === undefined || outcome === undefined || control === undefined || treated === undefined)
        return undefined;
      return {
        kind,
        treatment: treatment.key,
        treated,
        control,
        outcome: outcome.key,
        yes: null,
        score: null,
      };
    }
  }
}

/** Whole numbers that are all different name rows. */
function isNaming({ isWhole, different, filled }: AnswerColumn): boolean {
  return isWhole && filled >= 20 && different === filled;
}

/** 0 for a column with so many different values, 1 for any other. */
function different({ values }: AnswerColumn, count: number): number {
  return Number(values.length !== count);
}

/** The columns of the range that most of them have. */
function alike(columns: readonly AnswerColumn[]): readonly AnswerColumn[] {
  const byRange = Map.groupBy(columns, ({ low, high }) => `${low}/${high}`);
  return [...byRange.values()].reduce<readonly AnswerColumn[]>(
    (best, own) => (own.length > best.length ? own : best),
    [],
  );
}

/** A question of an earlier analysis, as far as its columns are still there; undefined for anything else. */
export function askOfJson(json: unknown, columns: readonly AnswerColumn[]): StatisticsAsk | undefined {
  if (typeof json !== 'object' || json === null || !('kind' in json)) return undefined;
  const ask = json as StatisticsAsk;
  const known = new Set(columns.map(({ key }) => key));
  const usual = usualAsk(ask.kind, columns);
  return usual !== undefined && keysOf(ask).every((key) => known.has(key)) ? ask : undefined;
}

/** The columns that a question names. */
export function keysOf(ask: StatisticsAsk): readonly string[] {
  switch (ask.kind) {
    case 'scale':
    case 'correlation':
      return ask.columns;
    case 'groups':
      return [ask.outcome, ask.by];
    case 'choices':
      return [ask.rows, ask.columns];
    case 'kano':
      return ask.pairs.flatMap(({ withIt, withoutIt }) => [withIt, withoutIt]);
    case 'feedback':
      return [ask.column];
    case 'uplift':
      return [ask.treatment, ask.outcome, ...(ask.score === null ? [] : [ask.score])];
  }
}

/** False for a question that cannot be asked as it stands. */
export function isAskable(ask: StatisticsAsk): boolean {
  switch (ask.kind) {
    case 'scale':
      return ask.columns.length > 0 && isRange(ask.low, ask.high);
    case 'correlation':
      return ask.columns.length >= 2;
    case 'kano':
      return ask.pairs.length > 0;
    case 'uplift':
      return ask.treated !== ask.control;
    default:
      return true;
  }
}

export function isRange(low: number, high: number): boolean {
  return Number.isInteger(low) && Number.isInteger(high) && low < high && high - low <= 20;
}
