/** Events after which somebody is at the device. */
const touches = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;

/** Hides everything that is drawn, its title and its keys, until the returned function is called. */
export function coverPage(title: string): () => void {
  const root = document.documentElement;
  root.dataset['locked'] = '';
  let shown = document.title;
  const hideTitle = (): void => {
    if (document.title === title) return;
    shown = document.title;
    document.title = title;
  };
  const observer = new MutationObserver(hideTitle);
  observer.observe(document.head, { subtree: true, childList: true, characterData: true });
  hideTitle();
  // What lies below listens on the window; the field for the PIN needs no listener for its letters.
  const keep = (event: Event): void => {
    event.stopPropagation();
    // A browser closes what lies on top when Escape comes again, whatever `cancel` says.
    if (event instanceof KeyboardEvent && event.key === 'Escape') event.preventDefault();
  };
  for (const type of ['keydown', 'keyup', 'paste'] as const) addEventListener(type, keep, true);
  return () => {
    observer.disconnect();
    for (const type of ['keydown', 'keyup', 'paste'] as const) removeEventListener(type, keep, true);
    document.title = shown;
    delete root.dataset['locked'];
  };
}

/** Calls back when somebody touches the page, leaves it or comes back, and every few seconds. Returns what ends it. */
export function watchPerson(on: {
  readonly touched: () => void;
  readonly left: () => void;
  readonly looked: () => void;
}): () => void {
  const seen = (): void => (document.visibilityState === 'hidden' ? on.left() : on.looked());
  for (const type of touches) addEventListener(type, on.touched, { capture: true, passive: true });
  document.addEventListener('visibilitychange', seen);
  const timer = setInterval(on.looked, lookEveryMs);
  return () => {
    for (const type of touches) removeEventListener(type, on.touched, { capture: true });
    document.removeEventListener('visibilitychange', seen);
    clearInterval(timer);
  };
}

const lookEveryMs = 5_000;
