import type { ReadableDb } from '#host/store';
import type {
  ApiValue,
  MediaFile,
  MediaItemsAnswer,
  MediaItemsQuery,
  MediaStepsAnswer,
  MediaStepsQuery,
  MediaValue,
} from '#shared/api';
import { decodeMedia, filesOf, indexAtOrBefore, packSteps } from '#shared/media';
import type { ProjectRowId, RunRowId } from '#shared/units';
import { parseExtended, toApiValue } from '#shared/wire';
import { statement } from '../sql.ts';
import { readClassLabels } from './labels.ts';
import { readLogged, type ValuesByStep } from './logged.ts';
import { findRuns } from './runs.ts';

/** Steps at which runs have values of a key; values are not read. Cost: see LoggedValues of the store. */
export function readMediaSteps(db: ReadableDb, project: ProjectRowId, query: MediaStepsQuery): MediaStepsAnswer {
  const runs = findRuns(db, project, query.runs).flatMap(({ name, id }) => {
    const { steps } = readLogged(db, id, query.key);
    return steps.length === 0 ? [] : [{ run: name, steps: packSteps(steps) }];
  });
  return { runs };
}

/** Values of a key with the files that are here. Runs that have none at or before the step are left out. */
export function readMediaItems(db: ReadableDb, project: ProjectRowId, query: MediaItemsQuery): MediaItemsAnswer {
  const { key, pick } = query;
  const values = findRuns(db, project, query.runs).flatMap(({ name, id }) => {
    const logged = readLogged(db, id, key);
    return pickIndexes(logged.steps, pick).map((index) => valueAt(db, { run: name, id, key, logged, index }));
  });
  return { values };
}

function pickIndexes(steps: Float64Array, pick: MediaItemsQuery['pick']): readonly number[] {
  const last = steps.length - 1;
  if (pick.kind === 'step') {
    const index = pick.step === undefined ? last : indexAtOrBefore(steps, pick.step);
    return index < 0 ? [] : [index];
  }
  const count = Math.min(pick.count, steps.length);
  return Array.from({ length: count }, (_, i) => (count === 1 ? last : Math.round((i * last) / (count - 1))));
}

interface Place {
  readonly run: string;
  readonly id: RunRowId;
  readonly key: string;
  readonly logged: ValuesByStep;
  readonly index: number;
}

const NO_LABELS: MediaValue['labels'] = { masks: {}, boxes: {} };

function valueAt(db: ReadableDb, { run, id, key, logged, index }: Place): MediaValue {
  const value = toApiValue(parseExtended(logged.textAt(index)));
  return {
    run,
    step: logged.steps[index] ?? 0,
    stepCount: logged.steps.length,
    value,
    files: findFiles(db, id, filesOf(value)),
    labels: hasLayers(value) ? readClassLabels(db, id, key) : NO_LABELS,
  };
}

function hasLayers(value: ApiValue): boolean {
  return (decodeMedia(value) ?? []).some((item) => item.kind === 'image' && item.masks.length + item.boxes.length > 0);
}

function findFiles(db: ReadableDb, run: RunRowId, names: readonly string[]): MediaFile[] {
  if (names.length === 0) return [];
  const sql = `SELECT f.name, b.sha256, b.size_bytes AS sizeBytes FROM json_each(?) wanted
    JOIN run_files f ON f.run_id = ? AND f.name = wanted.value JOIN blobs b ON b.id = f.blob_id ORDER BY wanted.key`;
  return statement(db, sql).all(JSON.stringify(names), run) as MediaFile[];
}
