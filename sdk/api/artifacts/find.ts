import { NotFoundError, UsageError, type Wait } from '#sdk/base';
import { allOf, type Connection } from '../pages.ts';
import { askRun, type RunSource } from '../record/node.ts';
import { BY_ID, BY_NAME, OF_RUN, USE } from './documents.ts';
import { type ArtifactNode, type ArtifactSource, LoggedArtifact } from './logged-artifact.ts';

const PAGE = 50;

/** Where a version is: in a project, under `collection:alias`, `collection:v3` or `collection:digest`. */
export interface ArtifactName {
  readonly entity: string;
  readonly project: string;
  readonly name: string;
}

/**
 * Reads `entity/project/name:alias`; what is left out in front comes from `home`, the alias is `latest`.
 * Errors: UsageError `artifact.name`.
 */
export function parseArtifactName(
  text: string,
  home: { readonly entity: string; readonly project: string },
): ArtifactName {
  const parts = text.split('/');
  const last = parts.pop() ?? '';
  if (last === '' || parts.length > 2 || parts.includes(''))
    throw new UsageError('artifact.name', `"${text}" is no name of an artifact: entity/project/name:alias`);
  const [owner, project = owner] = parts.length === 2 ? parts : [undefined, parts[0]];
  return {
    entity: parts.length === 2 ? (owner ?? home.entity) : home.entity,
    project: project ?? home.project,
    name: last.includes(':') ? last : `${last}:latest`,
  };
}

/** A version by its name. Errors: NotFoundError; UsageError `artifact.type` when it is of another type. */
export async function findArtifact(
  source: ArtifactSource,
  at: ArtifactName,
  options: Wait & { readonly type?: string },
): Promise<LoggedArtifact> {
  type Answer = {
    readonly project: {
      readonly artifactCollectionMembership: { readonly artifact: ArtifactNode | null } | null;
    } | null;
  };
  const answer = await source.requests.query<Answer>(BY_NAME, { ...at }, options);
  const node = answer.project?.artifactCollectionMembership?.artifact;
  if (node === null || node === undefined)
    throw new NotFoundError('artifact.unknown', `there is no artifact ${at.entity}/${at.project}/${at.name}`);
  const artifact = new LoggedArtifact(source, node);
  if (options.type !== undefined && options.type !== artifact.type)
    throw new UsageError('artifact.type', `${artifact.name} is of the type ${artifact.type}, not ${options.type}`);
  return artifact;
}

/** A version by the server's own id. Errors: NotFoundError. */
export async function artifactById(source: ArtifactSource, id: string, wait: Wait): Promise<LoggedArtifact> {
  const { artifact } = await source.requests.query<{ readonly artifact: ArtifactNode | null }>(BY_ID, { id }, wait);
  if (artifact === null) throw new NotFoundError('artifact.unknown', `there is no artifact ${id}`);
  return new LoggedArtifact(source, artifact);
}

/** Versions that a run has made, or read. */
export async function* artifactsOf(
  run: RunSource,
  source: ArtifactSource,
  isOutput: boolean,
  wait: Wait,
): AsyncGenerator<LoggedArtifact> {
  type Answer = { readonly made?: Connection<ArtifactNode>; readonly used?: Connection<ArtifactNode> };
  const nodes = allOf(async (cursor) => {
    const { made, used } = await askRun<Answer>(run, OF_RUN, { cursor, perPage: PAGE, isOutput }, wait);
    return made ?? used ?? { edges: [], pageInfo: { endCursor: null, hasNextPage: false } };
  });
  for await (const node of nodes) yield new LoggedArtifact(source, node);
}

/** Notes that a run reads a version. */
export async function noteUse(run: RunSource, artifact: LoggedArtifact, wait: Wait): Promise<void> {
  const { entity, project, name } = run.key;
  await run.requests.change(USE, { entity, project, run: name, id: artifact.storageId }, wait);
}
