import type { FastifyInstance } from 'fastify';
import { z, type ZodType } from 'zod';
import { callerFor, checked, type HostContext } from '#host/base';
import type { artifactReads } from '#host/query';
import {
  isAliasAllowed,
  isTagAllowed,
  type ArtifactCollection,
  type ArtifactCollectionDetail,
  type ArtifactCollectionEdit,
  type ArtifactDetail,
  type ArtifactDiff,
  type ArtifactEdit,
  type ArtifactFileList,
  type ArtifactLineage,
  type ArtifactRemoval,
  type ArtifactVersionPage,
  type RunArtifacts,
} from '#shared/api';
import { signalOf } from '../cancel.ts';
import { projectParams, runParams } from '../schemas.ts';
import type { apiWrites } from '../writes.ts';

const PROJECT = '/api/projects/:entity/:project';
const COLLECTION = `${PROJECT}/artifacts/:collection`;
const VERSION = `${COLLECTION}/versions/:version`;
const EDIT_BODY_BYTES = 8 * 1024 * 1024;

const name = z.string().min(1).max(1024);
const collectionParams = z.object({ entity: name, project: name, collection: name });
const versionParams = z.object({ entity: name, project: name, collection: name, version: name });
const versionsQuery = z.strictObject({
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  text: z.string().max(1000).default(''),
});
const diffQuery = z.strictObject({ to: name });
const description = z.string().max(1_000_000);
const collectionEdit: ZodType<ArtifactCollectionEdit> = z.strictObject({ description: description.exactOptional() });

// What clients refuse, no window may bring in: scripts could not read it back.
const alias = z.string().refine(isAliasAllowed, 'an alias has 1 to 128 characters without / and :, and is no version');
const tag = z.string().refine(isTagAllowed, 'a tag has letters, digits, - and _, in words with single blanks between');
const removable = z.string().refine((text) => text !== 'latest', 'latest moves by itself');
const few = <T>(item: ZodType<T>) => z.array(item).max(100).exactOptional();
const artifactEdit: ZodType<ArtifactEdit> = z.strictObject({
  description: description.exactOptional(),
  addAliases: few(alias),
  removeAliases: few(removable),
  addTags: few(tag),
  removeTags: few(z.string()),
});

/** Routes of artifacts: types, collections, versions, their files, lineage and differences; edits and deletion. */
export function registerArtifactRoutes(app: FastifyInstance, host: HostContext): void {
  registerReads(app, host);
  registerVersionReads(app, host);
  registerEdits(app, host);
}

function registerReads(app: FastifyInstance, host: HostContext): void {
  const readers = callerFor<typeof artifactReads>(host.readers);

  app.get(`${PROJECT}/artifacts`, async (request, reply): Promise<ArtifactCollection[]> =>
    readers.call('artifacts.list', checked(projectParams, request.params), { signal: signalOf(reply) }),
  );

  // Beside the collections, not below: a collection may have any name.
  app.get(`${PROJECT}/artifact-count`, async (request, reply): Promise<{ readonly count: number }> =>
    readers.call('artifacts.count', checked(projectParams, request.params), { signal: signalOf(reply) }),
  );

  app.get(COLLECTION, async (request, reply): Promise<ArtifactCollectionDetail> =>
    readers.call('artifacts.collection', collectionOf(request.params), { signal: signalOf(reply) }),
  );

  app.get(`${COLLECTION}/removal`, async (request, reply): Promise<ArtifactRemoval> =>
    readers.call('artifacts.collectionRemoval', collectionOf(request.params), { signal: signalOf(reply) }),
  );

  app.get(`${COLLECTION}/versions`, async (request, reply): Promise<ArtifactVersionPage> => {
    const args = { ...collectionOf(request.params), query: checked(versionsQuery, request.query) };
    return readers.call('artifacts.versions', args, { signal: signalOf(reply) });
  });

  app.get('/api/runs/:entity/:project/:run/artifacts', async (request, reply): Promise<RunArtifacts> =>
    readers.call('artifacts.ofRun', checked(runParams, request.params), { signal: signalOf(reply) }),
  );
}

function registerVersionReads(app: FastifyInstance, host: HostContext): void {
  const readers = callerFor<typeof artifactReads>(host.readers);

  app.get(VERSION, async (request, reply): Promise<ArtifactDetail> =>
    readers.call('artifacts.version', versionOf(request.params), { signal: signalOf(reply) }),
  );

  app.get(`${VERSION}/files`, async (request, reply): Promise<ArtifactFileList> =>
    readers.call('artifacts.files', versionOf(request.params), { signal: signalOf(reply) }),
  );

  app.get(`${VERSION}/lineage`, async (request, reply): Promise<ArtifactLineage> =>
    readers.call('artifacts.lineage', versionOf(request.params), { signal: signalOf(reply) }),
  );

  app.get(`${VERSION}/diff`, async (request, reply): Promise<ArtifactDiff> => {
    const args = { ...versionOf(request.params), ...checked(diffQuery, request.query) };
    return readers.call('artifacts.diff', args, { signal: signalOf(reply) });
  });

  app.get(`${VERSION}/removal`, async (request, reply): Promise<ArtifactRemoval> =>
    readers.call('artifacts.removal', versionOf(request.params), { signal: signalOf(reply) }),
  );
}

function registerEdits(app: FastifyInstance, host: HostContext): void {
  const readers = callerFor<typeof artifactReads>(host.readers);
  const writer = callerFor<typeof apiWrites>(host.writer);

  app.patch(VERSION, { bodyLimit: EDIT_BODY_BYTES }, async (request): Promise<ArtifactDetail> => {
    const args = versionOf(request.params);
    await writer.call('api.editArtifact', { ...args, edit: checked(artifactEdit, request.body) });
    return readers.call('artifacts.version', args);
  });

  app.delete(VERSION, async (request, reply) => {
    await writer.call('api.deleteArtifact', versionOf(request.params));
    return reply.code(204).send();
  });

  app.patch(COLLECTION, { bodyLimit: EDIT_BODY_BYTES }, async (request): Promise<ArtifactCollectionDetail> => {
    const args = collectionOf(request.params);
    await writer.call('api.editArtifactCollection', { ...args, edit: checked(collectionEdit, request.body) });
    return readers.call('artifacts.collection', args);
  });

  app.delete(COLLECTION, async (request, reply) => {
    await writer.call('api.deleteArtifactCollection', collectionOf(request.params));
    return reply.code(204).send();
  });
}

function collectionOf(params: unknown) {
  const { collection, ...path } = checked(collectionParams, params);
  return { path, collection };
}

function versionOf(params: unknown) {
  const { collection, version, ...path } = checked(versionParams, params);
  return { path, collection, version };
}
