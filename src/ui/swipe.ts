/** Far and flat enough to be meant, and quick: a slow drag is a selection or a scroll. */
const leastPx = 72;
const longestMs = 600;
/** The edges belong to the browser's own way back. */
const edgePx = 24;

interface Start {
  readonly x: number;
  readonly y: number;
  readonly at: number;
}

/** Calls back with 1 for a swipe to the left and −1 for one to the right. What scrolls sideways or is typed in keeps its gestures. */
export function swipe(onstep: (by: -1 | 1) => void): (element: HTMLElement) => () => void {
  return (element) => {
    let start: Start | undefined;
    const begin = (event: TouchEvent) => {
      const [touch] = event.touches;
      start = undefined;
      if (touch === undefined || event.touches.length > 1 || ownsGesture(event.target)) return;
      if (touch.clientX < edgePx || touch.clientX > innerWidth - edgePx) return;
      start = { x: touch.clientX, y: touch.clientY, at: event.timeStamp };
    };
    const end = (event: TouchEvent) => {
      const [touch] = event.changedTouches;
      const from = start;
      start = undefined;
      if (touch === undefined || from === undefined || event.timeStamp - from.at > longestMs) return;
      const [across, down] = [touch.clientX - from.x, Math.abs(touch.clientY - from.y)];
      if (Math.abs(across) < leastPx || Math.abs(across) < 2 * down) return;
      onstep(across < 0 ? 1 : -1);
    };
    element.addEventListener('touchstart', begin, { passive: true });
    element.addEventListener('touchend', end, { passive: true });
    return () => {
      element.removeEventListener('touchstart', begin);
      element.removeEventListener('touchend', end);
    };
  };
}

function ownsGesture(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest('input, textarea, select, [contenteditable], .note-box, .seg, dialog') !== null) return true;
  for (let each: Element | null = target; each !== null; each = each.parentElement) {
    if (each.scrollWidth > each.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(each).overflowX)) {
      return true;
    }
  }
  return false;
}
