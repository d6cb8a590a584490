/** A run's own facts, lists of runs, and everything that changes a run except its points and files. */
export const RUNS_SDL = /* GraphQL */ `
  extend type Project {
    run(name: String!, desc: String): Run
    bucket(name: String!, missingOk: Boolean, desc: String): Run
    runs(filters: JSONString, order: String, first: Int, after: String): RunConnection
    buckets(filters: JSONString, order: String, first: Int, after: String): RunConnection
    runCount(filters: JSONString): Int!
  }

  extend type Mutation {
    upsertBucket(input: UpsertBucketInput!): UpsertBucketPayload
    deleteRun(input: DeleteRunInput!): DeleteRunPayload
    updateRunState(input: UpdateRunStateInput!): UpdateRunStatePayload
    stopRun(input: StopRunInput!): StopRunPayload
    notifyScriptableRunAlert(input: NotifyScriptableRunAlertInput!): NotifyScriptableRunAlertPayload
  }

  type Run {
    id: ID!
    name: String!
    displayName: String
    description: String
    notes: String
    tags: [String!]!
    config: JSONString
    wandbConfig(keys: [String!]): JSONString
    summaryMetrics: JSONString
    state: String
    exitcode: Int
    group: String
    groupName: String
    jobType: String
    commit: String
    host: String
    sweepName: String
    readOnly: Boolean!
    createdAt: DateTime!
    updatedAt: DateTime!
    heartbeatAt: DateTime
    stopped: Boolean!
    shouldStop: Boolean!
    failed: Boolean!
    running: Boolean!
    user: User
    project: Project!
    projectId: Int!
  }
  type RunConnection {
    totalCount: Int!
    edges: [RunEdge!]!
    pageInfo: PageInfo!
  }
  type RunEdge {
    cursor: String!
    node: Run!
  }

  input UpsertBucketInput {
    id: String
    name: String
    modelName: String
    entityName: String
    groupName: String
    displayName: String
    description: String
    notes: String
    commit: String
    config: JSONString
    host: String
    debug: Boolean
    jobProgram: String
    jobRepo: String
    jobType: String
    state: String
    sweep: String
    tags: [String!]
    summaryMetrics: JSONString
    clientMutationId: String
  }
  type UpsertBucketPayload {
    bucket: Run
    inserted: Boolean
    serverSettings: ServerSettings
    clientMutationId: String
  }

  input DeleteRunInput {
    id: ID!
    deleteArtifacts: Boolean
    clientMutationId: String
  }
  type DeleteRunPayload {
    clientMutationId: String
  }

  input UpdateRunStateInput {
    id: ID!
    state: String!
    clientMutationId: String
  }
  type UpdateRunStatePayload {
    success: Boolean!
    clientMutationId: String
  }

  input StopRunInput {
    id: ID!
    clientMutationId: String
  }
  type StopRunPayload {
    success: Boolean!
    clientMutationId: String
  }

  enum AlertSeverity {
    INFO
    WARN
    ERROR
  }
  input NotifyScriptableRunAlertInput {
    entityName: String
    projectName: String!
    runName: String!
    title: String!
    text: String!
    severity: AlertSeverity = INFO
    "Milliseconds in which a second alert with the same title is dropped."
    waitDuration: Duration
    clientMutationId: String
  }
  type NotifyScriptableRunAlertPayload {
    success: Boolean!
    clientMutationId: String
  }
`;
