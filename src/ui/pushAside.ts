import type { Attachment } from 'svelte/attachments';

/** How far a finger must go before letting go does something, px. */
const farPx = 88;
/** A finger that moves this far sideways, and less up or down, swipes and no longer scrolls. */
const startPx = 12;

/**
 * Lets a finger push an element aside: `right` or `left` runs when it is let go far enough. The element carries
 * `data-swipe="right|left"` while it is away from its place and `data-far` when letting go would act. Whoever uses it offers
 * the same by button.
 */
export function pushAside(acts: {
  readonly right: () => void;
  readonly left: () => void;
}): Attachment<HTMLElement> {
  return (element) => {
    let start: { readonly id: number; readonly x: number; readonly y: number } | undefined;
    let moved = 0;
    let isSwiping = false;

    const place = (x: number): void => {
      moved = x;
      element.style.transform = x === 0 ? '' : `translateX(${String(x)}px)`;
      if (x === 0) delete element.dataset['swipe'];
      else element.dataset['swipe'] = x > 0 ? 'right' : 'left';
      if (Math.abs(x) >= farPx) element.dataset['far'] = 'true';
      else delete element.dataset['far'];
    };
    const onpointerdown = (event: PointerEvent): void => {
      if (event.pointerType !== 'touch' || !event.isPrimary) return;
      start = { id: event.pointerId, x: event.clientX, y: event.clientY };
      isSwiping = false;
    };
    const onpointermove = (event: PointerEvent): void => {
      if (event.pointerId !== start?.id) return;
      const x = event.clientX - start.x;
      const y = event.clientY - start.y;
      if (!isSwiping && Math.abs(y) > startPx) return onpointercancel();
      if (!isSwiping && Math.abs(x) > startPx) {
        isSwiping = true;
        element.setPointerCapture(event.pointerId);
      }
      if (isSwiping) place(x);
    };
    const onpointerup = (): void => {
      const distance = moved;
      const hasSwiped = isSwiping;
      onpointercancel();
      if (!hasSwiped) return;
      addEventListener('click', stop, { capture: true, once: true });
      setTimeout(() => removeEventListener('click', stop, { capture: true }), 50);
      if (distance >= farPx) acts.right();
      else if (distance <= -farPx) acts.left();
    };
    const onpointercancel = (): void => {
      start = undefined;
      isSwiping = false;
      place(0);
    };
    element.style.touchAction = 'pan-y';
    element.addEventListener('pointerdown', onpointerdown);
    element.addEventListener('pointermove', onpointermove);
    element.addEventListener('pointerup', onpointerup);
    element.addEventListener('pointercancel', onpointercancel);
    return () => {
      element.removeEventListener('pointerdown', onpointerdown);
      element.removeEventListener('pointermove', onpointermove);
      element.removeEventListener('pointerup', onpointerup);
      element.removeEventListener('pointercancel', onpointercancel);
    };
  };
}

function stop(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
}
