/** What the bench sees of the app from outside, put into each page before its own scripts. */
export interface Probe {
  /** When the first rows of a list were painted, in ms since the navigation began; undefined before. */
  firstRowsAt: number | undefined;
  longTasks: number[];
  /**
   * Begins to wait for an event of this type, then until nothing in the main part has changed for 200 ms. `result` is
   * the time from the event to the paint of the last change, or null where nothing changed within 5 s.
   */
  watchEvent: (eventType: string) => void;
  /** The same, until an element is there: the first paint with it. `result` is null where none comes within 60 s. */
  watchElement: (eventType: string, selector: string) => void;
  /** Begins to wait until a text stands in the list. `result` is the wall clock in ms at which it was painted, null after 10 s. */
  watchText: (text: string) => void;
  result: Promise<number | null>;
}

declare global {
  interface Window {
    probe: Probe;
  }
}

/** Runs in the page: may use nothing from outside itself. */
export function installProbe(): void {
  const quietMs = 200;
  const probe: Probe = {
    firstRowsAt: undefined,
    longTasks: [],
    watchEvent: (eventType) => {
      probe.result = changeAfter(eventType);
    },
    watchElement: (eventType, selector) => {
      probe.result = elementAfter(eventType, selector);
    },
    watchText: (text) => {
      probe.result = paintOf(text);
    },
    result: Promise.resolve(null),
  };
  window.probe = probe;

  new PerformanceObserver((list) => {
    probe.longTasks.push(...list.getEntries().map((entry) => entry.duration));
  }).observe({ type: 'longtask', buffered: true });

  const observer = new MutationObserver(() => {
    const row = document.querySelector('.table__body .table__row:not([aria-busy])');
    if (row === null || row.textContent.trim() === '') return;
    observer.disconnect();
    afterPaint((at) => (probe.firstRowsAt = at));
  });
  observer.observe(document, { childList: true, subtree: true, attributes: true, characterData: true });

  function changeAfter(eventType: string): Promise<number | null> {
    return new Promise((resolve) => {
      let began: number | undefined;
      let painted: number | undefined;
      let quiet: ReturnType<typeof setTimeout> | undefined;
      const target = document.querySelector('main') ?? document.body;
      const giveUp = setTimeout(finish, 5_000);
      const watcher = new MutationObserver(() => {
        if (began === undefined) return;
        clearTimeout(quiet);
        afterPaint((at) => (painted = at));
        quiet = setTimeout(finish, quietMs);
      });
      watcher.observe(target, { childList: true, subtree: true, attributes: true, characterData: true });
      addEventListener(
        eventType,
        (event) => {
          began = event.timeStamp;
        },
        { capture: true, once: true },
      );
      function finish(): void {
        clearTimeout(giveUp);
        watcher.disconnect();
        resolve(began === undefined || painted === undefined ? null : painted - began);
      }
    });
  }

  function elementAfter(eventType: string, selector: string): Promise<number | null> {
    return new Promise((resolve) => {
      let began: number | undefined;
      const giveUp = setTimeout(() => resolve(null), 60_000);
      const watcher = new MutationObserver(() => {
        if (began === undefined || document.querySelector(selector) === null) return;
        watcher.disconnect();
        clearTimeout(giveUp);
        const from = began;
        afterPaint((at) => resolve(at - from));
      });
      watcher.observe(document.body, { childList: true, subtree: true });
      addEventListener(eventType, (event) => (began = event.timeStamp), { capture: true, once: true });
    });
  }

  function paintOf(text: string): Promise<number | null> {
    return new Promise((resolve) => {
      const giveUp = setTimeout(() => resolve(null), 10_000);
      const isThere = (): boolean =>
        document.querySelector('.table__body')?.textContent.includes(text) === true;
      const watcher = new MutationObserver(() => {
        if (!isThere()) return;
        watcher.disconnect();
        clearTimeout(giveUp);
        afterPaint((at) => resolve(performance.timeOrigin + at));
      });
      watcher.observe(document.body, { childList: true, subtree: true, characterData: true });
    });
  }

  /** A frame's own callback runs before it is painted, and a task after it when it has been. */
  function afterPaint(run: (at: number) => void): void {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => run(performance.now());
      port2.postMessage(null);
    });
  }
}
