import type { IsoDate } from '../domain/dates.ts';
import type { FoundPerson } from '../domain/foundPerson.ts';
import type { Result } from '../domain/result.ts';
import type { QuickLine } from '../interchange/quick/quickLine.ts';
import type { ReadPeople } from '../interchange/signature/readPeople.ts';
import type { CardsProblem } from '../interchange/vcard/contentLines.ts';

export type { QuickKind, QuickLine } from '../interchange/quick/quickLine.ts';
export type { ReadPeople } from '../interchange/signature/readPeople.ts';
export type { CardsProblem } from '../interchange/vcard/contentLines.ts';

/** What the worker reads and writes. */
export interface CaptureCalls {
  /** `today` is where the person is. */
  readLine(line: string, today: IsoDate): QuickLine;
  /** People in any text: cards, codes, signatures, lists. */
  readPeople(text: string): ReadPeople;
  readCards(file: Uint8Array): Result<readonly FoundPerson[], CardsProblem>;
  /** A file of cards; 3.0 is what every phone reads. */
  writeCards(people: readonly FoundPerson[], version: '3.0' | '4.0'): string;
  /** Rows with a header that the import understands. */
  writeTable(people: readonly FoundPerson[]): string;
}

export type CaptureCall = keyof CaptureCalls;

export interface CaptureRequest {
  readonly id: number;
  readonly call: CaptureCall;
  readonly args: readonly unknown[];
}

export interface CaptureAnswer {
  readonly id: number;
  readonly value: unknown;
}
