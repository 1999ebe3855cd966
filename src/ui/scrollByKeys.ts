import type { Attachment } from 'svelte/attachments';

const takesFocus = 'a[href], button, input, select, textarea, [tabindex], [contenteditable="true"]';

/** Lets keys scroll what is larger than its place: where nothing inside it can take the focus, it takes the focus itself. */
export const scrollByKeys: Attachment<HTMLElement> = (element) => {
  const look = (): void => {
    const isCut = element.scrollHeight > element.clientHeight || element.scrollWidth > element.clientWidth;
    if (isCut && element.querySelector(takesFocus) === null) element.tabIndex = 0;
    else element.removeAttribute('tabindex');
  };
  const sizes = new ResizeObserver(look);
  const contents = new MutationObserver(look);
  sizes.observe(element);
  contents.observe(element, { childList: true, subtree: true });
  return () => {
    sizes.disconnect();
    contents.disconnect();
  };
};
