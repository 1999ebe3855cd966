import type { Kept } from './studio.svelte.ts';

interface Left {
  readonly stop: () => void;
  /** What was computed has come, and was said. */
  hasFinished: boolean;
}

const left = new Map<Kept, Left>();

/**
 * To be called when a page is left: where its model is still computing, `begin` runs what goes on without the page, and `onfinish` is
 * called once with the result when it has come.
 */
export function leavePage<F extends object>(
  model: Kept & { readonly found: F | undefined },
  begin: () => void,
  onfinish: (found: F) => void,
): void {
  if (model.done === undefined) return;
  const before = model.found;
  const stop = $effect.root(() => {
    begin();
    $effect(() => {
      const { done, found } = model;
      const page = left.get(model);
      if (done !== undefined || found === undefined || found === before || page?.hasFinished !== false)
        return;
      page.hasFinished = true;
      onfinish(found);
    });
  });
  left.set(model, { stop, hasFinished: false });
}

/** To be called when a page is opened. True where its result has come meanwhile: it is new, and needs not be computed again. */
export function enterPage(model: Kept): boolean {
  const page = left.get(model);
  page?.stop();
  left.delete(model);
  return page?.hasFinished === true;
}
