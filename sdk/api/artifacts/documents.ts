/** What is told of a version. Source: the client's ArtifactFragment. */
const FRAGMENT = `fragment ArtifactFragment on Artifact {
  id versionIndex description metadata digest size createdAt artifactType { name }
  artifactSequence { name project { name entity { name } } }
  aliases { alias artifactCollection { name } }
}`;

export const BY_ID = `query ArtifactByID($id: ID!) { artifact(id: $id) { ...ArtifactFragment } }
${FRAGMENT}`;

export const BY_NAME = `query ArtifactMembershipByName($entity: String!, $project: String!, $name: String!) {
  project(name: $project, entityName: $entity) {
    artifactCollectionMembership(name: $name) { artifact { ...ArtifactFragment } }
  }
}
${FRAGMENT}`;

export const MANIFEST = `query FetchArtifactManifest($id: ID!) {
  artifact(id: $id) { currentManifest { file { directUrl } } }
}`;

export const CREATED_BY = `query ArtifactCreatedBy($id: ID!) {
  artifact(id: $id) { createdBy { __typename ... on Run { name project { name entity { name } } } } }
}`;

export const USED_BY = `query ArtifactUsedBy($id: ID!) {
  artifact(id: $id) { usedBy { edges { node { name project { name entity { name } } } } } }
}`;

export const OF_RUN = `query RunArtifacts($project: String!, $entity: String!, $name: String!, $cursor: String,
  $perPage: Int = 50, $isOutput: Boolean!) {
  project(name: $project, entityName: $entity) {
    run(name: $name) {
      made: outputArtifacts(after: $cursor, first: $perPage) @include(if: $isOutput) {
        edges { node { ...ArtifactFragment } cursor }
        pageInfo { endCursor hasNextPage }
      }
      used: inputArtifacts(after: $cursor, first: $perPage) @skip(if: $isOutput) {
        edges { node { ...ArtifactFragment } cursor }
        pageInfo { endCursor hasNextPage }
      }
    }
  }
}
${FRAGMENT}`;

export const USE = `mutation UseArtifact($entity: String!, $project: String!, $run: String!, $id: ID!) {
  useArtifact(input: {entityName: $entity, projectName: $project, runName: $run, artifactID: $id}) { artifact { id } }
}`;
