import { createSubscriber } from 'svelte/reactivity';

const followTheme = createSubscriber((update) => {
  const observer = new MutationObserver(update);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'lang'] });
  return () => observer.disconnect();
});

/** The present value of a design token such as `--chart-1`. Reading it in an effect follows every change of theme. */
export function tokenValue(name: `--${string}`): string {
  followTheme();
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
