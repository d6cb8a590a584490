import type { ApiValue } from './runs.ts';

/**
 * `POST /api/projects/:entity/:project/media/steps`: at which steps runs have logged values of a key that are no plain
 * numbers (pictures, sounds, pages, histograms, texts).
 */
export interface MediaStepsQuery {
  readonly key: string;
  /** Short ids of runs, at most 1,000. Runs that are gone are passed over. */
  readonly runs: readonly string[];
}

export interface MediaStepsAnswer {
  /** In the order asked for; runs without the key are left out. */
  readonly runs: readonly MediaRunSteps[];
}

export interface MediaRunSteps {
  readonly run: string;
  /** Ascending, as evenly spaced stretches, see `unpackSteps` of #shared/media. */
  readonly steps: readonly (readonly [first: number, stride: number, count: number])[];
}

/**
 * `POST /api/projects/:entity/:project/media/items`: logged values of a key. `step`: one for each run, the last one at
 * or before it (left out: the newest). `sample`: up to `count` of each run, evenly by index, first and last among them.
 */
export interface MediaItemsQuery extends MediaStepsQuery {
  readonly pick:
    | { readonly kind: 'step'; readonly step?: number }
    /** `count` 1 to 1,000. */
    | { readonly kind: 'sample'; readonly count: number };
}

export interface MediaItemsAnswer {
  /** By run in the order asked for, then by step. */
  readonly values: readonly MediaValue[];
}

export interface MediaValue {
  readonly run: string;
  readonly step: number;
  /** How many steps of the run have a value. */
  readonly stepCount: number;
  /** As logged; `decodeMedia` of #shared/media reads it. */
  readonly value: ApiValue;
  /** The files it refers to whose bytes are here; the others are still on their way or were never sent. */
  readonly files: readonly MediaFile[];
  /** Names of classes by number, for masks and for boxes, by the name of their group. */
  readonly labels: {
    readonly masks: ClassLabels;
    readonly boxes: ClassLabels;
  };
}

export type ClassLabels = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface MediaFile {
  readonly name: string;
  /** Lower-case hex; with it in the address (`?sha256=…`) the browser may keep the bytes for ever. */
  readonly sha256: string;
  readonly sizeBytes: number;
}
