import { createContext } from 'svelte';
import type { RecordId } from '../../domain/ids.ts';
import type { Values } from '../../domain/record.ts';
import type { ListedKind } from '../../read/listQuery.ts';
import type { CaptureReader } from '../../workers/capture.ts';

/** What came from outside: shared, opened with the app, pasted or scanned. */
export interface Arrival {
  readonly text: string;
  readonly files: readonly File[];
}

/** What capturing asks of the shell, from any screen. */
export interface Capture {
  readonly reader: CaptureReader;
  /** The record in view that new ones belong to. */
  readonly recordInView: RecordId | undefined;
  /** Opens a form for a new record over the screen that is there; `values` fill it in. */
  readonly create: (kind: ListedKind, values?: Values) => void;
  /** Opens the quick line with a text in it. */
  readonly quickAdd: (line: string) => void;
  /** Opens search and commands. */
  readonly search: () => void;
  /** Leads what arrived to its screen: tables to the import, the rest to the review of contacts. */
  readonly receive: (arrival: Arrival) => void;
  /** What waits for the review of contacts, once. */
  readonly takeArrival: () => Arrival | undefined;
}

export const [useCapture, provideCapture] = createContext<Capture>();
