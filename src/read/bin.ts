import { observe, type Live } from '../database/live.ts';
import type { ObjectKind } from '../domain/objects.ts';
import type { RecordRow } from '../domain/record.ts';
import type { ReadHandle } from './live.ts';

/** Kinds whose records go to the bin when they are deleted. */
export const binKinds = [
  'account',
  'contact',
  'lead',
  'deal',
  'quote',
  'order',
  'payment',
  'product',
  'task',
  'need',
  'activity',
  'behaviour',
  'segment',
  'table',
  'view',
  'field',
  'tag',
  'run',
  'report',
] as const satisfies readonly ObjectKind[];
export type BinKind = (typeof binKinds)[number];

export interface BinPage {
  /** Last deleted first. */
  readonly rows: readonly RecordRow[];
  readonly total: number;
}

/** The last `limit` records of a kind that went to the bin. */
export function liveBin(db: ReadHandle, kind: BinKind, limit: number): Live<BinPage> {
  return observe(async () => {
    const deleted = db.rowsOf(kind).where('deletedAt').above(0);
    const total = await deleted.count();
    return { rows: await deleted.reverse().limit(limit).toArray(), total };
  });
}

/** How much lies in the bin, by kind. */
export function liveBinCounts(db: ReadHandle): Live<Readonly<Record<BinKind, number>>> {
  return observe(async () => {
    const counts = await Promise.all(
      binKinds.map((kind) => db.rowsOf(kind).where('deletedAt').above(0).count()),
    );
    return Object.fromEntries(binKinds.map((kind, i) => [kind, counts[i] ?? 0])) as Record<BinKind, number>;
  });
}
