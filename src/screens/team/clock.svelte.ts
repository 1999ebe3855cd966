/** The time, in ms, read again every second while the component lives: for what runs out before a person's eyes. */
export function ticking(): { readonly now: number } {
  let now = $state(Date.now());
  $effect(() => {
    const timer = setInterval(() => (now = Date.now()), 1_000);
    return () => clearInterval(timer);
  });
  return {
    get now() {
      return now;
    },
  };
}

/** What is left of a time: "9:41", and from an hour on in hours, by `hours`. */
export function leftText(leftMs: number, hours: (count: string) => string): string {
  const seconds = Math.max(0, Math.floor(leftMs / 1_000));
  if (seconds >= 3_600) return hours(String(Math.floor(seconds / 3_600)));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
