import type { NetworkModel } from '../analytics/neural/network.ts';
import type { ComparisonError, MethodScore } from '../analytics/prediction/comparison.ts';
import type { MethodName } from '../analytics/prediction/methods.ts';
import type { Prediction, PredictionRequest } from '../analytics/prediction/prediction.ts';
import type { ColumnReason } from '../analytics/prediction/reasons.ts';
import type { Encoding } from '../analytics/preparation/encoding.ts';
import type { TargetRecipe } from '../analytics/preparation/target.ts';
import type { DatabaseError } from '../database/errors.ts';
import type { Result } from '../domain/result.ts';
import type { Columns } from '../domain/table.ts';
import type { Packed } from './packing.ts';

export type { NetworkModel };

export type ComparedName = MethodName | 'network';

/** What a network has learnt, tested on the same folds as the other methods: their scores are among its own. */
export type NetworkPrediction = Prediction<ComparedName, NetworkModel>;

export interface Trained {
  readonly answer: NetworkPrediction;
  readonly saved: SavedNetwork;
  /** The simplest method within one standard error of the best. */
  readonly advised: ComparedName;
}

/** A network that a book keeps, one for each question of a source and a target; on this device only, and gone with the book. */
export interface SavedNetwork {
  readonly target: TargetRecipe;
  readonly columns: readonly string[];
  /** ms since 1970. */
  readonly trainedAt: number;
  readonly seed: number;
  readonly encoding: Encoding;
  readonly model: NetworkModel;
  /** How good it was on records that it had not seen, and what mattered to it. */
  readonly found: Pick<NetworkPrediction, 'scores' | 'quality' | 'importance' | 'known'>;
}

/** How far a training is: of which network, 1 to `networks` (one for each fold, then the one that is kept), and of its epochs. */
export interface TrainingState {
  readonly done: number;
  readonly network: number;
  readonly networks: number;
  readonly epoch: number;
  readonly loss: number;
  readonly validationLoss: number;
}

export type TrainError = ComparisonError | DatabaseError;

export interface NeuralCalls {
  /** Learns, says it of all records and keeps the network in the book. Its score stands beside those given. */
  train(
    book: string,
    question: string,
    request: PredictionRequest,
    beside: readonly MethodScore<ComparedName>[],
  ): Result<Trained, TrainError>;
  /** What a network says of every record of a table. */
  say(table: Columns, encoding: Encoding, model: NetworkModel): Float64Array;
  reasons(
    table: Columns,
    rows: Int32Array,
    encoding: Encoding,
    model: NetworkModel,
  ): readonly (readonly ColumnReason[])[];
}

export type NeuralCall = keyof NeuralCalls;

export interface NeuralRequest {
  readonly call: NeuralCall;
  readonly args: Packed<readonly unknown[]>;
}

/** From the worker to the page. */
export type NeuralReport =
  | { readonly type: 'training'; readonly state: TrainingState }
  | { readonly type: 'answer'; readonly value: Packed<unknown> }
  | { readonly type: 'failure'; readonly detail: string };
