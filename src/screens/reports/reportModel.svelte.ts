import { isRecordId, type RecordId } from '../../domain/ids.ts';
import type { ReportAnswer } from '../../read/reports/answerReport.ts';
import { filteredKind, type ReportDefinition } from '../../read/reports/definition.ts';
import type { Likelihoods } from '../../read/reports/madeNumbers.ts';
import type { ListIndexError } from '../../workers/listIndexCalls.ts';
import type { ScreenBook } from '../book.ts';
import { definitions } from '../fields/definitions.svelte.ts';
import type { NamesById } from '../fields/format.ts';
import { ReadNames } from '../fields/readNames.svelte.ts';
import type { FewRecords } from '../fields/names.svelte.ts';

/** A report's answer, worked out anew whenever its definition or the records change; the last one stays meanwhile. */
export class ReportModel {
  answer = $state.raw<ReportAnswer>();
  /** What the answer was asked with. */
  asked = $state.raw<ReportDefinition>();
  error = $state.raw<ListIndexError>();
  readonly #names: ReadNames;

  /** Nothing is asked while the definition is undefined: what is not on screen can wait. */
  constructor(book: ScreenBook, few: FewRecords, definition: () => ReportDefinition | undefined) {
    this.#names = new ReadNames(book, few, () => idsIn(this.answer));
    // As texts: what is put together anew and says the same asks nothing again.
    const wanted = $derived.by(() => {
      const asked = definition();
      return asked === undefined ? undefined : JSON.stringify(asked);
    });
    const likely = $derived(JSON.stringify(likelihoodsOfBook()));
    $effect(() => {
      if (wanted === undefined) return;
      const asked = JSON.parse(wanted) as ReportDefinition;
      const likelihoods = JSON.parse(likely) as Likelihoods;
      let isCurrent = true;
      let timer: ReturnType<typeof setTimeout> | undefined;
      const ask = async () => {
        const answer = await book.index.report({ definition: asked, likelihoods });
        if (!isCurrent) return;
        if (answer.ok) [this.answer, this.asked, this.error] = [answer.value, asked, undefined];
        else this.error = answer.error;
      };
      void ask();
      const stop = book.index.onChange((kinds) => {
        if (!kinds.has(filteredKind(asked.object)) && !mentions(asked, kinds)) return;
        clearTimeout(timer);
        timer = setTimeout(() => void ask(), settleMs);
      });
      return () => {
        isCurrent = false;
        clearTimeout(timer);
        stop();
      };
    });
  }

  get names(): NamesById {
    return this.#names.names;
  }
}

/** Many changes in a row, as of an import, are one. */
const settleMs = 250;

/** True where a report may depend on another kind: through a reference, or a filter about related records. */
function mentions(definition: ReportDefinition, kinds: ReadonlySet<string>): boolean {
  const text = JSON.stringify(definition);
  return (
    text.includes('>') || [...kinds].some((kind) => text.includes(`"${kind}"`)) || text.includes('egments')
  );
}

function idsIn(answer: ReportAnswer | undefined): readonly RecordId[] {
  if (answer === undefined) return [];
  return [...answer.groups, ...answer.splits].flatMap(({ key }) =>
    key !== null && isRecordId(key) ? key : [],
  );
}

/** How likely deals are won, as the pipelines of the book say. */
function likelihoodsOfBook(): Likelihoods {
  return Object.fromEntries(
    definitions().pipelines.map(({ id, stages }) => [
      id,
      Object.fromEntries(stages.map((stage) => [stage.id, stage.probability / 100])),
    ]),
  );
}
