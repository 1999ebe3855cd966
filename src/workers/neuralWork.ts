import { fitNetwork } from '../analytics/neural/fitNetwork.ts';
import { predictNetwork, type NetworkModel } from '../analytics/neural/network.ts';
import {
  simplestOfBest,
  standing,
  type Method,
  type MethodScore,
} from '../analytics/prediction/comparison.ts';
import { foldCount } from '../analytics/prediction/dealtRows.ts';
import { bySimplicity } from '../analytics/prediction/methods.ts';
import { predictTarget, type PredictionRequest } from '../analytics/prediction/prediction.ts';
import { drawnReasons } from '../analytics/prediction/reasons.ts';
import { saidInParts } from '../analytics/preparation/parts.ts';
import type { DatabaseError } from '../database/errors.ts';
import { BookDatabase } from '../database/schema.ts';
import { ok, type Result } from '../domain/result.ts';
import { usableTable } from '../domain/table.ts';
import type { ComparedName, NeuralCall, NeuralCalls, SavedNetwork, TrainingState } from './neuralMessages.ts';
import { saveNetwork } from './savedNetworks.ts';

type Work<C extends NeuralCall> = (
  report: (state: TrainingState) => void,
  ...args: Parameters<NeuralCalls[C]>
) => ReturnType<NeuralCalls[C]> | Promise<ReturnType<NeuralCalls[C]>>;

/** What the neural worker does, once a backend has been started. It keeps nothing between calls but what the book keeps. */
export const neuralWork: { readonly [C in NeuralCall]: Work<C> } = {
  async train(report, book, question, request, beside) {
    const table = usableTable(request.table);
    const found = await predictTarget({ ...request, table }, [methodFor(request, report)]);
    if (!found.ok) return found;
    const all = standing<ComparedName>([...beside.filter(isOther), ...found.value.scores]);
    const scores = all.toSorted((a, b) => b.score - a.score);
    const answer = { ...found.value, scores };
    const { encoding, model, quality, importance, known } = answer;
    const { target, columns, seed } = request;
    const saved: SavedNetwork = {
      ...{ target, columns, seed, trainedAt: Date.now(), encoding, model },
      found: { scores, quality, importance, known },
    };
    const kept = await keptIn(book, question, saved);
    return kept.ok ? ok({ answer, saved, advised: simplestOfBest(bySimplicity(all)) ?? 'network' }) : kept;
  },
  say: (_, table, encoding, model) =>
    saidInParts(encoding, usableTable(table), (features) => predictNetwork(model, features)),
  reasons: (_, table, rows, encoding, model) =>
    drawnReasons((features) => predictNetwork(model, features), encoding, table, rows),
};

async function keptIn(
  book: string,
  question: string,
  network: SavedNetwork,
): Promise<Result<undefined, DatabaseError>> {
  const db = new BookDatabase(book, 'strict');
  try {
    return await saveNetwork(db, question, network);
  } finally {
    db.close();
  }
}

const isOther = ({ method }: MethodScore<ComparedName>): boolean => method !== 'network';

/** One network is fitted for each fold, and then the one that is kept. */
function methodFor(
  { target }: PredictionRequest,
  report: (state: TrainingState) => void,
): Method<'network', NetworkModel> {
  const networks = foldCount + 1;
  let network = 0;
  return {
    name: 'network',
    fit: (examples, options) => {
      network++;
      let epoch = { epoch: 0, loss: NaN, validationLoss: NaN };
      return fitNetwork(examples, {
        ...options,
        task: target.yes === undefined ? 'values' : 'classes',
        onEpoch: (each) => (epoch = each),
        onProgress: (done) => {
          report({ done: (network - 1 + done) / networks, network, networks, ...epoch });
          options.onProgress?.(done);
        },
      });
    },
    predict: predictNetwork,
  };
}
