import { startAnalysis, type Analysis } from '../../workers/analysis.ts';

/** What a page of the studio leaves running when it is left. */
export interface Kept {
  /** Share done, 0 to 1, while something is computed. */
  readonly done: number | undefined;
  cancel(): void;
}

/** The analyses of this tab: their workers and what the pages found, which stay while a person looks at something else. */
export class Studio {
  readonly analysis: Analysis = startAnalysis();
  readonly #kept = new Map<string, Kept>();

  /** The model of a page, made when it is first asked for. */
  keep<T extends Kept>(name: string, make: () => T): T {
    const known = this.#kept.get(name) as T | undefined;
    if (known !== undefined) return known;
    const made = make();
    this.#kept.set(name, made);
    return made;
  }
}

let studio: Studio | undefined;

/** The studio of this page; a page has one book for its life. */
export function useStudio(): Studio {
  studio ??= new Studio();
  return studio;
}
