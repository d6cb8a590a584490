/** Sweeps and their agents. */
export const SWEEPS_SDL = /* GraphQL */ `
  extend type Project {
    sweep(sweepName: String!): Sweep
    sweeps(first: Int, after: String, filters: JSONString): SweepConnection
    totalSweeps: Int!
  }

  extend type Mutation {
    upsertSweep(input: UpsertSweepInput!): UpsertSweepPayload
    createAgent(input: CreateAgentInput!): CreateAgentPayload
    agentHeartbeat(input: AgentHeartbeatInput!): AgentHeartbeatPayload
  }

  type Sweep {
    id: ID!
    name: String!
    displayName: String
    method: String!
    state: String!
    description: String
    "Best value of the metric so far, as it was logged."
    bestLoss: Float
    "YAML."
    config: String!
    createdAt: DateTime!
    updatedAt: DateTime
    heartbeatAt: DateTime
    earlyStopJobRunning: Boolean
    controller: JSONString
    scheduler: JSONString
    runCount: Int!
    "null for a search without an end of its own."
    runCountExpected: Int
    project: Project!
    user: User
    runs(order: String, first: Int, after: String): RunConnection
    agent(agentName: String!): Agent
    agents(first: Int, after: String): AgentConnection!
  }
  type SweepConnection {
    totalCount: Int!
    edges: [SweepEdge!]!
    pageInfo: PageInfo!
  }
  type SweepEdge {
    cursor: String!
    node: Sweep!
  }

  type Agent {
    id: ID!
    name: String!
    host: String!
    state: String
    totalRuns: Int!
    createdAt: DateTime!
    heartbeatAt: DateTime
    runs(order: String, first: Int, last: Int, after: String, before: String): RunConnection!
  }
  type AgentConnection {
    edges: [AgentEdge!]!
    pageInfo: PageInfo!
  }
  type AgentEdge {
    cursor: String!
    node: Agent!
  }

  input UpsertSweepInput {
    id: ID
    config: String
    description: String
    entityName: String
    projectName: String
    controller: JSONString
    scheduler: JSONString
    launchScheduler: JSONString
    templateVariableValues: JSONString
    state: String
    priorRunsFilters: JSONString
    displayName: String
    clientMutationId: String
  }
  type UpsertSweepPayload {
    sweep: Sweep
    configValidationWarnings: [String!]!
    clientMutationId: String
  }

  input CreateAgentInput {
    host: String!
    projectName: String
    entityName: String
    sweep: String!
    clientMutationId: String
  }
  type CreateAgentPayload {
    agent: Agent
    clientMutationId: String
  }

  input AgentHeartbeatInput {
    id: ID!
    metrics: JSONString
    "JSON object: true for each run that the agent runs."
    runState: JSONString
    clientMutationId: String
  }
  type AgentHeartbeatPayload {
    agent: Agent
    "JSON list of what the agent is to do."
    commands: JSONString
    clientMutationId: String
  }
`;
