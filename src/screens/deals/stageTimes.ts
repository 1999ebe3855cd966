import { isClosedStage } from '../../domain/closing.ts';
import { dateToDay, localDate } from '../../domain/dates.ts';
import type { HistoryEntry } from '../../domain/history.ts';
import type { Pipeline, Stage } from '../../domain/pipelines.ts';
import { valuesOf, type RecordState, type Values } from '../../domain/record.ts';

/**
 * Whole days that a deal spent in each stage, by the stage's id: from its history, newest entry first, and from what the deal says
 * of when it was opened and came to the stage in which it is now. A deal that was won or lost spends no more time.
 */
export function stageTimes(
  row: RecordState,
  history: readonly HistoryEntry[],
  today: string,
): ReadonlyMap<string, number> {
  const { stage, stageSince, openedOn } = valuesOf(row);
  const isEnded = isClosedStage(stage);
  const days = new Map<string, number>();
  const add = (of: unknown, from: number, to: number) => {
    if (typeof of === 'string' && of !== '') days.set(of, (days.get(of) ?? 0) + Math.max(0, to - from));
  };
  let since = dateToDay(typeof openedOn === 'string' ? openedOn : localDate(row.base[1]));
  for (const { day, from } of movesIn(row, history).reverse()) {
    add(from, since, day);
    since = day;
  }
  if (!isEnded) add(stage, typeof stageSince === 'string' ? dateToDay(stageSince) : since, dateToDay(today));
  return days;
}

/** The stage in which a deal was won or lost: as it says, or as its history does; undefined where neither knows. */
export function closedFromIn(row: RecordState, history: readonly HistoryEntry[]): string | undefined {
  const { stage, closedFrom } = valuesOf(row);
  if (!isClosedStage(stage)) return undefined;
  if (typeof closedFrom === 'string') return closedFrom;
  return movesIn(row, history)
    .map(({ from }) => from)
    .find((from): from is string => typeof from === 'string' && from !== '' && !isClosedStage(from));
}

/** Its moves from stage to stage, the newest first. */
function movesIn(row: RecordState, history: readonly HistoryEntry[]) {
  return history.flatMap(({ at, changes }) =>
    changes
      .filter(({ id, register }) => id === row.id && register === 'stage')
      .map(({ before }) => ({
        day: dateToDay(localDate(at)),
        from: before[0]?.[1][0] ?? row.base[0]['stage'],
      })),
  );
}

/** What a deal gets when it moves to a stage: the day on which it ended, and no reason why it was lost once it is not. */
export function movedTo(row: RecordState, pipeline: Pipeline, stage: Stage, more: Values = {}): Values {
  const closing = stage.outcome === 'open' ? {} : { closeDate: localDate(Date.now()) };
  const wasLost = valuesOf(row)['stage'] === 'lost' && stage.outcome !== 'lost';
  const reopening = wasLost ? { lostReason: null, competitor: null } : {};
  return { pipeline: pipeline.id, stage: stage.id, ...closing, ...reopening, ...more };
}
