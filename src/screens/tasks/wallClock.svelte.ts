import { localDate, localDateTime } from '../../domain/dates.ts';
import type { WallClock } from '../../domain/taskTime.ts';

export function wallClockAt(at: number): WallClock {
  return { date: localDate(at), time: localDateTime(at).slice(11, 16) };
}

/** Date and time of day where the person is, while a component lives: goes on every minute, and at once when a sleeping page wakes. */
export function followClock(): { readonly now: WallClock } {
  let now = $state.raw(wallClockAt(Date.now()));
  $effect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tick = () => {
      const at = Date.now();
      const next = wallClockAt(at);
      if (next.date !== now.date || next.time !== now.time) now = next;
      clearTimeout(timer);
      timer = setTimeout(tick, msPerMinute - (at % msPerMinute) + slackMs);
    };
    const onVisible = () => {
      if (document.visibilityState === 'visible') tick();
    };
    tick();
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisible);
    };
  });
  return {
    get now() {
      return now;
    },
  };
}

const msPerMinute = 60_000;
/** Timers may come a little early. */
const slackMs = 20;
