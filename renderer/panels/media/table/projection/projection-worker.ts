import { project, type Projected, type ProjectionProgress, type ProjectionTask } from './math/project.ts';

/** What the worker is asked. */
export interface ProjectionQuestion {
  readonly numbers: Float32Array<ArrayBuffer>;
  readonly length: number;
  readonly count: number;
  readonly task: ProjectionTask;
}

/** How far it is, now and then with the points as they are; at the end the answer. */
export type ProjectionMessage =
  | {
      readonly kind: 'progress';
      readonly stage: ProjectionProgress['stage'];
      readonly done: number;
      readonly of: number;
      readonly points?: Float32Array<ArrayBuffer>;
    }
  | ({ readonly kind: 'done' } & Projected)
  | { readonly kind: 'failed'; readonly reason: string };

/** Between words about progress, and between pictures of the points on their way. */
const WORDS_MS = 80;
const PICTURE_MS = 250;

const scope = self as unknown as {
  onmessage: (event: MessageEvent<ProjectionQuestion>) => void;
  postMessage: (message: ProjectionMessage) => void;
};

scope.onmessage = ({ data: { numbers, length, count, task } }) => {
  let [lastWords, lastPicture, lastStage] = [0, performance.now(), ''];
  const report = ({ stage, done, of, points }: ProjectionProgress): void => {
    const now = performance.now();
    if (now - lastWords < WORDS_MS && stage === lastStage) return;
    lastWords = now;
    lastStage = stage;
    const isPictured = points !== undefined && now - lastPicture >= PICTURE_MS;
    if (isPictured) lastPicture = now;
    const picture = isPictured ? { points: Float32Array.from(flat(points)) } : {};
    scope.postMessage({ kind: 'progress', stage, done, of, ...picture });
  };
  try {
    scope.postMessage({ kind: 'done', ...project({ numbers, length, count }, task, report) });
  } catch (error) {
    scope.postMessage({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
  }
};

function flat(points: NonNullable<ProjectionProgress['points']>): ArrayLike<number> {
  return Array.isArray(points) ? (points as readonly (readonly number[])[]).flat() : (points as ArrayLike<number>);
}
