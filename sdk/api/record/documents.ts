/** What a record tells of a run. Source: the client's RunFragment. */
const RUN_FRAGMENT = `fragment RunFragment on Run {
  id tags name displayName state config group jobType commit readOnly createdAt heartbeatAt notes systemMetrics
  summaryMetrics user { name username } historyKeys projectId
}`;

export const RUN = `query Run($project: String!, $entity: String!, $name: String!) {
  project(name: $project, entityName: $entity) { run(name: $name) { ...RunFragment } }
}
${RUN_FRAGMENT}`;

export const RUNS = `query Runs($project: String!, $entity: String!, $cursor: String, $perPage: Int = 50,
  $order: String, $filters: JSONString) {
  project(name: $project, entityName: $entity) {
    runs(filters: $filters, after: $cursor, first: $perPage, order: $order) {
      edges { node { ...RunFragment } cursor }
      pageInfo { endCursor hasNextPage }
    }
  }
}
${RUN_FRAGMENT}`;

export const RUN_COUNT = `query Runs($project: String!, $entity: String!, $filters: JSONString) {
  project(name: $project, entityName: $entity) { runCount(filters: $filters) }
}`;

export const UPDATE_RUN = `mutation UpsertBucket($id: String!, $displayName: String, $notes: String, $tags: [String!],
  $config: JSONString, $groupName: String, $summaryMetrics: JSONString) {
  upsertBucket(input: {id: $id, displayName: $displayName, notes: $notes, tags: $tags, config: $config,
    groupName: $groupName, summaryMetrics: $summaryMetrics}) {
    bucket { ...RunFragment }
  }
}
${RUN_FRAGMENT}`;

export const CREATE_RUN = `mutation UpsertBucket($project: String, $entity: String, $name: String!) {
  upsertBucket(input: {modelName: $project, entityName: $entity, name: $name, state: "running"}) {
    bucket { name project { name entity { name } } }
  }
}`;

export const STOP_RUN = `mutation StopRun($id: ID!) { stopRun(input: {id: $id}) { success } }`;

export const DELETE_RUN = `mutation DeleteRun($id: ID!, $deleteArtifacts: Boolean) {
  deleteRun(input: {id: $id, deleteArtifacts: $deleteArtifacts}) { clientMutationId }
}`;

/** How far a run is, in few bytes. */
export const RUN_STATE = `query RunState($project: String!, $entity: String!, $name: String!) {
  project(name: $project, entityName: $entity) { run(name: $name) { state historyLineCount } }
}`;
