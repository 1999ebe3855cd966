/** How often the page is looked through for the thing: a screen may draw it late, and draw it again. */
const lookEveryMs = 250;

/**
 * Marks the first visible element of a selector with `data-tour` and brings it into view once, until the returned function is
 * called. `onfound` hears whether there is one.
 */
export function pointAt(selector: string, onfound: (isFound: boolean) => void): () => void {
  let marked: HTMLElement | undefined;
  const look = (): void => {
    const found = [...document.querySelectorAll<HTMLElement>(selector)].find(
      (element) => element.offsetParent !== null,
    );
    if (found === marked) return;
    if (marked === undefined) found?.scrollIntoView({ block: 'center' });
    unmark(marked);
    marked = found;
    if (marked !== undefined) marked.dataset['tour'] = '';
    onfound(marked !== undefined);
  };
  look();
  const timer = setInterval(look, lookEveryMs);
  return () => {
    clearInterval(timer);
    unmark(marked);
    onfound(false);
  };
}

function unmark(element: HTMLElement | undefined): void {
  if (element !== undefined) delete element.dataset['tour'];
}
