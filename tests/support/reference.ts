import { appendFileSync } from 'node:fs';
import { expect } from 'vitest';

/** A value that the product computes, held to the one that other people's software or a published table gives. */
export interface Held {
  readonly method: string;
  /** What is compared, and on which data. */
  readonly what: string;
  readonly reference: number;
  readonly ours: number;
  /** The greatest absolute difference; 0 for counts and labels. */
  readonly tolerance: number;
}

/** The same where the reference is itself only known to lie between two values, or one limit is enough. */
export interface HeldWithin {
  readonly method: string;
  readonly what: string;
  readonly ours: number;
  readonly from?: number;
  readonly to?: number;
}

/** A row of the table that `npm run test:reference` prints. */
export interface ReferenceRow {
  readonly method: string;
  readonly what: string;
  readonly reference: string;
  readonly ours: number;
  readonly tolerance: string;
  readonly isHeld: boolean;
}

/** Fails where a value is further from its reference than the tolerance. */
export function held({ method, what, reference, ours, tolerance }: Held): void {
  const isHeld = Math.abs(ours - reference) <= tolerance;
  note({ method, what, reference: String(reference), ours, tolerance: String(tolerance), isHeld });
  expect(isHeld, `${method}, ${what}: ${ours} for ${reference} ± ${tolerance}`).toBe(true);
}

/** Fails where a value is outside of a range. */
export function heldWithin({ method, what, ours, from = -Infinity, to = Infinity }: HeldWithin): void {
  const isHeld = ours >= from && ours <= to;
  note({ method, what, reference: `${from} to ${to}`, ours, tolerance: 'range', isHeld });
  expect(isHeld, `${method}, ${what}: ${ours} for ${from} to ${to}`).toBe(true);
}

function note(row: ReferenceRow): void {
  const file = process.env['RAPPORT_REFERENCE_TABLE'];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(row)}\n`);
}
