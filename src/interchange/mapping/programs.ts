import { cleanKey } from '../values/text.ts';
import type { ColumnSurvey } from './survey.ts';
import { importKinds, type ImportKind } from './targets.ts';

/** Programs whose exports are known by their columns. */
export const programs = ['salesforce', 'hubspot', 'zoho', 'dynamics'] as const;
export type Program = (typeof programs)[number];

/** What a program exports of a kind, as the names of its columns. */
export interface ProgramExport {
  readonly program: Program;
  /** An `ImportKind`; exports of others are not recognised. */
  readonly kind: string;
  /** Of each group a column has to be there. */
  readonly signs: readonly (readonly string[])[];
  /** Key of a target → names of columns that go there, the likeliest first. */
  readonly columns: Readonly<Record<string, readonly string[]>>;
  /** Columns that go nowhere, whatever their names sound like. */
  readonly leftOut: readonly string[];
}

export interface RecognisedExport {
  readonly program: Program;
  readonly kind: ImportKind;
  /** Target of each column that is known; null for one that goes nowhere. */
  readonly targets: ReadonlyMap<number, string | null>;
}

/** Columns that a program has to have named at least. */
const fewestColumns = 3;

/** The export that a file most likely is: of those whose signs are all there, the one that names most columns. */
export function recogniseExport(
  columns: readonly Pick<ColumnSurvey, 'index' | 'name'>[],
  exports: readonly ProgramExport[],
): RecognisedExport | undefined {
  const byKey = new Map(columns.map(({ name, index }) => [programKey(name), index]));
  let best: RecognisedExport | undefined;
  for (const { program, kind: name, signs, columns: named, leftOut } of exports) {
    const kind = importKinds.find((each) => each === name);
    if (kind === undefined) continue;
    if (!signs.every((group) => group.some((sign) => byKey.has(programKey(sign))))) continue;
    const targets = new Map<number, string | null>();
    for (const column of leftOut) {
      const index = byKey.get(programKey(column));
      if (index !== undefined) targets.set(index, null);
    }
    for (const [target, names] of Object.entries(named)) {
      for (const column of names) {
        const index = byKey.get(programKey(column));
        if (index !== undefined && !targets.has(index)) targets.set(index, target);
      }
    }
    const known = [...targets.values()].filter((target) => target !== null).length;
    const most =
      best === undefined ? 0 : [...best.targets.values()].filter((target) => target !== null).length;
    if (known >= fewestColumns && known > most) best = { program, kind, targets };
  }
  return best;
}

/** Names as exports are told by: without case, spaces and punctuation, but with what stands in brackets. */
function programKey(name: string): string {
  return cleanKey(name)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}
