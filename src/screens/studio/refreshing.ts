import { t } from '../../i18n/language.svelte.ts';
import { studioTexts } from '../../i18n/studio.ts';
import type { Acts } from '../acts.svelte.ts';
import type { ScreenBook } from '../book.ts';
import { isDue, rewriteRun, runOf, type Run } from './runs.ts';
import { useStudio } from './studio.svelte.ts';

const lookEveryMs = 3_600_000;

/**
 * Makes an analysis again, of the records as they are now, writes what it says into the fields that it wrote before, and notes
 * it. Can be undone. False where it could not be made, or its fields could not be written.
 */
export async function refreshRun(book: ScreenBook, acts: Acts, run: Run): Promise<boolean> {
  const made = await againOf(run)(book, run);
  if (made === undefined) return false;
  const { written, note } = made;
  if (!written.ok) return false;
  await acts.run(Promise.resolve(written), t(studioTexts).refreshed(run.title));
  await rewriteRun(book, run, note);
  return true;
}

function againOf({ task }: Run) {
  switch (task) {
    case 'predict':
      return predictAgain;
    case 'grading':
      return gradeAgain;
    case 'groups':
      return groupAgain;
    default:
      return valueAgain;
  }
}

/** Looks now and every hour for analyses that are due, one tab at a time, while the page is seen. Returns what ends it. */
export function followRefreshes(book: ScreenBook, acts: Acts): () => void {
  let runs: readonly Run[] = [];
  const stop = book.liveRuns().subscribe((rows) => {
    const isFirst = runs.length === 0;
    runs = rows.flatMap((row) => runOf(row) ?? []);
    if (isFirst) void look();
  });
  const look = async () => {
    if (book.isReadOnly || document.visibilityState !== 'visible') return;
    await navigator.locks.request(`rapport.refresh.${book.name}`, { ifAvailable: true }, async (lock) => {
      if (lock === null) return;
      for (const run of runs.filter((each) => isDue(each, Date.now()))) await refreshRun(book, acts, run);
    });
  };
  const timer = setInterval(() => void look(), lookEveryMs);
  return () => {
    clearInterval(timer);
    stop();
  };
}

async function predictAgain(book: ScreenBook, run: Run) {
  const [{ PredictModel }, { writePrediction }, { noteOf }] = await Promise.all([
    import('../predict/predictModel.svelte.ts'),
    import('../predict/writeBack.ts'),
    import('../predict/predictNote.ts'),
  ]);
  const model = new PredictModel(book, useStudio().analysis);
  await model.repeat(run);
  const { found } = model;
  if (found === undefined || found.target.key !== model.target?.key) return undefined;
  return { written: await writePrediction(book, found, run.written), note: noteOf(found, model) };
}

async function valueAgain(book: ScreenBook, run: Run) {
  const [{ ValueModel }, { writeValue }, { noteOf }] = await Promise.all([
    import('../value/valueModel.svelte.ts'),
    import('../value/writeValue.ts'),
    import('../value/valueNote.ts'),
  ]);
  const model = new ValueModel(useStudio().analysis, { type: 'book', name: book.name });
  await model.repeat(run);
  const { found } = model;
  if (found === undefined) return undefined;
  return { written: await writeValue(book, found), note: noteOf(found, model) };
}

async function groupAgain(book: ScreenBook, run: Run) {
  const [{ groupsAgain }, { writeNames }] = await Promise.all([
    import('../groups/groupsAgain.ts'),
    import('../groups/writeNames.ts'),
  ]);
  const made = await groupsAgain(book, useStudio().analysis, run);
  if (made === undefined) return undefined;
  return { written: await writeNames(book, made.groups, run.written), note: made.note };
}

async function gradeAgain(book: ScreenBook, run: Run) {
  const [{ GradingModel }, { levelsOf, noteOf }] = await Promise.all([
    import('../grading/gradingModel.svelte.ts'),
    import('../grading/gradingNote.ts'),
  ]);
  const model = new GradingModel(book, useStudio().analysis, { type: 'book', name: book.name });
  await model.repeat(run);
  const { found } = model;
  if (found === undefined) return undefined;
  const values = { level: levelsOf(found) };
  return {
    written: await book.editMany(found.accounts, { op: 'setEach', values }, run.title),
    note: noteOf(found, model),
  };
}
