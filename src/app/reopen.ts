/** Opens the current book anew. A click on a link cancels a reload that has begun, so it is asked for until it happens. */
export function reopen(): void {
  location.reload();
  setInterval(() => location.reload(), 1_000);
}
