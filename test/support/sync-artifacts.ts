import { createHash } from 'node:crypto';
import { entityOf, type TestHost } from './host.ts';
import { graphql } from './sync.ts';

const FILES = `mutation F($input: CreateArtifactFilesInput!) { createArtifactFiles(input: $input) { files { edges { node {
  uploadUrl artifact { id } } } } } }`;
const MANIFEST = `mutation M($id: ID!, $digest: String!, $entity: String!, $run: String!) { createArtifactManifest(input: {
  artifactID: $id, name: "wandb_manifest.json", digest: $digest, type: FULL, entityName: $entity, projectName: "p",
  runName: $run}) { artifactManifest { file { uploadUrl } } } }`;

/** A version with one file, as the client saves it. Source: protocol 6. */
export async function logArtifact(host: TestHost, run: string, name: string, text: string): Promise<void> {
  const { id, state } = await createArtifact(host, run, name, text);
  if (state === 'COMMITTED') return;
  const md5 = md5Of(text);
  const input = { artifactFiles: [{ artifactID: id, name: 'weights.bin', md5 }], storageLayout: 'V2' };
  const { createArtifactFiles } = await graphql<{
    createArtifactFiles: { files: { edges: { node: { uploadUrl: string | null; artifact: { id: string } } }[] } };
  }>(host, FILES, { input });
  const node = createArtifactFiles.files.edges[0]?.node;
  if (node?.uploadUrl) await fetch(node.uploadUrl, { method: 'PUT', body: text });
  const manifest = JSON.stringify({
    version: 1,
    storagePolicy: 'wandb-storage-policy-v1',
    storagePolicyConfig: { storageLayout: 'V2' },
    contents: { 'weights.bin': { digest: md5, size: text.length, birthArtifactID: node?.artifact.id } },
  });
  const { createArtifactManifest } = await graphql<{
    createArtifactManifest: { artifactManifest: { file: { uploadUrl: string | null } } };
  }>(host, MANIFEST, { id, digest: md5Of(manifest), entity: await entityOf(host.address), run });
  const { uploadUrl } = createArtifactManifest.artifactManifest.file;
  if (uploadUrl !== null) await fetch(uploadUrl, { method: 'PUT', body: manifest });
  await graphql(host, 'mutation K($id: ID!) { commitArtifact(input: {artifactID: $id}) { artifact { id } } }', { id });
}

async function createArtifact(
  host: TestHost,
  run: string,
  name: string,
  text: string,
): Promise<{ readonly id: string; readonly state: string }> {
  const input = {
    entityName: await entityOf(host.address),
    projectName: 'p',
    runName: run,
    artifactTypeName: 'model',
    artifactCollectionName: name,
    digest: createHash('md5').update(`${name}${text}`).digest('hex'),
    metadata: '{"of":"seeds"}',
    aliases: [{ artifactCollectionName: name, alias: 'latest' }],
    enableDigestDeduplication: true,
    clientID: `client-${run}-${name}`,
    sequenceClientID: `sequence-${run}-${name}`,
  };
  const query = 'mutation C($input: CreateArtifactInput!) { createArtifact(input: $input) { artifact { id state } } }';
  const answer = await graphql<{ createArtifact: { artifact: { id: string; state: string } } }>(host, query, { input });
  return answer.createArtifact.artifact;
}

function md5Of(text: string): string {
  return createHash('md5').update(text).digest('base64');
}

/** Notes that a run read the newest version, where there is one yet. */
export async function readNewest(host: TestHost, run: string, name: string): Promise<void> {
  const entity = await entityOf(host.address);
  const { project } = await graphql<{ project: { artifact: { id: string } | null } | null }>(
    host,
    'query A($entity: String!, $name: String!) { project(name: "p", entityName: $entity) { artifact(name: $name) { id } } }',
    { entity, name: `${name}:latest` },
  );
  if (project?.artifact == null) return;
  await graphql(
    host,
    `
      mutation U($entity: String!, $run: String!, $id: ID!) {
        useArtifact(input: { entityName: $entity, projectName: "p", runName: $run, artifactID: $id, usedAs: "start" }) {
          artifact {
            id
          }
        }
      }
    `,
    { entity, run, id: project.artifact.id },
  );
}
