import { createHash } from 'node:crypto';
import type { PatientLink } from './patient-link.ts';

const QUERY = `query SyncRun($project: String!, $entity: String, $name: String!) {
  model(name: $project, entityName: $entity) {
    bucket(name: $name, missingOk: true) {
      id historyLineCount displayName notes tags group jobType config
    }
  }
}`;

/** A run as it stands at a remote. */
export interface FarRun {
  readonly id: string;
  readonly historyLineCount: number;
  /** Sum of what people may change there. */
  readonly seen: string;
}

interface Answer {
  readonly model: {
    readonly bucket:
      | ({ readonly id: string; readonly historyLineCount: number | null } & Record<string, unknown>)
      | null;
  } | null;
}

/** Undefined when there is no such run. Errors: `host.refused`. */
export async function findFarRun(
  link: PatientLink,
  run: { readonly entity: string | undefined; readonly project: string; readonly name: string },
): Promise<FarRun | undefined> {
  const { model } = await link.graphql<Answer>(QUERY, run);
  const bucket = model?.bucket ?? undefined;
  if (bucket === undefined) return undefined;
  const { id, historyLineCount, displayName, notes, tags, group, jobType, config } = bucket;
  const texts = JSON.stringify([displayName, notes, tags, group, jobType, config]);
  const seen = createHash('sha256').update(texts).digest('hex');
  return { id, historyLineCount: historyLineCount ?? 0, seen };
}
