import { rankFeatures, type Rank } from './forest.ts';

/** What the worker is asked and answers; both numbers are the same. */
export interface RankQuestion {
  readonly id: number;
  readonly features: readonly Float64Array[];
  readonly target: Float64Array;
}
export interface RankAnswer {
  readonly id: number;
  readonly ranks: readonly Rank[];
}

const SEED = 42;

const scope = self as unknown as {
  onmessage: (event: MessageEvent<RankQuestion>) => void;
  postMessage: (answer: RankAnswer) => void;
};

scope.onmessage = ({ data: { id, features, target } }) =>
  scope.postMessage({ id, ranks: rankFeatures(features, target, SEED) });
