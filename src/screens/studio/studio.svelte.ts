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
    const made = lasting(make);
    this.#kept.set(name, made);
    return made;
  }
}

/** What is derived in a model would stand still once the component is gone in which the model was made. */
function lasting<T>(make: () => T): T {
  let made: { readonly value: T } | undefined;
  $effect.root(() => {
    made = { value: make() };
  });
  if (made === undefined) throw new Error('A root runs what it is given at once.');
  return made.value;
}

let studio: Studio | undefined;

/** The studio of this page; a page has one book for its life. */
export function useStudio(): Studio {
  studio ??= new Studio();
  return studio;
}
