/** Failures outside any screen: unhandled rejections and errors of event handlers. The newest is shown until it is dismissed. */
export class Failures {
  #latest = $state.raw<unknown>();

  get latest(): unknown {
    return this.#latest;
  }

  dismiss(): void {
    this.#latest = undefined;
  }

  start(): () => void {
    const onError = (event: ErrorEvent) => this.#note(event.error ?? event.message);
    const onRejection = (event: PromiseRejectionEvent) => this.#note(event.reason);
    addEventListener('error', onError);
    addEventListener('unhandledrejection', onRejection);
    return () => {
      removeEventListener('error', onError);
      removeEventListener('unhandledrejection', onRejection);
    };
  }

  #note(failure: unknown): void {
    if (isHarmless(failure)) return;
    this.#latest = failure;
  }
}

/** The details a person can copy for whoever looks into it: the error, its stack, the page and the browser; no records. */
export function describeFailure(failure: unknown): string {
  const what =
    failure instanceof Error
      ? (failure.stack ?? `${failure.name}: ${failure.message}`)
      : JSON.stringify(failure);
  const page = location.hash.split('?')[0] ?? '';
  return [what, `page ${page}`, navigator.userAgent, new Date().toISOString()].join('\n');
}

/** Browsers report these although nothing failed. */
function isHarmless(failure: unknown): boolean {
  if (failure instanceof DOMException && failure.name === 'AbortError') return true;
  return typeof failure === 'string' && failure.includes('ResizeObserver loop');
}
