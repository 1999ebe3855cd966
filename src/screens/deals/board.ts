import { dateToDay, type IsoDate } from '../../domain/dates.ts';
import type { RecordId } from '../../domain/ids.ts';
import { likelihoodOf, stageOf, type Pipeline, type Stage } from '../../domain/pipelines.ts';
import { columnOfTable, type Table } from '../../domain/table.ts';

/** What the board reads of deals. */
export const dealColumns = [
  ...['name', 'account', 'stage', 'pipeline', 'probability', 'amount', 'currency', 'closeDate'],
  ...['nextTask', 'owner', 'stageSince', 'openedOn', 'source', 'createdAt'],
] as const;

/** How the next step of a deal stands. */
export const nextStates = ['overdue', 'today', 'none', 'later'] as const;
export type NextState = (typeof nextStates)[number];

/** A deal as boards and forecasts see it. Days are counted since 1970-01-01. */
export interface Deal {
  readonly id: RecordId;
  readonly name: string;
  readonly account: RecordId | undefined;
  readonly owner: RecordId | undefined;
  readonly source: string;
  readonly stage: Stage;
  /** Of being won, 0 to 1. */
  readonly likelihood: number;
  /** In major units; undefined where nobody has said. */
  readonly amount: number | undefined;
  readonly currency: string;
  readonly closeDay: number | undefined;
  /** Since when it is in its stage; undefined where nobody knows. */
  readonly sinceDay: number | undefined;
  /** When it was opened: as somebody says, else when it was written down. */
  readonly openedDay: number | undefined;
  /** Of the first open task. */
  readonly nextDay: number | undefined;
  readonly next: NextState;
  /** Days in its stage beyond what is usual there; 0 for one that moves. */
  readonly stuckDays: number;
}

/** Amounts by currency, in major units, the greatest first. */
export type Sums = readonly (readonly [currency: string, amount: number])[];

export interface BoardStage {
  readonly stage: Stage;
  /** The most urgent first; of those that are equally so, the one that closes first. */
  readonly deals: readonly Deal[];
  readonly sums: Sums;
}

export interface Board {
  /** Open stages, then the won one with what was won this month. */
  readonly stages: readonly BoardStage[];
  /** Of open deals. */
  readonly open: number;
  /** Amount × likelihood of open deals. */
  readonly expected: Sums;
  readonly overdue: number;
  readonly withoutNext: number;
}

/** The deals of a pipeline; those that name no pipeline are in the first. Linear. */
export function dealsOf(
  table: Table,
  pipelines: readonly [Pipeline, ...Pipeline[]],
  pipeline: Pipeline,
  today: IsoDate,
): readonly Deal[] {
  const day = dateToDay(today);
  const text = (key: string) => {
    const column = columnOfTable(table, key);
    return (row: number): string =>
      column?.type === 'category' ? (column.labels[column.codes[row] ?? -1] ?? '') : '';
  };
  const number = (key: string) => {
    const column = columnOfTable(table, key);
    return (row: number): number | undefined => {
      const value = column?.type === 'number' ? (column.values[row] ?? NaN) : NaN;
      return Number.isNaN(value) ? undefined : value;
    };
  };
  const known = new Set(pipelines.map(({ id }) => id));
  const [nameOf, accountOf, ownerOf, stageText] = [
    text('name'),
    text('account'),
    text('owner'),
    text('stage'),
  ];
  const [pipelineText, currencyOf, sourceOf] = [text('pipeline'), text('currency'), text('source')];
  const [amountOf, closeOf, nextOf] = [number('amount'), number('closeDate'), number('nextTask')];
  const [saidOf, sinceOf, openedOf] = [number('probability'), number('stageSince'), number('openedOn')];
  const createdOf = number('createdAt');
  return table.ids.flatMap((id, row): Deal[] => {
    const named = pipelineText(row);
    if ((known.has(named) ? named : pipelines[0].id) !== pipeline.id) return [];
    const said = saidOf(row);
    const stage = stageOf(pipeline, { stage: stageText(row) });
    const nextDay = nextOf(row);
    const since = sinceOf(row) ?? openedOf(row) ?? day;
    return [
      {
        ...{ id, name: nameOf(row), stage, source: sourceOf(row) },
        account: accountOf(row) || undefined,
        owner: ownerOf(row) || undefined,
        likelihood: likelihoodOf(stage, said === undefined ? {} : { probability: said }),
        amount: amountOf(row),
        currency: currencyOf(row),
        closeDay: closeOf(row),
        sinceDay: sinceOf(row),
        openedDay: openedOf(row) ?? createdOf(row),
        nextDay,
        next: nextStateOf(nextDay, day),
        stuckDays: stage.stuckAfter === 0 ? 0 : Math.max(0, day - since - stage.stuckAfter),
      },
    ];
  });
}

/** Deals in the columns of a board. Of those that are won only what was won in the month of `today`. */
export function boardOf(deals: readonly Deal[], { stages }: Pipeline, today: IsoDate): Board {
  const day = dateToDay(today);
  const month = dateToDay(`${today.slice(0, 8)}01`);
  const isShown = ({ stage, closeDay }: Deal): boolean =>
    stage.outcome === 'open' || (closeDay !== undefined && closeDay >= month && closeDay <= day);
  const shown = stages.filter(({ outcome }) => outcome !== 'lost');
  const byStage = new Map<string, Deal[]>(shown.map(({ id }) => [id, []]));
  for (const deal of deals) if (isShown(deal)) byStage.get(deal.stage.id)?.push(deal);
  const open = deals.filter(({ stage }) => stage.outcome === 'open');
  return {
    stages: shown.map((stage) => {
      const own = (byStage.get(stage.id) ?? []).sort(byUrgency);
      return { stage, deals: own, sums: sumsOf(own, () => 1) };
    }),
    open: open.length,
    expected: sumsOf(open, ({ likelihood }) => likelihood),
    overdue: open.filter(({ next }) => next === 'overdue').length,
    withoutNext: open.filter(({ next }) => next === 'none').length,
  };
}

/** What deals bring, each amount times its weight. */
export function sumsOf(deals: readonly Deal[], weightOf: (deal: Deal) => number): Sums {
  const sums = new Map<string, number>();
  for (const deal of deals) {
    if (deal.amount === undefined) continue;
    sums.set(deal.currency, (sums.get(deal.currency) ?? 0) + deal.amount * weightOf(deal));
  }
  return [...sums].sort(([, a], [, b]) => b - a);
}

function nextStateOf(nextDay: number | undefined, today: number): NextState {
  if (nextDay === undefined) return 'none';
  return nextDay < today ? 'overdue' : nextDay === today ? 'today' : 'later';
}

function byUrgency(a: Deal, b: Deal): number {
  const rank = nextStates.indexOf(a.next) - nextStates.indexOf(b.next);
  return (
    rank ||
    (a.nextDay ?? 0) - (b.nextDay ?? 0) ||
    (a.closeDay ?? Infinity) - (b.closeDay ?? Infinity) ||
    (a.id < b.id ? -1 : 1)
  );
}
