const askEvent = 'rapport:unsaved-work';

/**
 * Keeps the page from reloading by itself, and lets the browser ask before the person closes it, while `hasWork` says so:
 * a form with input that is not yet saved. Returns the way to stop.
 */
export function guardUnsavedWork(hasWork: () => boolean): () => void {
  const object = (event: Event) => {
    if (hasWork()) event.preventDefault();
  };
  window.addEventListener(askEvent, object);
  window.addEventListener('beforeunload', object);
  return () => {
    window.removeEventListener(askEvent, object);
    window.removeEventListener('beforeunload', object);
  };
}

/** Whether a reload now would lose something that a person has put in. */
export function hasUnsavedWork(): boolean {
  return !window.dispatchEvent(new Event(askEvent, { cancelable: true }));
}
