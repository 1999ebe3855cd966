import type { Attachment } from 'svelte/attachments';

/** A finger must rest this long before it carries; a mouse must move this far. */
const holdMs = 300;
const startPx = 5;
/** A finger that moves further than this before the hold is over scrolls. */
const stillPx = 8;
const edgePx = 40;
const scrollPx = 12;

/**
 * Lets a person carry an element to one of the places marked `data-drop="<key>"` and calls back with the key of the place where
 * it is let go. The element carries `data-carried` meanwhile and the place under it `data-over`. Escape puts it back. Whoever uses
 * it offers the same by a "Move to…" menu.
 */
export function carry(ondrop: (key: string) => void): Attachment<HTMLElement> {
  return (element) => {
    let pointer: { readonly id: number; readonly x: number; readonly y: number } | undefined;
    let hold: ReturnType<typeof setTimeout> | undefined;
    let isCarrying = false;
    let place: HTMLElement | undefined;

    const begin = (): void => {
      isCarrying = true;
      element.dataset['carried'] = 'true';
      element.style.pointerEvents = 'none';
      if (pointer !== undefined) element.setPointerCapture(pointer.id);
    };
    const end = (): void => {
      clearTimeout(hold);
      removeEventListener('pointermove', onpointermove);
      removeEventListener('pointerup', onpointerup);
      removeEventListener('pointercancel', end);
      pointer = undefined;
      isCarrying = false;
      delete element.dataset['carried'];
      element.style.pointerEvents = '';
      element.style.transform = '';
      if (place !== undefined) delete place.dataset['over'];
      place = undefined;
    };
    const onpointerdown = (event: PointerEvent): void => {
      if (event.button !== 0 || !event.isPrimary || isControl(event.target, element)) return;
      pointer = { id: event.pointerId, x: event.clientX, y: event.clientY };
      // A quick mouse is outside the element before it has moved within it.
      addEventListener('pointermove', onpointermove);
      addEventListener('pointerup', onpointerup);
      addEventListener('pointercancel', end);
      if (event.pointerType === 'touch') hold = setTimeout(begin, holdMs);
    };
    const onpointermove = (event: PointerEvent): void => {
      if (event.pointerId !== pointer?.id) return;
      const [x, y] = [event.clientX - pointer.x, event.clientY - pointer.y];
      if (!isCarrying) {
        if (event.pointerType === 'touch') {
          if (Math.hypot(x, y) > stillPx) end();
          return;
        }
        if (Math.hypot(x, y) <= startPx) return;
        begin();
      }
      element.style.transform = `translate(${String(x)}px, ${String(y)}px)`;
      scrollAtEdge(element, event.clientX);
      const under = document
        .elementFromPoint(event.clientX, event.clientY)
        ?.closest<HTMLElement>('[data-drop]');
      if (under === place) return;
      if (place !== undefined) delete place.dataset['over'];
      place = under ?? undefined;
      if (place !== undefined) place.dataset['over'] = 'true';
    };
    const onpointerup = (event: PointerEvent): void => {
      const key = place?.dataset['drop'];
      const hasCarried = isCarrying && event.pointerId === pointer?.id;
      end();
      if (!hasCarried) return;
      addEventListener('click', stop, { capture: true, once: true });
      setTimeout(() => removeEventListener('click', stop, { capture: true }), 50);
      if (key !== undefined) ondrop(key);
    };
    const onkeydown = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || !isCarrying) return;
      event.preventDefault();
      end();
    };
    const ontouchmove = (event: TouchEvent): void => {
      if (isCarrying) event.preventDefault();
    };
    const oncontextmenu = (event: Event): void => {
      if (isCarrying) event.preventDefault();
    };
    element.addEventListener('pointerdown', onpointerdown);
    element.addEventListener('dragstart', stop);
    element.addEventListener('touchmove', ontouchmove, { passive: false });
    element.addEventListener('contextmenu', oncontextmenu);
    addEventListener('keydown', onkeydown);
    return () => {
      end();
      element.removeEventListener('pointerdown', onpointerdown);
      element.removeEventListener('dragstart', stop);
      element.removeEventListener('touchmove', ontouchmove);
      element.removeEventListener('contextmenu', oncontextmenu);
      removeEventListener('keydown', onkeydown);
    };
  };
}

function isControl(target: EventTarget | null, within: HTMLElement): boolean {
  const control = target instanceof Element ? target.closest('button, input, select') : null;
  return control !== null && within.contains(control);
}

function scrollAtEdge(element: HTMLElement, x: number): void {
  const scroller = element.closest<HTMLElement>('[data-carry-scroll]');
  if (scroller === null) return;
  const { left, right } = scroller.getBoundingClientRect();
  if (x > right - edgePx) scroller.scrollLeft += scrollPx;
  else if (x < left + edgePx) scroller.scrollLeft -= scrollPx;
}

function stop(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
}
